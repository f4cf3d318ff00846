"""Between granian and Flask: what a request becomes, and what is answered when it does not come whole."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest

from app.web import rsgi
from app.web.plain_answer import plain_answers
from app.web.rsgi import Rsgi, environ_of
from app.web.security import HEADERS, HSTS
from site_settings import Site
from tests import own_loop

SETTINGS = {"SITE": Site(), "TRUSTED_PROXIES": 1, "HSTS_SUBDOMAINS": False}


class Headers:
    """Headers as granian has them: lower case, in order, some of them twice."""

    def __init__(self, *pairs: tuple[str, str]) -> None:
        self._pairs = pairs

    def items(self) -> list[tuple[str, str]]:
        return list(self._pairs)

    def get(self, name: str, default: Any = None) -> Any:
        return dict(self._pairs).get(name, default)

    def __contains__(self, name: str) -> bool:
        return name in dict(self._pairs)


@dataclass
class Scope:
    """A request."""

    headers: Headers = field(default_factory=Headers)
    method: str = "POST"
    path: str = "/check/respondent"
    query_string: str = "a=%41"
    http_version: str = "1.1"
    scheme: str = "http"
    server: str = "127.0.0.1:8000"
    client: str = "[2001:db8::7]:4321"
    authority: str | None = None


class Connection:
    """A connection on which a body comes, or does not."""

    def __init__(self, body: bytes | Exception | None = b"") -> None:
        self.body = body
        self.answer: tuple[int, dict[str, str], bytes] = (0, {}, b"")

    async def __call__(self) -> bytes:
        if self.body is None:
            await asyncio.Event().wait()
        if isinstance(self.body, Exception):
            raise self.body
        assert self.body is not None
        return self.body

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.answer = status, dict(headers), body


class Body:
    """What a WSGI application returns; it must be closed."""

    closed = False

    def __iter__(self) -> Any:
        return iter([b"he", b"llo"])

    def close(self) -> None:
        self.closed = True


def answered(connection: Connection, *headers: tuple[str, str], application: Any = None) -> tuple[int, Any, bytes]:
    seen: list[dict[str, Any]] = []
    body = Body()

    def hello(environ: dict[str, Any], start_response: Any) -> Body:
        seen.append(environ)
        start_response("200 OK", [("X-Read", environ["wsgi.input"].read().decode())])
        return body

    served = Rsgi(application or hello, 1000, plain_answers(SETTINGS))
    own_loop.run(served.__rsgi__(Scope(Headers(*headers)), connection))
    assert body.closed or not seen
    return connection.answer


def test_a_request_is_read_whole_and_answered() -> None:
    status, headers, body = answered(Connection(b"a=b"), ("content-length", "3"))
    assert (status, headers, body) == (200, {"X-Read": "a=b"}, b"hello")


def test_a_worker_shows_life_with_each_answer() -> None:
    lives: list[int] = []
    served = Rsgi(
        lambda environ, start: start("200 OK", []) and [b""],
        10,
        plain_answers(SETTINGS),
        answered=lambda: lives.append(1),
    )
    for _ in range(3):
        own_loop.run(served.__rsgi__(Scope(Headers()), Connection()))
    assert len(lives) == 3


def test_what_flask_is_told_of_a_request() -> None:
    scope = Scope(
        Headers(
            ("host", "h"), ("cookie", "a=1"), ("cookie", "b=2"), ("accept", "x"), ("accept", "y"),
            ("x_forwarded_for", "spoofed"), ("content-type", "text/plain"),
        ),
        path="/caf\u00e9",
        query_string="a=\u20ac",
    )  # fmt: skip
    environ = environ_of(scope, b"")
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/caf\u00e9"
    assert environ["QUERY_STRING"].encode("latin-1").decode() == "a=\u20ac"
    assert (environ["HTTP_COOKIE"], environ["HTTP_ACCEPT"]) == ("a=1; b=2", "x,y")
    assert (environ["REMOTE_ADDR"], environ["SERVER_NAME"], environ["SERVER_PORT"]) == (
        "2001:db8::7", "127.0.0.1", "8000",
    )  # fmt: skip
    assert "HTTP_X_FORWARDED_FOR" not in environ
    assert environ["CONTENT_TYPE"] == "text/plain"
    assert environ_of(Scope(Headers(), authority="other"), b"")["HTTP_HOST"] == "other"


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (None, [("content-length", "3")], 408),
        (RuntimeError("closed, SECRET"), [("content-length", "3")], 400),
        (b"SECRET", [("transfer-encoding", "chunked")], 411),
    ],
)
def test_a_body_that_does_not_come_is_said_with_whom_to_call(
    body: Any, headers: list[tuple[str, str]], status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rsgi, "BODY_WITHIN", 0.01)
    answer = answered(Connection(body), *headers)
    assert answer[0] == status
    assert set(HEADERS.items()) <= set(answer[1].items())
    assert all(f'href="tel:{number}"'.encode() in answer[2] for number in ("911", "999", "112"))
    assert b"SECRET" not in answer[2]


@pytest.mark.parametrize(("said", "sent"), [("https", [HSTS]), ("http", []), ("javascript", [])])
@pytest.mark.parametrize("body", [RuntimeError("closed"), b""])
def test_what_needs_no_application_asks_for_https_over_https_alone(said: str, sent: list[str], body: Any) -> None:
    def broken(environ: dict[str, Any], start_response: Any) -> Any:
        raise ValueError

    headers = ("content-length", "3"), ("x-forwarded-proto", said)
    _, answer, _ = answered(Connection(body), *headers, application=broken)
    assert [value for name, value in answer.items() if name == "Strict-Transport-Security"] == sent


def test_a_fault_outside_the_application_is_named_and_not_quoted(caplog: pytest.LogCaptureFixture) -> None:
    def broken(environ: dict[str, Any], start_response: Any) -> Any:
        raise ValueError("SECRET")

    status, _, body = answered(Connection(), application=broken)
    assert status == 500
    assert b"Something here is broken" in body
    assert "ValueError" in caplog.text
    assert "SECRET" not in caplog.text


def test_a_body_over_the_limit_is_not_read_but_left_to_the_application() -> None:
    assert answered(Connection(RuntimeError("read")), ("content-length", "1001"))[0] == 200
