"""Flask's own: errors, security headers, limits, the request log, static files, health, forms."""
