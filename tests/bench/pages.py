"""What one question page costs, GET and POST, beside the plainest pages that the same Flask can serve.

Requests go straight into the WSGI application, for the test client would cost as much as the page.
"""

from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder

from app.rules.load import content
from app.rules.shape import Question
from tests.bench.measure import Row, compare, interleaved
from tests.bench.plain import one_line, plain_form
from tests.visitor import Page, Visitor, calm

ROUNDS, CALLS = 200, 5
ALLOWED = 2.0  # a question page may cost twice the plain form
PLAIN, ONE_LINE = "plainest Flask-WTF form", "one-line page"
PLAIN_GET = f"GET {PLAIN}"


def rows(app: Flask) -> Iterator[Row]:
    """GET and POST of the first question of each kind after the danger questions, with all others answered."""
    visitor = Visitor(app)
    visitor.walk()
    for kind in ("one", "many"):
        question = next(one for one in content().questions if one.stage == "warning" and one.kind == kind)
        yield from _get(visitor, question)
        yield from _post(visitor, question)


def _get(visitor: Visitor, question: Question) -> Iterator[Row]:
    ours = f"GET question page '{question.id}'"
    candidates = {
        ours: request(visitor.client, "GET", f"/check/{question.id}", 200),
        PLAIN_GET: plain_page(),
        f"GET {ONE_LINE}": request(one_line().test_client(), "GET", "/", 200),
    }
    costs = interleaved(candidates, ROUNDS, CALLS)
    yield from compare(costs, ours, PLAIN_GET, ALLOWED)
    yield from compare(costs, ours, f"GET {ONE_LINE}")


def _post(visitor: Visitor, question: Question) -> Iterator[Row]:
    ours, path = f"POST question page '{question.id}'", f"/check/{question.id}"
    answer = {question.id: calm(question.id), "csrf_token": visitor.get(path).token}
    simple, token = _form_filler()
    candidates = {
        ours: request(visitor.client, "POST", path, 303, answer),
        f"POST {PLAIN}": request(simple, "POST", "/", 303, {"answer": "no", "csrf_token": token}),
        f"POST {ONE_LINE}": request(one_line().test_client(), "POST", "/", 303),
    }
    costs = interleaved(candidates, ROUNDS, CALLS)
    yield from compare(costs, ours, f"POST {PLAIN}", ALLOWED)
    yield from compare(costs, ours, f"POST {ONE_LINE}")


def plain_page() -> Callable[[], object]:
    """A function that asks for the plainest form: what other costs are held against."""
    return request(_form_filler()[0], "GET", "/", 200)


def _form_filler() -> tuple[FlaskClient, str]:
    """A client that has the plain form's cookie, and the token of its page."""
    client = plain_form().test_client()
    return client, Page(client.get("/")).token


def request(
    client: FlaskClient, method: str, path: str, expected: int, data: Mapping[str, str] | None = None
) -> Callable[[], object]:
    """A function that sends one request with the client's cookies and fails if the status is not the expected."""
    builder = EnvironBuilder(path, method=method, data=data or {})
    environ, application = builder.get_environ(), client.application
    client._add_cookies_to_wsgi(environ)
    body = environ["wsgi.input"].read()
    status: list[str] = []

    def start_response(line: str, headers: Any, exc_info: Any = None) -> Callable[[bytes], object]:
        status[:] = [line]
        return bytes  # a writer that is never called: Flask returns its body

    def send() -> None:
        # Flask changes the environ it is given, and reads the body to its end: a fresh one each time.
        b"".join(application({**environ, "wsgi.input": BytesIO(body)}, start_response))
        assert status[0].startswith(str(expected)), f"{method} {path}: {status[0]}, expected {expected}"

    return send
