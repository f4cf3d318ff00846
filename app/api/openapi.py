"""What the API takes and gives, as OpenAPI 3.1, made from the content so that the two cannot differ.

The schemas are as strict as the code: what fits the request schema is answered with an outcome, and an outcome
always fits the response schema. Tests hold both by trying.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from app.rules.load import content
from app.rules.shape import NONE, RESPONDENT, Question, Voice

Json = dict[str, Any]

# The largest response that a form renderer made of all answers and a full note is a third of this.
LARGEST = 64 * 1024

PROBLEM = {"$ref": "#/components/schemas/Problem"}
TEXT: Json = {"type": "string"}
FLAG: Json = {"type": "boolean"}


@cache
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
            "413": _problem(f"More than {LARGEST} bytes."),
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
    return _answer(description, "application/problem+json", PROBLEM)


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
                "questionnaire": TEXT,
                "status": {"enum": ["completed", "amended", "in-progress"]},
                "item": {"type": "array", "items": {"type": "object"}},
            },
        },
        **_outcome(),
        **_problems(),
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


def _outcome() -> Json:
    return {
        "Outcome": _whole(),
        "Tier": _tier(),
        "Warning": _warning(),
        "Cause": _cause(),
        "Risk": _risk(),
        "Reason": _reason(),
        "Tripwires": _tripwires(),
        "Source": _source(),
    }


def _whole() -> Json:
    return _object(
        {
            "content": _object({"version": TEXT, "digest": TEXT}),
            "voice": {"enum": ["patient", "caregiver"]},
            "tier": _ref("Tier"),
            "unfinished": FLAG | {"description": "A question that can carry a warning was not asked."},
            "warnings": _array(_ref("Warning")) | {"description": "Every rule that fired, most urgent first."},
            "causes": _array(_ref("Cause")) | {"description": "Best supported first. Not a diagnosis."},
            "risks": _array(_ref("Risk")),
            "not_sure": _array(_asked()),
            "not_asked": _array(_asked()),
            "tripwires": _array(_ref("Tripwires")) | {"description": "Single changes that would be more urgent."},
            "questions_to_ask": _array(TEXT),
            "sources": {"type": "object", "additionalProperties": _ref("Source")},
            "disclaimer": TEXT,
        }
    )


def _tier() -> Json:
    words = dict.fromkeys(("urgency", "within", "heading", "say"), TEXT)
    return _object({"id": _tiers(), **words, "do": _array(TEXT), "after": _array(TEXT), "judgement": FLAG})


def _warning() -> Json:
    return _object(
        {
            "rule": {"enum": [rule.id for rule in content().rules]},
            "tier": _tiers(),
            "reasons": _array(_ref("Reason")),
            "because": TEXT,
            "points_to": TEXT | {"description": "For staff."},
            **_claim(),
        }
    )


def _cause() -> Json:
    ids = {"enum": [cause.id for cause in content().causes]}
    words = dict.fromkeys(("area", "name", "text"), TEXT)
    return _object({"id": ids, **words, "support": _array(_ref("Reason")), **_claim()})


def _risk() -> Json:
    ids = {"enum": [factor.id for factor in content().risk_factors]}
    return _object({"id": ids, "text": TEXT, "shown_by": _array(_ref("Reason")), **_claim()})


def _reason() -> Json:
    answer = _or_null(TEXT) | {"description": "null: the question was not asked."}
    return _object({"question": _asked(), "topic": TEXT, "answer": answer, "words": _or_null(TEXT)})


def _tripwires() -> Json:
    change = _object({"question": _asked(), "answer": TEXT, "words": TEXT})
    return _object({"tier": _tiers(), "if": _array(change)})


def _source() -> Json:
    texts = dict.fromkeys(("site", "cite", "pmcid", "note"), _or_null(TEXT))
    numbers = dict.fromkeys(("year", "pmid"), _or_null({"type": "integer"}))
    return _object({"body": TEXT, "title": TEXT, "read": {"enum": ["own", "copy", "no"]}, **texts, **numbers})


def _tiers() -> Json:
    return {"enum": [tier.id for tier in content().tiers]}


def _asked() -> Json:
    return {"enum": list(content().question)}


def _claim() -> Json:
    return {"sources": _array({"enum": list(content().sources)}), "judgement": FLAG}


def _problems() -> Json:
    one = _object({"pointer": TEXT, "reason": TEXT, "detail": TEXT})
    about = {
        "type": TEXT | {"format": "uri"},
        "title": TEXT,
        "status": {"type": "integer"},
        "detail": TEXT,
        "errors": _array(one),
    }
    return {"Problem": _object(about, required=["type", "title", "status"]) | {"description": "RFC 9457."}}


def _object(properties: Json, required: Iterable[str] | None = None) -> Json:
    needed = list(properties if required is None else required)
    return {"type": "object", "properties": properties, "required": needed, "additionalProperties": False}


def _array(of: Json) -> Json:
    return {"type": "array", "items": of}


def _or_null(kind: Json) -> Json:
    return {**kind, "type": [kind["type"], "null"]}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}
