"""The WSGI application under granian's RSGI: the whole request is read first, and only then answered.

Reading waits in the event loop, where a slow sender costs a few kilobytes. Under WSGI the application reads the
body itself, and five hundred senders that stop half-way hold every thread (docs/decisions/0007). Answering is
computing alone, so it happens in the loop, one request after the other.
"""

import asyncio
import logging
import sys
from collections.abc import Callable
from io import BytesIO
from typing import Any, Protocol

from app.web.types import Wsgi

log = logging.getLogger("app.server")

Headers = list[tuple[str, str]]

BODY_WITHIN = 20.0  # seconds
CUT, LATE, NO_LENGTH, BROKEN = 400, 408, 411, 500


class Scope(Protocol):
    """What granian says of a request, as far as it is used here."""

    method: str
    path: str
    query_string: str
    http_version: str
    scheme: str
    server: str
    client: str
    authority: str | None
    headers: Any


class Connection(Protocol):
    """What granian gives to read a request's body and to answer it."""

    async def __call__(self) -> bytes:
        """The whole body. Raises when it was cut short."""

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        """Answer."""


class NotRead(Exception):
    """A body that did not come as it should; the argument is the status to answer with."""


class Rsgi:
    """A WSGI application as granian calls it. ``plain_answer`` makes what answers with a status and needs no more."""

    def __init__(
        self,
        application: Wsgi,
        longest: int,
        plain_answer: Callable[[int], Wsgi],
        started: Callable[[asyncio.AbstractEventLoop], object] = lambda loop: None,
        answered: Callable[[], object] = lambda: None,
    ) -> None:
        """``longest``: bytes of a body that is read; a longer one is left to the application to refuse.

        ``started`` is called in each worker with the loop that it is about to run, ``answered`` after each request.
        """
        self._application = application
        self._longest = longest
        self._plain_answer = plain_answer
        self._answered = answered
        self.__rsgi_init__ = started

    async def __rsgi__(self, scope: Scope, connection: Connection) -> None:
        """Answer one request; with a page of ours when its body does not come, or when the application breaks."""
        try:
            answer = self._run(self._application, environ_of(scope, await self._read(scope, connection)))
        except NotRead as error:
            answer = self._run(self._plain_answer(error.args[0]), environ_of(scope, b""))
        except Exception as error:
            # Its name and no more: the message of an error may quote what somebody sent.
            log.error("A request was not answered: %s", type(error).__name__)
            answer = self._run(self._plain_answer(BROKEN), environ_of(scope, b""))
        connection.response_bytes(*answer)
        self._answered()

    async def _read(self, scope: Scope, connection: Connection) -> bytes:
        length = scope.headers.get("content-length")
        if length is None:
            # Of a body in chunks granian cannot tell whether all of it came, and it may be without end.
            if "transfer-encoding" in scope.headers:
                raise NotRead(NO_LENGTH)
            return b""
        if int(length) > self._longest:
            return b""
        try:
            async with asyncio.timeout(BODY_WITHIN):
                return await connection()
        except TimeoutError:
            raise NotRead(LATE) from None
        except RuntimeError:
            raise NotRead(CUT) from None

    def _run(self, application: Wsgi, environ: dict[str, Any]) -> tuple[int, Headers, bytes]:
        started: list[tuple[int, Headers]] = []

        def start_response(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], object]:
            started[:] = [(int(status[:3]), headers)]
            return bytes  # the old way to write, which no Flask application uses

        answer = application(environ, start_response)
        try:
            content = b"".join(answer)
        finally:
            if close := getattr(answer, "close", None):
                close()
        [(status, headers)] = started
        return status, headers, content


def environ_of(scope: Scope, body: bytes) -> dict[str, Any]:
    """The WSGI environ of a request that is wholly here."""
    name, _, port = scope.server.rpartition(":")
    return _from_headers(scope) | {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),  # as PEP 3333 wants it
        "QUERY_STRING": scope.query_string.encode().decode("latin-1"),
        "SERVER_NAME": name.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def _from_headers(scope: Scope) -> dict[str, Any]:
    """Headers as WSGI names them, those that came twice joined.

    One with an underscore could pass for another's name, so it is left out.
    """
    found: dict[str, Any] = {}
    for name, value in scope.headers.items():
        if "_" in name:
            continue
        key = name.upper().replace("-", "_")
        key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
        found[key] = f"{found[key]}{'; ' if name == 'cookie' else ','}{value}" if key in found else value
    if scope.authority:
        found.setdefault("HTTP_HOST", scope.authority)
    return found
