"""The field of a code: all of it is seen, it is one line to whoever types or scans, and it works without script."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.rules.load import content
from app.rules.shape import NONE
from tests.browser.server import Served
from tests.clinic.codes import code_of
from tests.rules.people import CALM, with_answers
from tests.visit.settings_cookies import for_browser

pytestmark = pytest.mark.browser

FULLEST = {question.id: tuple(value for value in question.values if value != NONE)
           for question in content().questions if question.kind == "many"}  # fmt: skip
LONGEST = code_of(with_answers(CALM, {**FULLEST, "breathing": ("much_worse",), "fall": ("not_sure",)}))
MISTYPED = LONGEST[:-1] + ("7" if LONGEST[-1] != "7" else "8")
SCROLLS = "(e) => e.scrollWidth > e.clientWidth || e.scrollHeight > e.clientHeight"


def type_it(page: Page, code: str) -> None:
    page.keyboard.insert_text(code)  # as a paste does


@pytest.mark.parametrize("width", [320, 390, 768])
@pytest.mark.parametrize("text", ["100", "200"])
def test_a_mistyped_code_is_seen_whole(open_context: Any, served: Served, width: int, text: str) -> None:
    page = open_context(viewport={"width": width, "height": 844}).new_page()
    if text != "100":
        page.context.add_cookies(for_browser(served.app, served.base, {}, text=text))
    page.goto(f"{served.base}/open")
    page.get_by_label("The code").fill(MISTYPED.lower())
    page.get_by_role("button", name="Open this code").click()
    field = page.get_by_label("The code")
    expect(field).to_have_value(MISTYPED.lower())
    expect(field).to_have_attribute("aria-invalid", "true")
    assert not field.evaluate(SCROLLS)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_pasted_code_of_two_lines_opens(open_context: Any, served: Served, script: bool) -> None:
    page = open_context(java_script_enabled=script).new_page()
    page.goto(f"{served.base}/open")
    page.get_by_label("The code").focus()
    type_it(page, f"{LONGEST[:20]}\n{LONGEST[20:]}\n")
    page.get_by_role("button", name="Open this code").click()
    page.wait_for_url("**/opened")


@pytest.mark.parametrize("path", ["/open", "/clinic"])
def test_enter_sends_it_and_makes_no_line(open_context: Any, served: Served, path: str) -> None:
    page = open_context().new_page()
    page.goto(served.base + path)
    page.get_by_label("The code", exact=True).focus()
    type_it(page, MISTYPED)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_label("The code", exact=True)).to_have_value(MISTYPED)
    expect(page.locator("#code-wrong")).to_contain_text(f"it is in group {LONGEST.count('-') + 1}.")
