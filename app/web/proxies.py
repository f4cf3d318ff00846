"""What the proxies in front say about a visitor, as far as they are trusted and it makes sense."""

import ipaddress
import re
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

from app.web.prefix import Below
from app.web.types import Wsgi

LISTS = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST")
LONGEST_HOST = 260  # letters, with a port
NETWORK = 64  # bits of an IPv6 address: one household or office has all of the rest


def init_proxies(app: Flask) -> None:
    """Believe as many proxies as TRUSTED_PROXIES says, and serve below SCRIPT_NAME."""
    hops, prefix = app.config.get("TRUSTED_PROXIES", 0), app.config.get("SCRIPT_NAME", "")
    inner: Any = app.wsgi_app
    if hops or prefix:
        inner = Below(inner, prefix, bool(hops))
    app.wsgi_app = believing(hops, inner)  # type: ignore[method-assign,assignment]


def believing(hops: int, inner: Wsgi) -> Wsgi:
    """``inner``, told of a visitor what the ``hops`` proxies in front say, as far as it makes sense."""
    return _Schemes(_Nearest(ProxyFix(inner, x_for=hops, x_proto=hops, x_host=hops), hops)) if hops else inner


class _Schemes:
    """X-Forwarded-Proto is http or https; with anything else in it, it is not believed at all."""

    def __init__(self, application: Wsgi) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        said = environ.get("HTTP_X_FORWARDED_PROTO", "").lower().split(",")
        if {scheme.strip() for scheme in said} <= {"http", "https"}:
            environ["HTTP_X_FORWARDED_PROTO"] = ",".join(scheme.strip() for scheme in said)
        else:
            environ.pop("HTTP_X_FORWARDED_PROTO", None)
        return self._application(environ, start_response)


class _Nearest:
    """Of a list that each proxy adds to, what our own said, as far as it can be an address or a host.

    Before it stands what a visitor sent, long or in quotes, and the readers of such lists would read all of it.
    """

    def __init__(self, application: Wsgi, hops: int) -> None:
        self._application = application
        self._hops = hops

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        for header in LISTS:
            if said := environ.pop(header, ""):
                parts = said.split(",")[-self._hops :]
                if all(len(part) <= LONGEST_HOST for part in parts):
                    environ[header] = ",".join(parts)
        return self._application(environ, start_response)


def visitors_network() -> str:
    """Whom a limit counts together: an IPv4 address, or the /64 network of an IPv6 address; never a port."""
    return network_of(request.remote_addr or "")


def network_of(said: str) -> str:
    """The network of an address as a proxy may write it: with a port, in brackets, with a zone."""
    bare = re.sub(r"^\[(.*?)\].*$|^([^:]*):\d+$", lambda found: found[1] or found[2], said.strip()).partition("%")[0]
    try:
        address = ipaddress.ip_address(bare)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, NETWORK), strict=False))
    return str(address)
