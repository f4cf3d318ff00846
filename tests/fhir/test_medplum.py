"""Our Bundle in the client that Medplum gives to those who test against its FHIR server: checked, stored, read back."""

import copy
from typing import Any

import pytest
from flask import Flask

from app.fhir.response import answers_from_response
from app.rules.answers import Answers
from app.rules.engine import triage
from tests.bench.rules import most_alarming
from tests.fhir.fhir_help import PEOPLE, Json, make_bundle, only
from tests.node import run_script
from tests.visitor import Visitor

SEVERAL = {**PEOPLE, "alarming": most_alarming()}
DAMAGED, SAVED = "damaged", "saved"
# A reference by urn:uuid is one that only the Bundle resolves; once stored, Medplum finds nothing to say.
UNRESOLVED = 'Invalid reference: got "urn:uuid:'


def _saved(app: Flask) -> Json:
    """The file as somebody saves it."""
    visitor = Visitor(app)
    visitor.walk({"respondent": "caregiver", "awake": ["drowsy"]})
    saved: Json = visitor.client.get("/summary.json").json
    return saved


def _damaged(bundle: Json) -> Json:
    damaged = copy.deepcopy(bundle)
    only(damaged, "QuestionnaireResponse")["item"][0]["colour"] = "red"
    del only(damaged, "RiskAssessment")["status"]
    return damaged


@pytest.fixture(scope="module")
def bundles(app: Flask) -> dict[str, Json]:
    made = {name: make_bundle(app, answers, note="Can I still fly?") for name, answers in SEVERAL.items()}
    return {**made, SAVED: _saved(app), DAMAGED: _damaged(made["calm"])}


@pytest.fixture(scope="module")
def medplum(bundles: dict[str, Json]) -> dict[str, Json]:
    """What Medplum says of each Bundle, and what it has stored of it; see medplum.js."""
    return dict(zip(bundles, run_script("medplum.js", list(bundles.values())), strict=True))


def _complaints(said: Json) -> list[str]:
    return [one for issues in said["issues"] for one in issues if UNRESOLVED not in one]


def test_its_schemas_find_nothing_wrong(medplum: dict[str, Json]) -> None:
    found = {name: _complaints(said) for name, said in medplum.items()}
    damaged = " ".join(found.pop(DAMAGED))
    assert "colour" in damaged and "RiskAssessment.status" in damaged
    assert found == {name: [] for name in (*SEVERAL, SAVED)}


def test_what_it_gives_back_is_what_was_sent(bundles: dict[str, Json], medplum: dict[str, Json]) -> None:
    """It gives ids of its own, and makes each reference within the Bundle one to the id that it gave."""
    for name, bundle in bundles.items():
        said, entries = medplum[name], bundle["entry"]
        assert said["status"] == ["201"] * len(entries)
        given = {entry["fullUrl"]: place for entry, place in zip(entries, said["places"], strict=True)}
        for entry, read in zip(entries, said["read"], strict=True):
            sent = _renamed(entry["resource"], given)
            assert read == {**sent, "id": given[entry["fullUrl"]].partition("/")[2], "meta": read["meta"]}


def _renamed(node: Any, given: dict[str, str]) -> Any:
    """The same, with every reference to an entry of this Bundle made into one to where it was stored."""
    if isinstance(node, list):
        return [_renamed(one, given) for one in node]
    if not isinstance(node, dict):
        return node
    found = {key: _renamed(value, given) for key, value in node.items()}
    if str(found.get("reference")).startswith("urn:"):
        found["reference"] = given[found["reference"]]
    return found


def test_as_it_is_it_can_be_kept_as_one_resource(bundles: dict[str, Json], medplum: dict[str, Json]) -> None:
    for name, bundle in bundles.items():
        kept = medplum[name]["kept"]
        assert kept == {**bundle, "id": kept["id"], "meta": kept["meta"]}


def test_the_answers_that_it_gives_back_lead_to_the_same_result(app: Flask, medplum: dict[str, Json]) -> None:
    for name, answers in SEVERAL.items():
        response = only({"entry": [{"resource": one} for one in medplum[name]["read"]]}, "QuestionnaireResponse")
        assert "urn:" not in str(response)
        assert answers_from_response(response) == answers
        assert _tier(app, response) == _tier_of(answers)


def _tier(app: Flask, response: Json) -> Any:
    sent = app.test_client().post("/api/triage", json=response, headers={"Content-Type": "application/fhir+json"})
    return sent.json["tier"]["id"]


def _tier_of(answers: Answers) -> str:
    return triage(answers).tier.id
