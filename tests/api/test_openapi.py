"""The OpenAPI document: valid, true, and made from the content."""

import json
from importlib import import_module
from types import ModuleType
from typing import Any

import msgspec
import pytest

from app.api.openapi import described
from app.api.outcome import outcome_for
from app.rules.answers import Answers
from app.rules.engine import triage
from app.rules.load import content
from app.rules.shape import NONE
from app.web.types import Json
from app.words.speaker import Speaker
from tests.bench.rules import most_alarming
from tests.rules.people import CALM, crowd, with_answers


def jsonschema() -> ModuleType:
    """Imported by the test that needs it: it takes a second, and every process of a test run collects this file."""
    return import_module("jsonschema")


@pytest.fixture(scope="module")
def document(app) -> Json:
    response = app.test_client().get("/api/openapi.json")
    assert response.mimetype == "application/json"
    assert "Set-Cookie" not in response.headers
    return response.json


def _validator(document: Json, name: str) -> Any:
    return jsonschema().Draft202012Validator({"$ref": f"#/components/schemas/{name}", **document})


def test_valid_openapi_3_1(document: Json) -> None:
    validators = import_module("openapi_spec_validator")
    validators.OpenAPIV31SpecValidator(document).validate()
    assert document["openapi"].startswith("3.1.")
    assert document["info"]["version"] == content().version


def test_every_schema_is_valid_and_used(document: Json) -> None:
    for name, schema in document["components"]["schemas"].items():
        jsonschema().Draft202012Validator.check_schema(schema)
        assert f"#/components/schemas/{name}" in json.dumps(document)


def test_every_route_below_api_is_in_it_and_nothing_else(app, document: Json) -> None:
    routes = {
        (rule.rule, method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert routes == {(path, method) for path, methods in document["paths"].items() for method in methods}


def test_it_takes_every_answer_of_the_contract(document: Json) -> None:
    validator = _validator(document, "Answers")
    for voice in ("patient", "caregiver"):
        for question in content().questions[1:]:
            for option in question.options_for(voice):
                for said in (option.value, [option.value]):
                    validator.validate({"answers": {"respondent": voice, question.id: said}})


def test_it_takes_whole_sets_of_answers(document: Json) -> None:
    validator = _validator(document, "Answers")
    for answers in [most_alarming(), *crowd(content(), 100)]:
        if answers:
            validator.validate({"answers": {question: list(values) for question, values in answers.items()}})


WRONG = {
    "nothing": {},
    "no answers": {"answers": {}},
    "another question": {"answers": {"mood": "good"}},
    "another answer": {"answers": {"fall": "maybe"}},
    "two of one": {"answers": {"fall": ["no", "snap"]}},
    "one twice": {"answers": {"awake": ["drowsy", "drowsy"]}},
    "none and another": {"answers": {"awake": [NONE, "drowsy"]}},
    "no values": {"answers": {"awake": []}},
    "the caregiver's answer from the person": {"answers": {"respondent": "patient", "bladder_saddle": "nothing_seen"}},
    "the caregiver's answer from nobody": {"answers": {"bladder_saddle": "nothing_seen"}},
    "more beside": {"answers": {"fall": "no"}, "name": "x"},
}


@pytest.mark.parametrize("what", WRONG)
def test_it_is_as_strict_as_the_code(app, document: Json, what: str) -> None:
    assert not _validator(document, "Answers").is_valid(WRONG[what])
    assert app.test_client().post("/api/triage", json=WRONG[what]).status_code == 422


def test_every_outcome_fits(app, document: Json) -> None:
    validator = _validator(document, "Outcome")
    people = [most_alarming(), with_answers(CALM, {"respondent": ("caregiver",)}), Answers({"fall": ("no",)})]
    with app.test_request_context():
        for answers in [*people, *crowd(content(), 100)]:
            speaker = Speaker(answers.voice, app.config["SITE"])
            sent = msgspec.json.encode(outcome_for(answers, triage(answers), speaker))
            validator.validate(json.loads(sent))


def test_every_problem_fits(app, document: Json) -> None:
    validator = _validator(document, "Problem")
    client = app.test_client()
    wrong = [client.post("/api/triage", json=sent) for sent in WRONG.values()]
    for response in (*wrong, client.post("/api/triage"), client.get("/api/triage"), client.get("/api/nothing")):
        assert response.mimetype == "application/problem+json"
        validator.validate(response.json)


def test_nothing_in_it_names_a_site(document: Json) -> None:
    assert document == described()
    assert "servers" not in document
