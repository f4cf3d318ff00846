"""The headers that every response carries."""

import re
from functools import cache, lru_cache
from ipaddress import ip_address

from flask import Flask, Response, current_app, request

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# Pages with a script that asks us for a file; on all others a script can ask nobody for anything.
ASKING = ("handout.print_page",)
ASKING_POLICY = f"{CONTENT_SECURITY_POLICY}; connect-src 'self'"
# For what is the same for everybody and meant for other programs: a page of another site may read it. Nothing else.
FOR_EVERY_SITE = {"Access-Control-Allow-Origin": "*"}
PORT = re.compile(r":[0-9]*$")
HSTS = "max-age=31536000"


@lru_cache(maxsize=256)
def is_loopback(host: str) -> bool:
    """Whether a Host, with its port or without, means the very machine that asks for it."""
    name = PORT.sub("", host).rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address = ip_address(name.strip("[]"))
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def init_security(app: Flask) -> None:
    """Give every response the security headers; every page but the static files is never stored."""
    app.after_request(_add_headers)


@cache
def headers_for(secure: bool, below_too: bool) -> dict[str, str]:
    """What every answer carries, whoever gives it. ``secure``: it came over https, which then is asked for from now on.

    ``below_too``: hosts below this one are ours as well. Those that are not are not ours to bind.
    """
    if not secure:
        return HEADERS
    return {**HEADERS, "Strict-Transport-Security": f"{HSTS}; includeSubDomains" if below_too else HSTS}


def _add_headers(response: Response) -> Response:
    # An error page made inside another response must not carry them twice. Adding is half the work of assigning.
    if "Content-Security-Policy" not in response.headers:
        response.headers.extend(headers_for(request.is_secure, current_app.config["HSTS_SUBDOMAINS"]))
    if request.endpoint in ASKING:
        response.headers["Content-Security-Policy"] = ASKING_POLICY
    if request.endpoint != "static_file":
        response.headers["Cache-Control"] = "no-store"
    return response
