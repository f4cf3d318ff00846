"""The npm ``fhir`` validator, a second pair of eyes: it checks codes that the Python library lets through."""

from tests.bench.rules import most_alarming
from tests.fhir.fhir_help import PEOPLE, Json, items, make_bundle, make_questionnaire
from tests.node import run_script

NESTED = {"Questionnaire": "item", "QuestionnaireResponse": "item", "CodeSystem": "concept"}

# FHIR binds these elements to value sets that are examples only, so other codes are allowed there.
EXAMPLE_BINDINGS = ("qualitativeRisk", "useContext")


def _hoisted(resource: Json) -> Json:
    """The validator does not look into nested items: put them all on the first level."""
    key = NESTED.get(resource["resourceType"])
    if not key:
        return resource
    flat = list(items({"item": _renamed(resource[key], key)}))
    return {**resource, key: [{name: value for name, value in one.items() if name != "item"} for one in flat]}


def _renamed(nested: list[Json], key: str) -> list[Json]:
    return [{**{k: v for k, v in one.items() if k != key}, "item": _renamed(one.get(key, []), key)} for one in nested]


def _complaints(resources: list[Json]) -> list[str]:
    said = run_script("validate.js", [*resources, *map(_hoisted, resources)])
    return [
        f"{message['severity']} {message['location']}: {message['message']}"
        for messages in said
        for message in messages
        if message["severity"] != "info"
        and not (message["severity"] == "warning" and any(name in message["location"] for name in EXAMPLE_BINDINGS))
    ]


def test_bundles_and_everything_in_them(app) -> None:
    bundles = [make_bundle(app, answers, note="a note") for answers in [*PEOPLE.values(), most_alarming()]]
    assert not _complaints([*bundles, *(entry["resource"] for made in bundles for entry in made["entry"])])


def test_questionnaires(app) -> None:
    assert not _complaints([make_questionnaire(app, "patient"), make_questionnaire(app, "caregiver")])


def test_the_validator_would_complain(app) -> None:
    """What it is to find, deep down: a wrong code, and an element that FHIR does not have."""
    bad = make_questionnaire(app, "patient")
    bad["item"][0]["item"][0]["type"] = "riddle"
    bad["item"][1]["item"][0]["colour"] = "red"
    said = " ".join(_complaints([bad]))
    assert "riddle" in said and "colour" in said
