"""A phone of 390 by 844: what a person sees at once, and how far they must scroll."""

from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from app.rules.load import content
from app.rules.shape import Voice
from tests.browser.phone import PHONE, SCREEN, boxes, screens, show
from tests.browser.scenes import TO_TIER, everyone, until
from tests.browser.server import Served

pytestmark = pytest.mark.browser

TALL, APART = 56, 12
TICKS_AT_ONCE = 4
MOST_IN_A_HINT = 25  # words; more of it stands behind "Why we ask and how to tell"
SLIM = 120  # px, the row that stays after an emergency answer
START = 330  # px from the top, within which the title and Start of the start page stand
BAR, FINGER = 56, 44  # px: the bar on top, and the least that a finger hits
POINTS, POINTS_AT_ONCE = 5, 3  # what the start page says of the check below Start
ROUNDING = 0.5
VOICES: tuple[Voice, ...] = ("patient", "caregiver")


@pytest.fixture
def phone(open_context: Any) -> Page:
    context: BrowserContext = open_context(viewport=PHONE)
    return context.new_page()


@pytest.mark.parametrize("voice", VOICES)
def test_a_question_and_its_answers_are_seen_at_once(phone: Page, served: Served, voice: Voice) -> None:
    below, long = {}, {}
    for question in content().questions:
        show(phone, served, f"/check/{question.id}", dict(until(question.id, everyone(voice))))
        assert 0 < boxes(phone, "h1")[0]["top"] < SCREEN
        if question.kind == "one":
            last = max(box["bottom"] for box in boxes(phone, ".answers .answer"))
        else:
            last = boxes(phone, ".answers .tick")[:TICKS_AT_ONCE][-1]["bottom"]
        if last > SCREEN:
            below[question.id] = last
        if screens(phone) > 2:
            long[question.id] = screens(phone)
    assert not below
    assert not long


@pytest.mark.parametrize("display", ["big", "classic"])
def test_answers_are_a_finger_high_and_apart(phone: Page, served: Served, display: str) -> None:
    for question in content().questions:
        show(phone, served, f"/check/{question.id}", dict(until(question.id, everyone("patient"))), display)
        found = sorted(boxes(phone, "main :is(.answer, .tick, .go)"), key=lambda box: box["top"])
        assert len(found) >= 3
        assert min(box["bottom"] - box["top"] for box in found) >= TALL - ROUNDING, question.id
        gaps = [after["top"] - before["bottom"] for before, after in pairwise(found)]
        assert min(gaps) >= APART - ROUNDING, question.id


@pytest.mark.parametrize("question", content().questions, ids=lambda question: question.id)
def test_a_hint_is_short(question: Any) -> None:
    for hint in (question.hint.patient, question.hint.together or "", question.hint.caregiver) if question.hint else ():
        assert len(hint.split()) <= MOST_IN_A_HINT


@pytest.mark.parametrize("voice", VOICES)
def test_after_an_emergency_answer_the_number_stays_in_a_slim_row(phone: Page, served: Served, voice: Voice) -> None:
    urgent = everyone(voice, **TO_TIER["emergency_now"])
    for question in content().questions[2:]:
        show(phone, served, f"/check/{question.id}", dict(until(question.id, urgent)))
        alarm = boxes(phone, ".alarm")[0]
        assert alarm["bottom"] - alarm["top"] <= SLIM, question.id
        calls = boxes(phone, ".alarm .call")
        assert len({box["top"] for box in calls}) == 1, "the numbers stand beside each other"
        assert min(box["bottom"] - box["top"] for box in calls) >= TALL


def test_start_shows_its_title_and_start_and_then_the_danger_row(phone: Page, served: Served) -> None:
    for given in ({}, dict(until("location", everyone("patient")))):
        show(phone, served, "/", given)
        assert boxes(phone, "main h1 + p .go")[0]["bottom"] <= START
        assert boxes(phone, ".first")[0]["bottom"] <= SCREEN


def test_start_shows_its_first_points_too(phone: Page, served: Served) -> None:
    show(phone, served, "/", {})
    assert len(boxes(phone, ".facts li")) == POINTS
    assert boxes(phone, ".facts li")[POINTS_AT_ONCE - 1]["bottom"] <= SCREEN


def test_the_bar_on_top_is_slim_and_its_targets_are_not(phone: Page, served: Served) -> None:
    for path in ("/", "/check/awake", "/result", "/summary", "/help-now", "/settings"):
        show(phone, served, path, dict(everyone("patient")))
        assert boxes(phone, ".top")[0]["bottom"] <= BAR, path
        for one in boxes(phone, ".top-help, .back a"):
            assert one["top"] >= 0 and one["bottom"] <= BAR, path
            assert min(one["bottom"] - one["top"], one["right"] - one["left"]) >= FINGER, path


def test_settings_are_two_screens(phone: Page, served: Served) -> None:
    show(phone, served, "/settings", dict(until("location", everyone("patient"))))
    assert screens(phone) <= 2


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_ready_sentences_of_the_note_are_a_finger_high_and_need_no_script(
    open_context: Any, served: Served, script: bool
) -> None:
    page = open_context(viewport=PHONE, java_script_enabled=script).new_page()
    show(page, served, "/note", dict(until("location", everyone("patient"))))
    found = boxes(page, ".phrase")
    assert min(box["bottom"] - box["top"] for box in found) >= TALL
    assert min(after["top"] - before["bottom"] for before, after in pairwise(found)) >= APART - ROUNDING
    for sentence in ("It is worst at night.", "I am afraid of hospital."):
        with page.expect_navigation():
            page.get_by_role("button", name=sentence).click()
    assert page.get_by_label("In your own words").input_value() == "It is worst at night.\nI am afraid of hospital."
    with page.expect_navigation():
        page.get_by_role("button", name="Keep this and see the summary").click()
    assert "I am afraid of hospital." in page.locator("main").inner_text()
