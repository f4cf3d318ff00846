"""The headers that every response carries."""

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from ipaddress import ip_address
from typing import Any

from flask import Flask, Response

from app.web.types import Wsgi

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
# For a page with a script that asks us for a file; on all others a script can ask nobody for anything.
ASKING_POLICY = f"{CONTENT_SECURITY_POLICY}; connect-src 'self'"
# For what is the same for everybody and meant for other programs: a page of another site may read it. Nothing else.
FOR_EVERY_SITE = {"Access-Control-Allow-Origin": "*"}
_NOT_STORED = ("Cache-Control", "no-store")
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
    """Give every response the security headers; whatever does not say that it may be stored is never stored."""
    app.wsgi_app = Guarded(app.wsgi_app, app.config["HSTS_SUBDOMAINS"])  # type: ignore[method-assign]


def may_ask_us(response: Response) -> Response:
    """For ``after_this_request``: the script of this page may ask us for a file."""
    response.headers["Content-Security-Policy"] = ASKING_POLICY
    return response


class Guarded:
    """A WSGI application, each of whose answers carries the security headers and is not stored, unless it says
    otherwise itself. Werkzeug would look at every letter of these headers anew for each answer."""

    def __init__(self, application: Wsgi, below_too: bool) -> None:
        """``below_too``: whether hosts below this one are ours as well."""
        self._application = application
        self._below_too = below_too

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer with these headers, but for those that the application has set."""

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            said = {name for name, _ in headers}
            every = _headers_for(environ["wsgi.url_scheme"] == "https", self._below_too)
            headers += [(name, value) for name, value in (_NOT_STORED, *every.items()) if name not in said]
            return start_response(status, headers, exc_info)

        return self._application(environ, start)


@cache
def _headers_for(secure: bool, below_too: bool) -> dict[str, str]:
    """What every answer carries, whoever gives it. ``secure``: it came over https, which then is asked for from now on.

    ``below_too``: hosts below this one are ours as well. Those that are not are not ours to bind.
    """
    if not secure:
        return HEADERS
    return {**HEADERS, "Strict-Transport-Security": f"{HSTS}; includeSubDomains" if below_too else HSTS}
