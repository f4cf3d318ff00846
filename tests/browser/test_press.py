"""A10b: a press that repeats the last one, as a page has just come, answers nothing; any other answers at once."""

import json
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from app.visit.choices import DEFAULTS
from tests.browser.engines import in_both
from tests.browser.scenes import CALM, until
from tests.browser.server import Served
from tests.visit.settings_cookies import for_browser

pytestmark = pytest.mark.browser

MOMENT = 700
FRAME = int(float(DEFAULTS.step) * 1000)
NEXT_TO = 40  # px from the last place: nearer than any other answer, and yet another place
# Where the second of two presses once recorded an answer to the question that had just come.
PRESSED_TWICE = (((1280, 800), "limbs", "none"), ((390, 844), "otc", "not_tried"))
WATCH = """() => {
  window.presses = 0;
  addEventListener('click', (event) => event.target.closest('a, button, label') && (presses += 1));
}"""
NO_STORE = """Object.defineProperty(window, 'sessionStorage',
  { get() { throw new DOMException('off', 'SecurityError') } })"""
COVERED = "({x, y}) => !document.elementFromPoint(x, y).closest('main, header, footer, nav')"


@pytest.fixture
def presses_at_once() -> bool:
    """These tests are about the presses that come at once."""
    return True


def middle(control: Locator) -> dict[str, float]:
    """Where a hand presses this control."""
    control.scroll_into_view_if_needed()
    box = control.bounding_box()
    assert box
    return {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}


def press(page: Page, control: Locator) -> dict[str, float]:
    """Press it, wait for the page it leads to, and say where it was pressed."""
    place = middle(control)
    with page.expect_navigation():
        page.mouse.click(**place)
    return place


def watch_for_presses(page: Page) -> None:
    """From now on ``presses`` counts what reached something that acts."""
    page.evaluate(WATCH)


def hold_time(page: Page) -> None:
    """Time passes only where the test lets it."""
    page.clock.install(time=0)
    page.clock.pause_at(1000)


def asked(context: BrowserContext, served: Served, question: str) -> Page:
    """The page of this question, with time held, for somebody who answered all before it calmly."""
    context.add_cookies(served.cookie(until(question, CALM)))
    page = context.new_page()
    hold_time(page)
    page.goto(f"{served.base}/check/{question}")
    return page


@pytest.mark.parametrize(("size", "question", "value"), PRESSED_TWICE, ids=["desk", "phone"])
def test_the_second_of_two_presses_answers_nothing(
    open_context: Any, served: Served, size: tuple[int, int], question: str, value: str
) -> None:
    context = open_context(viewport={"width": size[0], "height": size[1]})
    page = asked(context, served, question)
    place = press(page, page.locator(f"#{question}-{value}"))
    came = page.url
    watch_for_presses(page)
    page.mouse.click(**place)
    assert page.url == came and not page.evaluate("presses")
    page.reload()
    assert not page.locator("[aria-current=true], :checked").count()


@in_both
def test_who_answers_quickly_at_another_place_is_not_slowed(context: BrowserContext, served: Served) -> None:
    page = asked(context, served, "severity")
    place = press(page, page.locator("#severity-mild"))
    for down in (NEXT_TO, -NEXT_TO):
        assert not page.evaluate(COVERED, {**place, "y": place["y"] + down})
    press(page, page.locator("#duration-2_to_6_weeks"))
    assert page.url.endswith("/check/checked")


@pytest.mark.parametrize("place", ["middle", "edge"])
def test_after_a_moment_the_same_place_answers(context: BrowserContext, served: Served, place: str) -> None:
    page = asked(context, served, "severity")
    at = middle(page.locator("#severity-mild"))
    if place == "edge":
        page.locator("#severity-mild").evaluate(
            "(e) => Object.assign(e.style, {position: 'fixed', right: 0, bottom: 0})"
        )
        at = {"x": 1262, "y": 792}
    with page.expect_navigation():
        page.mouse.click(**at)
    page.clock.run_for(MOMENT - 1)
    assert page.evaluate(COVERED, at)
    page.clock.run_for(50)
    assert not page.locator("body > div").count()
    if place == "middle":
        with page.expect_navigation():
            page.mouse.click(**at)
        assert page.url.endswith("/check/checked")


@in_both
@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_same_key_rests_until_another_moves_the_focus(context: BrowserContext, served: Served, key: str) -> None:
    page = asked(context, served, "breathing")
    page.locator("#breathing-no").focus()
    with page.expect_navigation():
        page.keyboard.press(key)
    page.locator("#awake-none").focus()  # as a page does that is gone back to
    watch_for_presses(page)
    page.keyboard.press(key)
    assert page.url.endswith("/check/awake") and not page.evaluate("presses")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.locator("#awake-none")).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press(key)
    assert page.url.endswith("/check/chest_sudden")


def test_the_key_rests_only_for_a_moment(context: BrowserContext, served: Served) -> None:
    page = asked(context, served, "breathing")
    page.locator("#breathing-no").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.clock.run_for(MOMENT + 50)
    page.locator("#awake-none").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/check/chest_sudden")


def test_on_the_emergency_page_the_second_press_follows_no_link(context: BrowserContext, served: Served) -> None:
    page = context.new_page()
    hold_time(page)
    context.add_cookies(served.cookie({**until("awake", CALM), "breathing": ("much_worse",)}))
    page.goto(f"{served.base}/emergency")
    place = middle(page.get_by_role("link", name="Keep answering for the summary"))
    top = page.evaluate("scrollY")
    context.clear_cookies()
    context.add_cookies(served.cookie(until("breathing", CALM)))
    page.goto(f"{served.base}/check/breathing")
    page.locator("#breathing-much_worse").evaluate(
        """(e, {x, y}) => Object.assign(e.style,
          {position: 'fixed', width: 'auto', left: `${x - 40}px`, top: `${y - 40}px`})""",
        place,
    )
    with page.expect_navigation():
        page.mouse.click(**place)
    assert page.url.endswith("/emergency")
    page.evaluate("(top) => scrollTo(0, top)", top)
    watch_for_presses(page)
    page.mouse.click(**place)
    assert page.url.endswith("/emergency") and not page.evaluate("presses")


def test_the_first_press_of_the_check_is_guarded_too(context: BrowserContext, served: Served) -> None:
    page = context.new_page()
    hold_time(page)
    page.goto(served.base)
    place = press(page, page.get_by_role("link", name="Start the check"))
    page.locator("#respondent-patient").evaluate("(e) => Object.assign(e.style, {position: 'fixed', inset: 0})")
    watch_for_presses(page)
    page.mouse.click(**place)
    assert page.url.endswith("/check/respondent") and not page.evaluate("presses")


@pytest.mark.parametrize("by", ["pointer", "key"])
def test_between_pages_go_a_place_or_a_key_and_a_time_and_nothing_stays(
    context: BrowserContext, served: Served, by: str
) -> None:
    context.add_cookies(served.cookie(until("breathing", CALM)))
    page = context.new_page()
    page.goto(f"{served.base}/check/breathing")
    page.route("**/press.js", lambda route: route.fulfill(body=""))  # the next page takes nothing up
    with page.expect_navigation():
        page.locator("#breathing-no").click() if by == "pointer" else page.locator("#breathing-no").press("Enter")
    kept = json.loads(page.evaluate("sessionStorage.getItem('press')"))
    assert set(kept) == ({"x", "y", "at"} if by == "pointer" else {"key", "at"})
    assert page.evaluate("sessionStorage.length") == 1
    page.unroute("**/press.js")
    page.goto(f"{served.base}/check/breathing")
    assert page.evaluate("sessionStorage.length") == 0


def test_a_press_of_long_ago_covers_nothing(context: BrowserContext, served: Served) -> None:
    page = context.new_page()
    hold_time(page)
    page.goto(f"{served.base}/privacy")
    place = press(page, page.get_by_role("link", name="Back", exact=True))
    assert page.evaluate(COVERED, place)
    page.evaluate(
        "(place) => sessionStorage.setItem('press', JSON.stringify({...place, at: Date.now() - 61000}))", place
    )
    page.goto(f"{served.base}/about")
    assert not page.evaluate(COVERED, place)


def test_with_the_scanner_on_it_leaves_each_press_to_it(context: BrowserContext, served: Served) -> None:
    context.add_cookies(for_browser(served.app, served.base, until("breathing", CALM), scanner="on", step="0.5"))
    page = context.new_page()
    hold_time(page)
    page.goto(f"{served.base}/check/breathing")
    for came in ("/check/awake", "/check/chest_sudden"):
        page.clock.run_for(500)
        if came.endswith("sudden"):
            page.locator(".is-scanned").evaluate("(e) => e.classList.remove('is-scanned')")
            page.locator("#awake-none").evaluate("(e) => e.classList.add('is-scanned')")
        with page.expect_navigation():
            page.keyboard.press("Space")
        assert page.url.endswith(came)


@pytest.mark.parametrize("broken", ["no script", "no store"])
def test_where_it_cannot_work_the_page_is_as_ever(open_context: Any, served: Served, broken: str) -> None:
    context = open_context(java_script_enabled=broken != "no script")
    if broken == "no store":
        context.add_init_script(NO_STORE)
    context.add_cookies(served.cookie(until("severity", CALM)))
    page = context.new_page()
    page.goto(f"{served.base}/check/severity")
    place = press(page, page.locator("#severity-mild"))
    with page.expect_navigation():
        page.mouse.click(**place)
    assert page.url.endswith("/check/checked")
