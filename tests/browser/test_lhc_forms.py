"""Our questionnaires in LHC-Forms, which clinics use to show any FHIR questionnaire: drawn, answered, read back."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route, expect
from werkzeug.test import TestResponse

from app.fhir.response import answers_from_response
from app.rules.answers import Answers
from app.rules.engine import triage
from app.rules.load import content
from app.web.types import Json
from tests.browser.server import Served
from tests.node import JS, node_modules
from tests.rules.people import CALM, crowd, with_answers

pytestmark = pytest.mark.browser

ORIGIN = "http://lhc-forms.test"

WRITE = "questionnaire => LForms.Util.addFormToPage(questionnaire, 'form', {fhirVersion: 'R4'})"
# Clicks as fast as the form takes it: what an answer shows or hides is there a frame later.
CLICK = """async (ids) => {
  for (const id of ids) {
    document.querySelector(`label[id$="|${id}"]`).click();
    await new Promise(requestAnimationFrame);
  }
}"""
READ = "() => LForms.Util.getFormFHIRData('QuestionnaireResponse', 'R4')"


class Form:
    """A questionnaire on the page of LHC-Forms."""

    def __init__(self, page: Page, questionnaire: Json) -> None:
        self.page = page
        page.evaluate(WRITE, questionnaire)
        expect(page.get_by_text("What I most want to ask")).to_be_visible()

    def answer(self, answers: Answers) -> None:
        """Click every answer, in the order of the questions."""
        self.page.evaluate(CLICK, [f"{question}.{value}" for question, values in answers.items() for value in values])

    def option(self, question: str, value: str) -> Any:
        """The radio button or tick of an answer, with its words, for a click of the mouse."""
        return self.page.locator(f'label[id$="|{question}.{value}"]')

    def response(self) -> Json:
        """What LHC-Forms makes of the answers."""
        return self.page.evaluate(READ)


@pytest.fixture(scope="module")
def page_of_forms(browser: Browser) -> Iterator[Page]:
    """A page on which LHC-Forms is ready; it is served from the Node packages, and nothing else can be fetched."""
    folder = node_modules() / "lforms" / "dist" / "lforms"
    failed: list[str] = []

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN).lstrip("/")
        file = folder / path if path else JS / "form.html"
        if file.is_file():
            route.fulfill(path=file)
        else:
            failed.append(route.request.url)
            route.abort()

    page = browser.new_page(viewport={"width": 1000, "height": 1400})
    page.route("**/*", serve)
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.goto(ORIGIN)
    yield page
    page.close()
    assert [one for one in failed if "favicon" not in one] == []


@pytest.fixture
def forms(page_of_forms: Page, served: Served) -> Callable[[str], Form]:
    """Opens a questionnaire, as its address serves it, in the place of the one before."""

    def open_one(name: str) -> Form:
        return Form(page_of_forms, served.app.test_client().get(f"/fhir/Questionnaire/{name}").json)

    return open_one


def _send(app: Flask, response: Json) -> TestResponse:
    return app.test_client().post("/api/triage", json=response, headers={"Content-Type": "application/fhir+json"})


def _tier_over_http(app: Flask, response: Json) -> str:
    sent = _send(app, response)
    assert sent.status_code == 200, sent.json
    return sent.json["tier"]["id"]


PERSON, CAREGIVER = "als-back-pain", "als-back-pain-caregiver"
CARED_FOR = {"respondent": ("caregiver",), "bladder_saddle": ("nothing_seen",)}
CASES = {
    "all calm": (PERSON, with_answers(CALM, {})),
    "one danger sign": (PERSON, with_answers(CALM, {"respondent": ("together",), "fever": ("fever", "shaking")})),
    "not sure": (PERSON, with_answers(CALM, {"limbs": ("not_sure",), "breathing": ("not_sure",)})),
    "stopped after the danger questions": (PERSON, Answers(dict(list(CALM.items())[:8]))),
    "a caregiver at the form for everyone": (PERSON, with_answers(CALM, CARED_FOR)),
    "a caregiver at their own form": (CAREGIVER, with_answers(CALM, CARED_FOR)),
}


@pytest.mark.parametrize("case", CASES)
def test_the_response_of_lhc_forms_gives_the_same_result(forms, served: Served, case: str) -> None:
    name, answers = CASES[case]
    form = forms(name)
    form.answer(answers)
    response = form.response()
    assert answers_from_response(response) == answers
    assert _tier_over_http(served.app, response) == triage(answers).tier.id


def test_so_it_does_for_people_of_all_kinds(forms, served: Served) -> None:
    for answers in crowd(content(), 2, first_seed=7):
        form = forms(CAREGIVER if answers.voice == "caregiver" else PERSON)
        form.answer(answers)
        assert _tier_over_http(served.app, form.response()) == triage(answers).tier.id


@pytest.mark.parametrize("name", [PERSON, CAREGIVER])
def test_every_answer_is_in_sight_and_none_hides_in_a_drop_down(forms, name: str) -> None:
    form = forms(name)
    if name == PERSON:
        form.option("respondent", "patient").click()
    voice = "caregiver" if name == CAREGIVER else "patient"
    for question in content().questions[1:]:
        for option in question.options_for(voice):
            label = form.option(question.id, option.value)
            expect(label).to_be_visible()
            expect(label).to_have_text(option.words(voice))
            kind = {"one": "radio", "many": "checkbox"}[question.kind]
            assert label.locator(f"input[type={kind}]").count() == 1
    assert form.page.locator("input[type=text], select, [role=combobox], [autocomplete-lhc]").count() == 0


def test_the_caregivers_answer_appears_with_the_caregiver(forms) -> None:
    form = forms(PERSON)
    for who, shown in {"patient": 0, "caregiver": 1, "together": 0}.items():
        form.option("respondent", who).click()
        expect(form.option("bladder_saddle", "nothing_seen")).to_have_count(shown)
        expect(form.option("bladder_saddle", "numb_saddle")).to_have_count(1)
        pointer = form.page.get_by_text("There is a form in a caregiver's own words")
        assert bool(pointer.filter(visible=True).count()) == bool(shown)


def test_what_lhc_forms_cannot_forbid_is_refused_and_not_guessed_at(forms, served: Served) -> None:
    """It does not know optionExclusive yet: "none" can be ticked beside a danger sign."""
    form = forms(PERSON)
    form.answer(Answers({"respondent": ("patient",), "awake": ("drowsy", "none")}))
    sent = _send(served.app, form.response())
    assert sent.status_code == 422
    assert [(one["pointer"], one["reason"]) for one in sent.json["errors"]] == [("/awake", "none_with_others")]


def test_help_and_the_note(forms) -> None:
    form = forms(PERSON)
    hinted = sum(bool(question.hint) for question in content().questions)
    hidden_until_it_is_known_who_answers = 1
    expect(form.page.locator("button[aria-label*=elp], .lhc-button-popover")).to_have_count(
        hinted - hidden_until_it_is_known_who_answers
    )
    form.option("respondent", "patient").click()
    form.page.locator("textarea").fill("Can I still fly?")
    form.page.locator("textarea").blur()
    response = form.response()
    assert answers_from_response(response) == Answers({"respondent": ("patient",)})
    assert "Can I still fly?" in str(response)
