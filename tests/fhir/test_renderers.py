"""Our questionnaires in Medplum, refero and Smart Forms: drawn, answered, and what each sends given to our API.

LHC-Forms has tests of its own: tests/browser/test_lhc_forms.py.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect
from werkzeug.test import TestResponse

from app.fhir.response import answers_from_response
from app.rules.engine import triage
from app.rules.load import content
from tests.fhir.fhir_help import Json, items
from tests.fhir.renderers import RENDERERS, Form, opened
from tests.rules.people import CALM, with_answers

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

PERSON, CAREGIVER = "als-back-pain", "als-back-pain-caregiver"
# What Medplum's form does not let its reader leave out.
BEGUN = {question: CALM[question] for question in ("respondent", "breathing", "fall")}
CARED_FOR = {"respondent": ("caregiver",), "bladder_saddle": ("hard_to_pee", "nothing_seen")}
CASES = {
    "all calm": (PERSON, with_answers(CALM, {})),
    "an emergency": (PERSON, with_answers(BEGUN, {"respondent": ("together",), "fever": ("fever", "shaking")})),
    "not sure, and ticks": (
        PERSON,
        with_answers(
            BEGUN, {"limbs": ("not_sure",), "awake": ("drowsy", "skin_colour"), "location": ("upper", "lower")}
        ),
    ),
    "a caregiver at the form for everyone": (PERSON, with_answers(BEGUN, CARED_FOR)),
    "a caregiver at their own form": (CAREGIVER, with_answers(BEGUN, CARED_FOR)),
}


@pytest.fixture(scope="module", params=RENDERERS)
def form(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Form]:
    with opened(browser, request.param) as one:
        yield one


def _questionnaire(app: Flask, name: str) -> Json:
    asked: Json = app.test_client().get(f"/fhir/Questionnaire/{name}").json
    return asked


def _send(app: Flask, response: Json) -> TestResponse:
    return app.test_client().post("/api/triage", json=response, headers={"Content-Type": "application/fhir+json"})


@pytest.mark.parametrize("case", CASES)
def test_what_it_sends_gives_the_same_result(app: Flask, form: Form, case: str) -> None:
    name, answers = CASES[case]
    form.show(_questionnaire(app, name))
    form.answer(answers)
    response = form.response(finished=len(answers) == len(content().questions))
    assert answers_from_response(response) == answers
    sent = _send(app, response)
    assert (sent.status_code, sent.json["tier"]["id"]) == (200, triage(answers).tier.id)
    assert sent.json["not_asked"] == [one.id for one in content().questions if one.id not in answers]


def test_the_help_and_the_note(app: Flask, form: Form) -> None:
    """With the mouse. Medplum shows no help: it draws no words below a question. docs/decisions/0005 says so."""
    form.show(_questionnaire(app, PERSON))
    for question, values in BEGUN.items():
        form.option(question, *values).click()
        expect(form.option(question, *values)).to_be_checked()
    for question in content().questions:
        if question.hint:  # drawn a moment later, after the click that asks for it
            help_text = form.page.get_by_text(question.hint.patient).filter(visible=True)
            expect(help_text).to_have_count(int(form.name != "medplum"))
    note = form.page.locator("textarea:not([readonly])")
    note.fill("Can I still fly?")
    note.blur()
    form.wait_until_it_sends("still fly")
    response = form.response(finished=False)
    assert answers_from_response(response) == BEGUN
    assert "Can I still fly?" in str(response)


def test_a_danger_tick_that_is_hidden_again_counts_or_was_not_asked_but_is_never_calm(app: Flask, form: Form) -> None:
    """Medplum and refero take it back at once, Smart Forms a while later: until then it is sent, and counts."""
    form.show(_questionnaire(app, PERSON))
    form.answer(with_answers(BEGUN, {"bladder_saddle": ("numb_saddle",)}))
    form.option("respondent", "caregiver").click()
    form.page.get_by_text("There is a form in a caregiver's own words").wait_for()
    response = form.response(finished=False)
    unasked = with_answers(BEGUN, {"respondent": ("caregiver",)})
    ticked = unasked.plus("bladder_saddle", ("numb_saddle",))
    answers = answers_from_response(response)
    assert answers == unasked or (form.name == "smart_forms" and answers == ticked)
    tier = _send(app, response).json["tier"]["id"]
    assert tier == triage(answers).tier.id
    assert triage(unasked).tier.id != "self_care"


def test_none_beside_a_danger_sign_is_never_read_as_none(app: Flask, form: Form) -> None:
    """Medplum takes back "none" when something is ticked beside it. The others send both, which we refuse."""
    form.show(_questionnaire(app, PERSON))
    form.answer(with_answers(BEGUN, {"awake": ("none", "drowsy")}))
    sent = _send(app, form.response(finished=False))
    if form.name == "medplum":
        assert sent.json["tier"]["id"] == triage(with_answers(BEGUN, {"awake": ("drowsy",)})).tier.id
    else:
        assert sent.status_code == 422
        assert [(one["pointer"], one["reason"]) for one in sent.json["errors"]] == [("/awake", "none_with_others")]


@pytest.mark.parametrize("form", ["refero"], indirect=True)
def test_what_is_ticked_in_a_second_copy_of_a_question_counts(app: Flask, form: Form) -> None:
    form.show(_questionnaire(app, PERSON))
    form.answer(with_answers(BEGUN, {"awake": ("drowsy",)}))
    form.page.get_by_test_id("awake-repeat-button").click()
    form.option("awake", "swelling").last.click()
    response = form.response(finished=False)
    assert [item["linkId"] for item in items(response)].count("awake") == 2
    assert answers_from_response(response)["awake"] == ("drowsy", "swelling")
    assert _send(app, response).json["tier"]["id"] == "emergency_now"


@pytest.mark.parametrize("form", ["refero", "smart_forms"], indirect=True)
def test_a_form_without_an_answer_is_no_answer(app: Flask, form: Form) -> None:
    form.show(_questionnaire(app, PERSON))
    form.option("respondent", "patient").wait_for()
    sent = _send(app, form.response(finished=False))
    assert (sent.status_code, [one["reason"] for one in sent.json["errors"]]) == (422, ["no_answers"])
