"""A tablet of 768 by 1024, where an eye tracker points: how many questions are seen whole, and in which order."""

from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page

from app.rules.load import content
from app.rules.shape import Question, Voice
from tests.browser.phone import boxes, show
from tests.browser.scenes import everyone, until
from tests.browser.server import Served

pytestmark = pytest.mark.browser

WIDTH, SCREEN = 768, 1024
AT_ONCE: dict[Voice, int] = {"patient": 18, "caregiver": 14}  # of 23; with each list in one column 10 and 9
APART, ROUNDING = 32, 0.5


@pytest.fixture
def tablet(open_context: Any) -> Page:
    page: Page = open_context(viewport={"width": WIDTH, "height": SCREEN}).new_page()
    return page


def ask(page: Page, served: Served, question: Question, voice: Voice, display: str = "big") -> None:
    show(page, served, f"/check/{question.id}", dict(until(question.id, everyone(voice))), display)


@pytest.mark.parametrize("voice", AT_ONCE)
def test_all_answers_of_most_questions_are_seen_at_once(tablet: Page, served: Served, voice: Voice) -> None:
    lowest = {}
    for question in content().questions:
        ask(tablet, served, question, voice)
        lowest[question.id] = max(box["bottom"] for box in boxes(tablet, ".answers :is(.answer, .tick, .go)"))
    assert sum(bottom <= SCREEN for bottom in lowest.values()) >= AT_ONCE[voice], lowest


def test_two_columns_are_read_and_reached_in_one_order(tablet: Page, served: Served) -> None:
    for question in (one for one in content().questions if one.kind == "many"):
        ask(tablet, served, question, "patient")
        stops = boxes(tablet, ".answers :is(.answer, .tick, .go)")
        places = [(round(box["top"]), round(box["left"])) for box in stops]
        assert places == sorted(places), question.id
        for one, other in pairwise(stops):
            beside = round(one["top"]) == round(other["top"])
            apart = other["left"] - one["right"] if beside else other["top"] - one["bottom"]
            assert apart >= APART - ROUNDING, question.id
        # "None of these" and "not sure" stand beside each other, and an odd tick takes the whole row.
        assert places[-1][0] == places[-2][0], question.id
        ticks = boxes(tablet, ".answers .list > .tick")
        wide = [box["right"] - box["left"] for box in ticks]
        assert [width > 400 for width in wide] == [False] * (len(wide) - len(wide) % 2) + [True] * (len(wide) % 2)


def test_an_answer_of_one_has_the_whole_row(tablet: Page, served: Served) -> None:
    for display in ("big", "classic"):
        ask(tablet, served, content().question["breathing"], "patient", display)
        assert len({box["left"] for box in boxes(tablet, ".answers :is(.answer, .tick)")}) == 1
