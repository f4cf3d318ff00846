"""Bundles for tests, and ways to take them apart."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from flask import Flask

from app.fhir.bundle import as_bytes, bundle
from app.fhir.questionnaire import questionnaire
from app.rules.answers import Answers
from app.rules.engine import triage
from app.telling.summary import Stamp
from app.web.types import Json
from app.words.speaker import Speaker
from tests.rules.people import CALM, with_answers

COMPLETED = datetime(2026, 11, 23, 7, 30, 59, tzinfo=UTC)
PRINTED = datetime(2026, 11, 23, 8, 0, 1, tzinfo=UTC)
CODE = "A234-5678-9ABC-DEFG"
SEED = "a seed for tests"

PEOPLE = {
    "calm": with_answers(CALM, {}),
    "helped": with_answers(CALM, {"respondent": ("together",), "awake": ("drowsy", "not_sure")}),
    "caregiver": with_answers(CALM, {"respondent": ("caregiver",), "bladder_saddle": ("hard_to_pee", "nothing_seen")}),
    "stopped": Answers({"respondent": ("patient",), "breathing": ("a_bit_worse",), "awake": ("not_sure",)}),
    "nobody": Answers({"breathing": ("no",)}),
}


def make_bundle(app: Flask, answers: Answers, note: str = "", seed: str = SEED) -> Json:
    """The Bundle of these answers as a reader gets it."""
    import json

    with app.test_request_context():
        stamp = Stamp(COMPLETED, PRINTED, CODE, "", note)
        speaker = Speaker(answers.voice, app.config["SITE"])
        made: Json = json.loads(as_bytes(bundle(answers, triage(answers), speaker, stamp, seed)))
        return made


def make_questionnaire(app: Flask, voice: Any) -> Json:
    """The questionnaire in a voice."""
    with app.test_request_context():
        return questionnaire(Speaker(voice, app.config["SITE"]))


def resources(made: Json, kind: str) -> list[Json]:
    """The resources of a kind in a Bundle."""
    return [entry["resource"] for entry in made["entry"] if entry["resource"]["resourceType"] == kind]


def only(made: Json, kind: str) -> Json:
    """The one resource of a kind in a Bundle."""
    (found,) = resources(made, kind)
    return found


def items(resource: Json) -> Iterator[Json]:
    """Every item of a questionnaire or a response, however deep."""
    for item in resource.get("item", ()):
        yield item
        yield from items(item)


def strings(value: object) -> Iterator[str]:
    """Every string in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)
