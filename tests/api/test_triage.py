"""POST /api/triage: the same result as the check, for other programs, and strict about what it takes."""

import json
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app import create_app
from app.api.reading import DETAILS
from app.fhir.response import BadResponse
from app.rules.answers import BadAnswer
from app.rules.engine import triage
from app.rules.load import content
from app.web.gate import LARGEST_REQUEST
from app.web.types import Json
from app.words.speaker import Speaker
from tests.bench.rules import most_alarming
from tests.fhir.fhir_help import PEOPLE, make_bundle, only
from tests.rules.people import CALM, crowd, with_answers

SECRET = "pain-in-my-left-toe"


def send(app: Flask, body: object, kind: str = "application/json") -> TestResponse:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return app.test_client().post("/api/triage", data=data, headers={"Content-Type": kind})


def ask(app: Flask, answers: Any) -> Json:
    response = send(app, {"answers": {question: list(values) for question, values in answers.items()}})
    assert response.status_code == 200, response.text
    return response.json


def test_a_crowd_gets_the_result_of_the_engine(app) -> None:
    for answers in crowd(content(), 60):
        if not answers:
            continue
        outcome, said = triage(answers), ask(app, answers)
        assert said["tier"]["id"] == outcome.tier.id
        assert said["unfinished"] == outcome.unfinished
        assert [one["rule"] for one in said["warnings"]] == [one.rule.id for one in outcome.warnings]
        assert [one["id"] for one in said["causes"]] == [one.cause.id for one in outcome.causes]
        assert [one["id"] for one in said["risks"]] == [one.factor.id for one in outcome.risks]
        assert said["not_sure"] == [one.id for one in outcome.not_sure]
        assert said["not_asked"] == [one.id for one in outcome.not_asked]
        assert [len(one["if"]) for one in said["tripwires"]] == [len(one.changes) for one in outcome.tripwires]


@pytest.mark.parametrize("voice", ["patient", "caregiver"])
def test_a_warning_comes_with_everything_that_belongs_to_it(app, voice: str) -> None:
    answers = with_answers(CALM, {"respondent": (voice,), "awake": ("drowsy",)})
    said = ask(app, answers)
    (warning,) = said["warnings"]
    (fired,) = triage(answers).warnings
    assert said["voice"] == voice
    assert warning["because"] == fired.rule.because.to(voice)
    assert warning["points_to"] == fired.rule.points_to
    assert warning["sources"] == list(fired.rule.sources)
    assert warning["judgement"] == fired.rule.judgement
    (reason,) = warning["reasons"]
    assert (reason["question"], reason["answer"]) == ("awake", "drowsy")
    assert reason["words"] == content().question["awake"].find("drowsy").words(voice)
    assert set(warning["sources"]) <= said["sources"].keys()


def test_what_to_do_is_what_the_result_page_says(app) -> None:
    said = ask(app, with_answers(CALM, {"awake": ("drowsy",)}))
    tier = content().tier["emergency_now"]
    with app.test_request_context():
        speaker = Speaker("patient", app.config["SITE"])
        assert said["tier"]["heading"] == speaker.say(tier.heading)
        assert said["tier"]["do"] == speaker.lines(tier.actions)


def test_an_unasked_question_counts_and_is_named_as_such(app) -> None:
    said = ask(app, {"breathing": ["no"]})
    assert "fever" in said["not_asked"]
    unasked = [reason for warning in said["warnings"] for reason in warning["reasons"] if reason["answer"] is None]
    assert unasked and all(reason["words"] is None for reason in unasked)


def test_one_text_may_stand_for_a_list_of_one(app) -> None:
    short = send(app, {"answers": {"breathing": "much_worse", "awake": "none"}}).json
    assert short == send(app, {"answers": {"breathing": ["much_worse"], "awake": ["none"]}}).json


def test_every_source_that_is_named_is_explained(app) -> None:
    said = ask(app, most_alarming())
    named = {key for kind in ("warnings", "causes", "risks") for one in said[kind] for key in one["sources"]}
    assert named == said["sources"].keys()


def test_it_names_its_content(app) -> None:
    assert ask(app, CALM)["content"] == {"version": content().version, "digest": content().digest}


def test_a_fhir_response_gives_the_same_as_its_answers(app) -> None:
    for answers in PEOPLE.values():
        response = only(make_bundle(app, answers, note="a note"), "QuestionnaireResponse")
        assert send(app, response, "application/fhir+json; charset=UTF-8").json == ask(app, answers)


def test_no_cookie_is_set_none_is_read_and_nothing_is_stored(app) -> None:
    client = app.test_client()
    client.set_cookie("check", "not a cookie of ours")
    response = client.post("/api/triage", json={"answers": {"breathing": "no"}})
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"


# What comes in -> status, and where and why each time.
REFUSED: dict[str, tuple[object, int, list[tuple[str, str]]]] = {
    "not JSON": (b'{"answers": ', 400, [("", "not_json")]),
    "nothing": (b"", 400, [("", "not_json")]),
    "NaN": (b'{"answers": NaN}', 400, [("", "not_json")]),
    "a number of 5000 digits": (b'{"answers": ' + b"9" * 5000 + b"}", 400, [("", "not_json")]),
    "not UTF-8": ('{"answers": {"breathing": "nö"}}'.encode("latin-1"), 400, [("", "not_utf8")]),
    "UTF-16": ('{"answers": {}}'.encode("utf-16"), 400, [("", "not_utf8")]),
    "nested deeply": (b"[" * 40_000, 400, [("", "too_deep")]),
    "a question twice": (b'{"answers": {"fall": "no", "fall": "snap"}}', 400, [("", "doubled_key")]),
    "two sets of answers": (b'{"answers": {}, "answers": {}}', 400, [("", "doubled_key")]),
    "a list": ([], 422, [("", "not_an_object")]),
    "null": (None, 422, [("", "not_an_object")]),
    "no answers": ({}, 422, [("/answers", "no_answers")]),
    "empty answers": ({"answers": {}}, 422, [("/answers", "no_answers")]),
    "a list of answers": ({"answers": [["fall", "no"]]}, 422, [("/answers", "no_answers")]),
    "something else beside": ({"answers": {"fall": "no"}, "name": SECRET}, 422, [("", "unknown_key")]),
    "an unknown question": ({"answers": {SECRET: "no"}}, 422, [("/answers", "unknown_question")]),
    "an unknown answer": ({"answers": {"fall": SECRET}}, 422, [("/answers/fall", "unknown_value")]),
    "a number": ({"answers": {"fall": 1}}, 422, [("/answers/fall", "not_a_value")]),
    "true": ({"answers": {"fall": True}}, 422, [("/answers/fall", "not_a_value")]),
    "null for an answer": ({"answers": {"fall": None}}, 422, [("/answers/fall", "not_a_value")]),
    "a list in a list": ({"answers": {"awake": [["none"]]}}, 422, [("/answers/awake", "not_a_value")]),
    "an object": ({"answers": {"awake": {"none": True}}}, 422, [("/answers/awake", "not_a_value")]),
    "no values": ({"answers": {"awake": []}}, 422, [("/answers/awake", "missing")]),
    "an empty text": ({"answers": {"fall": ""}}, 422, [("/answers/fall", "unknown_value")]),
    "two answers to one": ({"answers": {"fall": ["no", "snap"]}}, 422, [("/answers/fall", "doubled")]),
    "an answer twice": ({"answers": {"awake": ["drowsy", "drowsy"]}}, 422, [("/answers/awake", "doubled")]),
    "none with another": ({"answers": {"awake": ["none", "drowsy"]}}, 422, [("/answers/awake", "none_with_others")]),
    "the caregiver's answer": (
        {"answers": {"respondent": "patient", "bladder_saddle": ["nothing_seen"]}},
        422,
        [("/answers/bladder_saddle", "unknown_value")],
    ),
    "several at once": (
        {"answers": {"fall": [], "awake": 3, SECRET: 1, "fever": "none"}, "more": 1},
        422,
        [
            ("", "unknown_key"),
            ("/answers", "unknown_question"),
            ("/answers/awake", "not_a_value"),
            ("/answers/fall", "missing"),
        ],
    ),
    "a lone surrogate": (b'{"answers": {"fall": "\\ud800"}}', 422, [("/answers/fall", "unknown_value")]),
    "a lone surrogate for a question": (b'{"answers": {"\\ud800": "no"}}', 422, [("/answers", "unknown_question")]),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_understood_is_refused(app, what: str) -> None:
    body, status, faults = REFUSED[what]
    response = send(app, body)
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    assert [(one["pointer"], one["reason"]) for one in response.json["errors"]] == faults
    assert response.json["status"] == status
    assert SECRET not in response.text


def test_a_refused_fhir_response_says_why(app) -> None:
    response = send(app, {"resourceType": "Patient", "id": SECRET}, "application/fhir+json")
    assert response.status_code == 422
    assert [one["reason"] for one in response.json["errors"]] == ["not_a_response"]
    assert SECRET not in response.text


def test_a_fhir_response_without_answers_is_refused(app) -> None:
    response = only(make_bundle(app, PEOPLE["nobody"], note="a note"), "QuestionnaireResponse")
    response["item"] = response["item"][1:]
    refused = send(app, response, "application/fhir+json")
    assert [one["reason"] for one in refused.json["errors"]] == ["no_answers"]


def test_each_document_needs_its_own_media_type(app) -> None:
    response = only(make_bundle(app, PEOPLE["calm"]), "QuestionnaireResponse")
    assert send(app, response, "application/json").status_code == 422
    assert send(app, {"answers": {"fall": "no"}}, "application/fhir+json").status_code == 422


def test_there_are_words_for_every_reason() -> None:
    assert {*BadAnswer.REASONS, *BadResponse.REASONS} <= DETAILS.keys()


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin-1"]
)
def test_another_media_type_is_refused(app, kind: str) -> None:
    response = send(app, {"answers": {"fall": "no"}}, kind)
    assert (response.status_code, response.mimetype) == (415, "application/problem+json")


def test_as_large_as_allowed_and_one_byte_more() -> None:
    # A site that lets its pages take more does not let the API take more.
    app = create_app({"SECRET_KEY": "k" * 40, "MAX_CONTENT_LENGTH": 2 * LARGEST_REQUEST})
    body = json.dumps({"answers": {"fall": "no"}}).encode()
    assert send(app, body.ljust(LARGEST_REQUEST)).status_code == 200
    response = send(app, body.ljust(LARGEST_REQUEST + 1))
    assert (response.status_code, response.mimetype) == (413, "application/problem+json")


def test_the_largest_answers_fit_three_times(app) -> None:
    made = only(make_bundle(app, most_alarming(), note="x" * 500), "QuestionnaireResponse")
    del made["text"]  # form renderers write none
    assert len(json.dumps(made)) * 3 < LARGEST_REQUEST


def test_nothing_of_the_answers_is_logged(app, caplog) -> None:
    caplog.set_level("DEBUG")
    send(app, {"answers": {"fall": SECRET, "awake": "drowsy"}})
    send(app, {"answers": {"awake": "drowsy"}})
    assert "/api/triage" in caplog.text
    assert SECRET not in caplog.text and "drowsy" not in caplog.text
