"""The paper form that staff copy: four screens of a desk, in the order of the questions; a column on a phone."""

from typing import Any

import pytest
from playwright.sync_api import Page

from app.rules.load import content
from tests.browser.engines import in_both
from tests.browser.facts import DESK, NARROW
from tests.browser.phone import screens
from tests.browser.result_length import FACE
from tests.browser.scenes import BY_NAME
from tests.browser.server import Served
from tests.browser.test_targets import FOR_A_MOUSE, LEAST, ROUNDING

pytestmark = pytest.mark.browser

MOST = 4  # screens
PATH = "/clinic/enter"
# Each control with its question's number, where its row stands, and how large that is.
ROWS = """() => [...document.querySelectorAll('fieldset')].flatMap((set, number) =>
  [...set.querySelectorAll('.entry-row')].map((row) => ({number, ...row.getBoundingClientRect().toJSON()})))"""
AT = "[...document.querySelectorAll('fieldset')].indexOf(document.activeElement.closest('fieldset'))"


def rows(page: Page) -> list[dict[str, float]]:
    found: list[dict[str, float]] = page.evaluate(ROWS)
    assert len(found) > 100
    return found


@pytest.mark.parametrize("name", ["form to copy", "form to copy, with a mistake"])
@pytest.mark.parametrize("voice", ["patient", "caregiver"])
def test_all_questions_stand_on_four_screens_of_a_desk(open_context: Any, sites: dict, name: str, voice: str) -> None:
    page = open_context(viewport=DESK).new_page()
    BY_NAME[name].open(page, sites)
    if voice == "caregiver":
        page.get_by_role("link", name="The form was in the words for a caregiver").click()
        if "mistake" in name:
            page.get_by_role("button", name="See the result").click()
    assert page.locator(".error-summary").count() == ("mistake" in name)
    page.evaluate(FACE)
    assert page.locator("fieldset").count() == len(content().questions)
    assert screens(page, DESK["height"]) <= MOST


def test_at_a_desk_each_question_is_below_the_last_and_its_answers_read_on(open_context: Any, served: Served) -> None:
    page = open_context(viewport=DESK).new_page()
    page.goto(served.base + PATH)
    found = rows(page)
    placed = [(row["number"], round(row["top"]), row["left"]) for row in found]
    assert placed == sorted(placed)
    assert [row["top"] for row in found] == sorted(row["top"] for row in found)
    assert min(min(row["width"], row["height"]) for row in found) >= FOR_A_MOUSE - ROUNDING
    assert min(row["height"] for row in found) < LEAST, "the rows for a mouse are not what is measured here"


@in_both
def test_tab_goes_from_question_to_question(open_context: Any, served: Served) -> None:
    page = open_context(viewport=DESK).new_page()
    page.goto(served.base + PATH)
    page.locator("#respondent-patient").focus()
    order = [page.evaluate(AT)]
    while order[-1] >= 0:
        page.keyboard.press("Tab")
        order.append(page.evaluate(AT))
    assert order[:-1] == sorted(order[:-1])
    assert set(order[:-1]) == set(range(len(content().questions)))
    assert page.evaluate("document.activeElement.id") == "send"


@pytest.mark.parametrize("width", [NARROW["width"], 768, DESK["width"]])
def test_for_a_finger_the_rows_stay_tall(open_context: Any, served: Served, width: int) -> None:
    page = open_context(viewport={"width": width, "height": 800}, has_touch=True, is_mobile=True).new_page()
    page.goto(served.base + PATH)
    assert min(min(row["width"], row["height"]) for row in rows(page)) >= LEAST - ROUNDING
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@in_both
def test_at_320_px_it_is_one_column(open_context: Any, served: Served) -> None:
    page = open_context(viewport=NARROW).new_page()
    page.goto(served.base + PATH)
    assert len({row["left"] for row in rows(page)}) == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
