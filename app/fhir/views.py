"""/summary.json, the check as a FHIR Bundle; the questionnaires that its canonical names stand for; /fhir/metadata."""

import hashlib
import hmac

from flask import Blueprint, Response, abort, after_this_request, current_app

from app.fhir.bundle import as_bytes, bundle
from app.fhir.capabilities import capabilities
from app.fhir.questionnaire import VOICES, definitions
from app.fhir.terms import voice_name
from app.rules.answers import Answers
from app.rules.engine import triage
from app.visit.mark import marking, with_own_answers
from app.visit.reader import writer
from app.visit.stamping import stamp_of
from app.visit.steps import Page
from app.web.compression import filled_up
from app.web.public_address import public_address
from app.web.security import FOR_EVERY_SITE
from app.web.today import today
from app.web.types import Json
from app.words.speaker import speaker_for

fhir = Blueprint("fhir", __name__)

FHIR_JSON = "application/fhir+json"
FILE_NAME = "als-back-pain-summary.json"

fhir.app_url_defaults(marking("fhir.summary_json"))


@fhir.get("/summary.json")
@with_own_answers
def summary_json(answers: Answers) -> Page:
    """The check as a Bundle to be saved; without answers, or with those of another visit, a page that says so."""
    after_this_request(filled_up())
    outcome = triage(answers)
    stamp = stamp_of(answers, outcome)
    response = _fhir(bundle(answers, outcome, writer(), stamp, _seed(stamp.code)))
    response.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response


@fhir.get("/fhir/Questionnaire/<name>")
def questionnaire(name: str) -> Response:
    """The questionnaire for the person with ALS, or the one in a caregiver's words."""
    voice = next((voice for voice in VOICES if voice_name(voice) == name), None) or abort(404)
    response = _fhir(definitions(speaker_for(voice, current_app.config["SITE"]))[0])
    response.headers.extend(FOR_EVERY_SITE)
    return response


@fhir.get("/fhir/metadata")
def metadata() -> Response:
    """What a FHIR client can ask for here."""
    return _fhir(capabilities(current_app.config["SITE"], public_address(), today().isoformat()))


def _fhir(resource: Json) -> Response:
    return Response(as_bytes(resource), mimetype=FHIR_JSON)


def _seed(code: str) -> str:
    """What the ids are made from: the same for the same code, and useless without this site's key.

    An id ends up in logs and links of other systems, and the answers could be found by trying all of them.
    """
    return hmac.new(current_app.config["SECRET_KEY"].encode(), f"fhir {code}".encode(), hashlib.sha256).hexdigest()
