"""Errors as RFC 9457 problem details. Their text never repeats anything that was sent."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Annotated

import msgspec
from flask import Response, json
from msgspec import UNSET, Meta, UnsetType
from werkzeug.exceptions import HTTPException

from app.api.outcome import Given
from app.api.reading import Fault
from app.fhir.terms import BASE

PROBLEM_JSON = "application/problem+json"
BAD_ANSWERS = f"{BASE}/problems/bad-answers"

DETAILS = {
    404: "There is nothing at this address. What there is stands in /api/openapi.json.",
    405: "This address does not take that method. See the Allow header.",
    413: "The request is too large to be answers.",
    415: "Send application/json or application/fhir+json, in UTF-8.",
    429: "Too many requests. Wait as long as the Retry-After header says.",
    500: "Something is broken on our side. No result was worked out: do not read this as good news.",
}


class Problem(Given, frozen=True):
    """RFC 9457."""

    type: Annotated[str, Meta(extra_json_schema={"format": "uri"})]
    title: str
    status: int
    detail: str | UnsetType = UNSET
    errors: tuple[Fault, ...] | UnsetType = UNSET


def problem(error: HTTPException) -> Response:
    """The answer to an HTTP error, with the headers that belong to it (Allow, Retry-After)."""
    status = error.code or 500
    response = _answer(Problem("about:blank", HTTPStatus(status).phrase, status, DETAILS.get(status, UNSET)))
    for name, value in error.get_headers():
        if name.lower() != "content-type":
            response.headers[name] = value
    return response


def bad_answers(faults: Iterable[Fault], status: int) -> Response:
    """The answer to a document that holds no answers: each fault with its place and what to do."""
    title, detail = "These are not answers to the check", "See errors. No result was worked out."
    return _answer(Problem(BAD_ANSWERS, title, status, detail, tuple(faults)))


def _answer(found: Problem) -> Response:
    return Response(json.dumps(msgspec.to_builtins(found)), found.status, mimetype=PROBLEM_JSON)
