"""Two people's checks in two tabs of one real browser, whose cookie holds the one that came last."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.scenes import CARED_FOR, until
from tests.browser.server import Served
from tests.clinic.codes import CALM_ANSWERS, code_of

pytestmark = pytest.mark.browser

OTHER = "Other answers are in this browser now"


def open_a_code(context: BrowserContext, served: Served) -> Page:
    tab = context.new_page()
    tab.goto(f"{served.base}/open")
    tab.get_by_label("The code").fill(code_of(CALM_ANSWERS))
    tab.get_by_role("button", name="Open this code").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Answers opened")
    return tab


@pytest.mark.parametrize("scripted", [True, False])
def test_an_answer_in_the_first_tab_is_refused_once_another_check_is_open(
    open_context, served: Served, scripted: bool
) -> None:
    context = open_context(java_script_enabled=scripted)
    context.add_cookies(served.cookie(until("breathing", CARED_FOR)))
    first = context.new_page()
    first.goto(f"{served.base}/check/breathing")
    second = open_a_code(context, served)
    first.locator("button[name=breathing][value=much_worse]").click()
    expect(first.get_by_role("heading", level=1)).to_have_text(OTHER)
    expect(first.locator("main")).to_contain_text("The answer that was sent means: call now.")
    expect(first.get_by_role("link", name="Call 911").first).to_be_visible()
    second.get_by_role("link", name="See the result").click()
    expect(second.locator("main")).to_have_attribute("data-tier", "self_care")


def test_back_to_the_first_question_and_another_answer_there_is_the_same_check(
    context: BrowserContext, served: Served
) -> None:
    page = context.new_page()
    page.goto(f"{served.base}/check/respondent")
    page.locator("button[value=patient]").click()
    page.locator("button[name=breathing][value=no]").click()
    for _ in range(2):
        page.go_back()
    page.locator("button[value=caregiver]").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(OTHER)
    assert page.url == f"{served.base}/check/awake"
