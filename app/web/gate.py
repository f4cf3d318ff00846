"""What is turned away, or put right, before anything else looks at it.

A host name that is none, a form that is not one, and an address with letters that should have been escaped.
"""

import re
from collections.abc import Callable, Iterable
from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from flask import Flask, abort, request

from app.web.metrics import count_refused
from app.web.proxies import LONGEST_HOST
from app.web.security import PORT
from app.web.types import Wsgi
from config import HOST_NAME

HOST = re.compile(rf"{HOST_NAME}(?::[0-9]{{1,5}})?")
LONGEST_QUERY = 2048  # bytes
# Bytes. The largest response in FHIR that a form renderer made of all answers and a full note is a third of this.
LARGEST_REQUEST = 64 * 1024
# Lists: a browser's have some 150 bytes. One of 30 kB costs as much as ten pages to read, so it counts as not sent.
LISTS = ("HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING", "HTTP_ACCEPT_LANGUAGE", "HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH")
LONGEST_LIST = 1024
ASCII = "".join(map(chr, range(128)))
# Where a prober may ask by whatever address it has for this machine.
PROBED = ("/healthz", "/readyz")
# We go by what a file holds, never by its date; and a date of the year 10^20 breaks what reads it.
DATED = ("HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_IF_RANGE")
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class HostGate:
    """Answers 400 for a Host that is no host name, or none of ``trusted`` where that names any."""

    def __init__(
        self,
        application: Wsgi,
        trusted: Iterable[str],
        refusal: bytes,
        refused: Callable[[int], object],
    ) -> None:
        """``refusal``: the page. ``refused`` is called with the status of each refusal."""
        self._application = application
        self._trusted = frozenset(name.lower() for name in trusted)
        self._refusal = refusal
        self._refused = refused

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """A WSGI application."""
        host = environ.get("HTTP_HOST") or environ.get("SERVER_NAME", "")
        if self._good(host, environ.get("PATH_INFO", "")):
            for header in (*DATED, *_long_lists(environ)):
                environ.pop(header, None)
            environ["QUERY_STRING"] = _escaped(environ.get("QUERY_STRING", ""))
            return self._application(environ, start_response)
        self._refused(HTTPStatus.BAD_REQUEST)
        start_response("400 Bad Request", [("Content-Type", "text/html; charset=utf-8")])
        return [self._refusal]

    def _good(self, host: str, path: str) -> bool:
        if len(host) > LONGEST_HOST or not HOST.fullmatch(host):
            return False
        name = PORT.sub("", host).lower()
        return not self._trusted or name in self._trusted or path.endswith(PROBED)


def _long_lists(environ: dict[str, Any]) -> list[str]:
    return [header for header in LISTS if len(environ.get(header, "")) > LONGEST_LIST]


def _escaped(query: str) -> str:
    """The query with every letter beyond ASCII escaped, as browsers send it: Werkzeug breaks on one that is not."""
    return query if query.isascii() else quote(query.encode("latin-1"), safe=ASCII)


def init_gate(app: Flask) -> None:
    """Put the gate for host names before the application, and take nothing but forms where forms are taken."""
    numbers = [emergency.number for emergency in app.config["SITE"].emergency]
    refusal = app.jinja_env.get_template("web/host.html").render(numbers=numbers).encode()
    trusted = app.config.get("TRUSTED_HOSTS") or ()
    app.wsgi_app = HostGate(  # type: ignore[method-assign]
        app.wsgi_app, trusted, refusal, partial(count_refused, app)
    )
    app.config["TRUSTED_HOSTS"] = None  # Flask's own check answers from within a request, which needs a good host
    app.before_request(_short_queries)
    app.before_request(_forms_only)


def _short_queries() -> None:
    """No address of ours is long: reading 30 kB of escaped letters cost as much as fifty pages."""
    if len(request.query_string) > LONGEST_QUERY:
        abort(414)


def _forms_only() -> None:
    """Other programs have /api; a page's form sends a form, and anything else was never meant for it."""
    # One that says what it is, and is empty or says no length, is read all the same by what makes the form anew.
    sent = request.method == "POST" and (request.mimetype or (request.content_length or 0) > 0)
    if sent and request.blueprint != "api" and request.mimetype not in FORMS:
        abort(415)
