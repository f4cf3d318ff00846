"""How often one address may ask for what costs work: a table of limits, kept by Flask-Limiter.

Counted in this process's memory, or for several processes together where RATELIMIT_STORAGE_URI names a Redis.
RATELIMIT_ENABLED=False in the settings switches all limits off.
"""

import os
from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits.errors import ConfigurationError

from config import SettingsError

# A clinic is often one address to us: these are far above what people do there, and far below what guessing needs.
LIMITED_POSTS: Mapping[str, str] = {
    "clinic.take_code": "30 per minute",
    "clinic.work_at_desk": "30 per minute",
    "api.take_answers": "60 per minute",
}


def init_limits(app: Flask) -> None:
    """Put the limits on the views in the table; these must be registered by now."""
    app.config.setdefault("RATELIMIT_STORAGE_URI", os.environ.get("RATELIMIT_STORAGE_URI", "memory://"))
    try:
        # A Redis that is away must not keep anyone from a result: each process then counts for itself.
        limiter = Limiter(get_remote_address, app=app, headers_enabled=True, in_memory_fallback_enabled=True)
    except ConfigurationError:
        raise SettingsError(
            "RATELIMIT_STORAGE_URI must be memory://, or redis://host:6379 with the package redis installed."
        ) from None  # the address may hold a password, so nothing of it is shown
    app.extensions["limits"] = limiter  # the limited views hold it by a weak reference only
    for endpoint, rate in LIMITED_POSTS.items():
        limited: Any = limiter.limit(rate, methods=["POST"])(app.view_functions[endpoint])
        app.view_functions[endpoint] = limited
