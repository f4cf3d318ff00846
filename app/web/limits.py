"""How often one network may ask for what costs work: a table of limits, kept by Flask-Limiter.

Counted in this process's memory, or for several together where RATELIMIT_STORAGE_URI names a Redis or a Valkey.
RATELIMIT_ENABLED=False in the settings switches all limits off.
"""

import os
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NamedTuple

from flask import Flask
from flask_limiter import Limiter
from limits.errors import ConfigurationError

from app.web.proxies import visitors_network
from config import SettingsError


class Limit(NamedTuple):
    """A rate in the words of Flask-Limiter, and the method that it is for."""

    rate: str
    method: str = "POST"

    @property
    def methods(self) -> list[str]:
        """That method, and with GET the HEAD that costs as much."""
        return ["GET", "HEAD"] if self.method == "GET" else [self.method]


# A clinic is often one address to us: these are far above what people do there, and far below what guessing needs.
LIMITS: Mapping[str, Limit] = {
    "clinic.take_code": Limit("30 per minute"),
    "clinic.work_at_desk": Limit("30 per minute"),
    "clinic.take_form": Limit("60 per minute"),
    "api.take_answers": Limit("60 per minute"),
    "handout.keep_note": Limit("60 per minute"),
    "handout.summary_pdf": Limit("60 per minute", "GET"),
    "blanks.paper": Limit("60 per minute", "GET"),
    "blanks.board": Limit("60 per minute", "GET"),
}

# A Redis that hangs must cost a request no more than this; after it, each process counts for itself for a while.
REDIS_SECONDS = 0.2


def init_limits(app: Flask) -> None:
    """Put the limits on the views in the table; these must be registered by now."""
    place = app.config.setdefault("RATELIMIT_STORAGE_URI", os.environ.get("RATELIMIT_STORAGE_URI", "memory://"))
    try:
        # A Redis that is away must not keep anyone from a result: each process then counts for itself.
        limiter = Limiter(
            visitors_network,
            app=app,
            headers_enabled=True,
            in_memory_fallback_enabled=True,
            storage_options=patience(place),
        )
    except ConfigurationError:
        raise SettingsError(
            "RATELIMIT_STORAGE_URI must be memory://, redis://host:6379, or valkey://host:6379 with the package valkey "
            "installed."
        ) from None  # the address may hold a password, so nothing of it is shown
    app.extensions["limits"] = limiter  # the limited views hold it by a weak reference only
    for endpoint, limit in LIMITS.items():
        limited: Any = limiter.limit(limit.rate, methods=limit.methods)(app.view_functions[endpoint])
        app.view_functions[endpoint] = limited


def patience(place: str) -> dict[str, Any]:
    """How long a Redis, or a Valkey, is waited for. The client of each has its own package, which is named like it."""
    client = next((name for name in ("redis", "valkey") if place.startswith(name)), "")
    if not client or not find_spec(client):
        return {}  # what needs the package says so
    no_backoff = import_module(f"{client}.backoff").NoBackoff()
    # No second try: the client waits seconds between them, and a count is not worth that.
    again = import_module(f"{client}.retry").Retry(no_backoff, 0)
    return {"socket_timeout": REDIS_SECONDS, "socket_connect_timeout": REDIS_SECONDS, "retry": again}
