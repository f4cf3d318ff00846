"""What the API takes and gives, as OpenAPI 3.1, made from the content so that the two cannot differ.

The schemas are as strict as the code: what fits the request schema is answered with an outcome, and an outcome
always fits the response schema. Tests hold both by trying.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec.json import schema_components

from app.api.outcome import Outcome
from app.api.problems import PROBLEM_JSON, Problem
from app.fhir.response import STATUSES
from app.rules.kept import kept
from app.rules.load import content
from app.rules.shape import NONE, RESPONDENT, Question, Voice
from app.web.gate import LARGEST_REQUEST
from app.web.types import Json


@kept()
def described() -> Json:
    """The OpenAPI document. Not to be changed."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "ALS back pain check",
            "version": content().version,
            "summary": "How soon back pain needs care in a person with ALS, and why.",
            "description": (
                "Send the answers, get the outcome. Nothing is kept, no cookie is set, and no answer is logged. "
                "Leave out a question that was not asked; it is never read as a no. "
                "The result is patient-reported, not verified, and not a diagnosis."
            ),
        },
        "paths": {
            "/api/triage": {"post": _triage()},
            "/api/openapi.json": {"get": _itself()},
        },
        "components": {"schemas": _schemas()},
    }


def _triage() -> Json:
    return {
        "operationId": "triage",
        "summary": "Work out how soon care is needed.",
        "description": "The answers as a table, or as a FHIR R4 QuestionnaireResponse to one of our questionnaires.",
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": _ref("Answers")},
                "application/fhir+json": {"schema": _ref("QuestionnaireResponse")},
            },
        },
        "responses": {
            "200": _answer("The outcome.", "application/json", _ref("Outcome")),
            "400": _problem("Not JSON, or a name stands twice in one object."),
            "411": {"description": "A body in chunks, without a Content-Length. An HTML page: the server answers it."},
            "413": _problem(f"More than {LARGEST_REQUEST} bytes."),
            "415": _problem("Neither application/json nor application/fhir+json, or not UTF-8."),
            "422": _problem("JSON, but not answers to the check."),
            "429": _problem("Too many requests from one address."),
            "default": _problem("Something else went wrong."),
        },
    }


def _itself() -> Json:
    return {
        "operationId": "openapi",
        "summary": "This document.",
        "responses": {
            "200": _answer("This document.", "application/json", {"type": "object"}),
            "default": _problem("Something went wrong."),
        },
    }


def _answer(description: str, media_type: str, schema: Json) -> Json:
    return {"description": description, "content": {media_type: {"schema": schema}}}


def _problem(description: str) -> Json:
    return _answer(description, PROBLEM_JSON, _ref("Problem"))


def _schemas() -> Json:
    return {
        "Answers": {
            "description": "Question id to answer: one text, or a list of texts. Ids and texts never change meaning.",
            "anyOf": [_ref("AnswersOfPerson"), _ref("AnswersOfCaregiver")],
            "examples": [{"answers": {RESPONDENT: "patient", "breathing": "no", "awake": ["none"]}}],
        },
        "AnswersOfPerson": _answers("patient", "The person with ALS answers, alone or with help; or nobody said who."),
        "AnswersOfCaregiver": _answers("caregiver", "Someone answers for the person with ALS."),
        "QuestionnaireResponse": {
            "description": "FHIR R4. It answers /fhir/Questionnaire/als-back-pain or als-back-pain-caregiver.",
            "type": "object",
            "required": ["resourceType", "questionnaire", "status"],
            "properties": {
                "resourceType": {"const": "QuestionnaireResponse"},
                "questionnaire": {"type": "string"},
                "status": {"enum": list(STATUSES)},
                "item": {"type": "array", "items": {"type": "object"}},
            },
        },
        **_given(),
    }


def _answers(voice: Voice, description: str) -> Json:
    questions = {question.id: _question(question, voice) for question in content().questions}
    inner = _object(questions, required=[RESPONDENT] if voice == "caregiver" else []) | {"minProperties": 1}
    return _object({"answers": inner}) | {"description": description}


def _question(question: Question, voice: Voice) -> Json:
    values = [option.value for option in question.options_for(voice)]
    if question.id == RESPONDENT:
        values = ["caregiver"] if voice == "caregiver" else [value for value in values if value != "caregiver"]
    several = question.kind == "many"
    kinds: list[Json] = [{"enum": values}, _list([value for value in values if value != NONE], several)]
    if NONE in values:
        kinds.append(_list([NONE], several=False))
    return {"title": question.topic, "description": question.ask.to(voice), "anyOf": kinds}


def _list(values: list[str], several: bool) -> Json:
    found: Json = {"type": "array", "items": {"enum": values}, "minItems": 1, "uniqueItems": True}
    return found if several else {**found, "maxItems": 1}


def _given() -> Json:
    """The schemas of what is given back and of its parts, from the types that it is made of."""
    _, parts = schema_components([Outcome, Problem], ref_template="#/components/schemas/{name}")
    made: Json = _with_ids(parts)
    return made


def _with_ids(schema: Any) -> Any:
    """The same schema with every id of the content that may stand in each place."""
    if isinstance(schema, list):
        return [_with_ids(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    named = {key: _with_ids(part) for key, part in schema.items() if key != "ids"}
    return named | {"enum": _ids()[schema["ids"]]} if "ids" in schema else named


@kept()
def _ids() -> Mapping[str, list[str]]:
    return {
        "tiers": [tier.id for tier in content().tiers],
        "questions": list(content().question),
        "rules": [rule.id for rule in content().rules],
        "causes": [cause.id for cause in content().causes],
        "risks": [factor.id for factor in content().risk_factors],
        "sources": list(content().sources),
    }


def _object(properties: Json, required: Iterable[str] | None = None) -> Json:
    needed = list(properties if required is None else required)
    return {"type": "object", "properties": properties, "required": needed, "additionalProperties": False}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}
