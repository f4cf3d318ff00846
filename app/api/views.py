"""POST /api/triage: the same engine for other programs. Nothing is kept, and no cookie is read or set."""

import msgspec
from flask import Blueprint, Response, current_app, request
from flask.blueprints import BlueprintSetupState
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound, UnsupportedMediaType

from app.api.openapi import described
from app.api.outcome import outcome_for
from app.api.problems import DETAILS, bad_answers, problem
from app.api.reading import BadDocument, read_document
from app.rules.engine import triage
from app.web.gate import LARGEST_REQUEST
from app.web.security import FOR_EVERY_SITE
from app.words.speaker import speaker_for

api = Blueprint("api", __name__, url_prefix="/api")

PREFIX = "/api/"
JSON, FHIR = "application/json", "application/fhir+json"
UTF8 = ("utf-8", "utf8")


@api.post("/triage")
def take_answers() -> Response:
    """Answers in, outcome out, told in the voice of whoever answered."""
    fhir = _is_fhir()
    request.max_content_length = LARGEST_REQUEST
    try:
        answers = read_document(request.get_data(cache=False), fhir)
    except BadDocument as error:
        return bad_answers(error.faults, 422 if error.readable else 400)
    outcome = triage(answers)
    return _json(outcome_for(answers, outcome, speaker_for(answers.voice, current_app.config["SITE"], answers.helped)))


@api.get("/openapi.json")
def openapi() -> Response:
    """What the API takes and gives, as OpenAPI 3.1, made from the content."""
    response = _json(described())
    response.headers.extend(FOR_EVERY_SITE)
    return response


def _json(found: object) -> Response:
    return Response(msgspec.json.encode(found), mimetype=JSON)


def _is_fhir() -> bool:
    """Which of the two kinds of document comes. Raises UnsupportedMediaType for any other."""
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if request.mimetype not in (JSON, FHIR) or charset not in UTF8:
        raise UnsupportedMediaType
    return request.mimetype == FHIR


# One by one: for a code that the app has a page for, Flask prefers that page to a handler for all codes.
for _code in DETAILS:
    api.register_error_handler(_code, problem)
api.register_error_handler(HTTPException, problem)


@api.before_app_request
def _nothing_here() -> Response | None:
    """Answer an address below /api that no view takes. The blueprint's own handlers are not asked about those."""
    lost = request.routing_exception
    if isinstance(lost, NotFound | MethodNotAllowed) and request.path.startswith(PREFIX):
        return problem(lost)
    return None


@api.record_once
def _without_csrf(state: BlueprintSetupState) -> None:
    """No token is asked for: there is no cookie here that a foreign page could misuse."""
    state.app.extensions["csrf"].exempt(api)
