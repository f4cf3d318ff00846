"""Errors as RFC 9457 problem details. Their text never repeats anything that was sent."""

from collections.abc import Iterable
from http import HTTPStatus

from flask import Response, json
from werkzeug.exceptions import HTTPException

from app.api.reading import Fault
from app.fhir.terms import BASE
from app.web.types import Json

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


def problem(error: HTTPException) -> Response:
    """The answer to an HTTP error, with the headers that belong to it (Allow, Retry-After)."""
    status = error.code or 500
    response = Response(_body("about:blank", status), status, mimetype=PROBLEM_JSON)
    for name, value in error.get_headers():
        if name.lower() != "content-type":
            response.headers[name] = value
    return response


def bad_answers(faults: Iterable[Fault], status: int) -> Response:
    """The answer to a document that holds no answers: each fault with its place and what to do."""
    errors = [found._asdict() for found in faults]
    return Response(_body(BAD_ANSWERS, status, errors=errors), status, mimetype=PROBLEM_JSON)


def _body(kind: str, status: int, **more: object) -> str:
    about: Json = {"type": kind, "title": HTTPStatus(status).phrase, "status": status}
    if kind == BAD_ANSWERS:
        about |= {"title": "These are not answers to the check", "detail": "See errors. No result was worked out."}
    elif status in DETAILS:
        about["detail"] = DETAILS[status]
    return json.dumps({**about, **more})
