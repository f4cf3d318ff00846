""" "Find my speed": five presses, with a clock that the test moves; their mean over 0.65 is the scanner's step."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.scenes import CALM, until
from tests.browser.server import Served
from tests.visit.settings_cookies import for_browser

pytestmark = pytest.mark.browser

SOONEST, MORE = 1500, 1000  # ms until the frame comes, where chance is in the middle
REST = 1000
FRAMED = "document.querySelector('#speed').classList.contains('is-scanned')"


@pytest.fixture
def page(context: BrowserContext, served: Served) -> Page:
    opened = context.new_page()
    opened.clock.install(time=0)
    opened.clock.pause_at(1000)
    opened.add_init_script("Math.random = () => 0.5")
    # The scanner is on: here it leaves every press to the measuring.
    context.add_cookies(for_browser(served.app, served.base, until("fall", CALM), scanner="on"))
    opened.goto(f"{served.base}/settings/speed")
    return opened


def press(page: Page, switch: str = "Space") -> None:
    if switch == "click":
        page.locator("#speed").click()
    else:
        page.keyboard.press(switch)


def measure(page: Page, *times: int, switch: str = "Space") -> None:
    press(page, switch)
    for time in times:
        page.clock.run_for(SOONEST + MORE)
        assert page.evaluate(FRAMED)
        page.clock.run_for(time)
        press(page, switch)


SUGGESTED = {
    "0.5": (325, 325, 325, 325, 325),
    "0.75": (330, 330, 330, 330, 330),
    "1": (200, 400, 900, 1200, 500),  # a mean of 640 ms
    "2": (900, 900, 900, 900, 1400),
    "5": (9000, 9000, 9000, 9000, 9000),
}


@pytest.mark.parametrize("switch", ["Space", "Enter", "click"])
def test_the_mean_of_five_over_0_65_is_what_is_suggested(page: Page, served: Served, switch: str) -> None:
    for step, times in SUGGESTED.items():
        page.goto(f"{served.base}/settings/speed")
        measure(page, *times, switch=switch)
        expect(page.get_by_role("status")).to_contain_text(f"Suggested: {step} seconds")
        page.clock.run_for(REST)
        with page.expect_navigation():
            press(page, switch)
        assert page.url == f"{served.base}/settings#step"
        expect(page.locator("button[name=step][aria-current=true]")).to_have_attribute("value", step)


def test_a_press_before_the_frame_does_not_count(page: Page) -> None:
    press(page)
    page.clock.run_for(SOONEST)
    press(page)
    expect(page.get_by_role("status")).to_have_text("That was too early. Wait for the frame.")
    page.clock.run_for(MORE)
    press(page)
    expect(page.get_by_role("status")).to_contain_text("Presses still to come: 4.")


def test_a_sixth_press_of_an_unsteady_hand_takes_nothing(page: Page, served: Served) -> None:
    measure(page, 500, 500, 500, 500, 500)
    page.clock.run_for(REST - 1)
    press(page)
    assert page.url == f"{served.base}/settings/speed"
    expect(page.get_by_role("button", name="Use this speed")).to_have_attribute("value", "1")


def test_nothing_runs_until_a_press_and_the_way_out_is_no_press(page: Page, served: Served) -> None:
    page.clock.run_for(60_000)
    assert not page.evaluate(FRAMED)
    with page.expect_navigation():
        page.get_by_role("link", name="Leave the speed as it is").press("Enter")
    assert page.url == f"{served.base}/settings"


def test_without_script_it_says_what_it_needs(open_context, served: Served) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto(f"{served.base}/settings/speed")
    expect(page.locator("#speed")).to_be_hidden()
    assert "JavaScript" in (page.locator("main noscript").text_content() or "")
