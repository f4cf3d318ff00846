"""A6, A10, A18: Enter and Space are enough, and nothing happens by itself. For Tab see test_what_tab_reaches.py."""

import string
from collections.abc import Mapping

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.engines import CHROMIUM, FIREFOX, Engine, in_both
from tests.browser.focus import settle
from tests.browser.scenes import BY_NAME, CALM, KINDS, Scene, tour, until

pytestmark = pytest.mark.browser

CHOSEN: Mapping[Engine, tuple[Scene, ...]] = {
    CHROMIUM: tuple(BY_NAME[f"{kind}, {display}, patient"] for kind in KINDS for display in ("big", "classic")),
    FIREFOX: tuple(BY_NAME[f"{kind}, classic, caregiver"] for kind in ("breathing", "awake", "location")),
}


@in_both
def test_a10_focus_and_selection_do_nothing(context: BrowserContext, sites: dict, watch, engine: Engine) -> None:
    page = context.new_page()
    for scene in tour(page, sites, CHOSEN[engine]):
        start = page.url
        watch.requests.clear()
        for field in page.locator("main input:not([type=hidden])").all():
            field.focus()
            page.keyboard.press("Space")
        if page.get_by_role("radio").count():
            page.keyboard.press("ArrowUp")
        settle(page)
        assert page.url == start and not watch.pages, scene.name
        assert page.get_by_role("alert").count() == 0, scene.name


@in_both
@pytest.mark.parametrize("display", ["big", "classic"])
def test_a6_enter_sets_a_tick_and_takes_it_away(context: BrowserContext, sites: dict, display: str) -> None:
    page = context.new_page()
    BY_NAME[f"chest_sudden, {display}, patient"].open(page, sites)
    pain, faint = (page.get_by_label(words) for words in ("Chest pain or tightness", "Fainted, or cold, sweaty"))
    pain.press("Enter")
    faint.press("Enter")
    expect(pain).to_be_checked()
    expect(faint).to_be_checked()
    faint.press("Enter")
    expect(faint).not_to_be_checked()
    with page.expect_navigation():
        page.get_by_role("button", name="Continue").press("Enter")
    assert page.url.endswith("/emergency")


@in_both
def test_a6_a_key_that_is_held_sets_one_tick(context: BrowserContext, sites: dict) -> None:
    page = context.new_page()
    BY_NAME["chest_sudden, big, patient"].open(page, sites)
    tick = page.get_by_label("Chest pain or tightness")
    tick.focus()
    for _ in range(4):
        page.keyboard.down("Enter")
    expect(tick).to_be_checked()
    page.keyboard.up("Enter")
    expect(tick).to_be_checked()
    assert page.url.endswith("/check/chest_sudden")


@pytest.mark.parametrize("display", ["big", "classic"])
def test_a10_without_script_enter_on_a_tick_never_goes_on_without_it(open_context, sites: dict, display: str) -> None:
    page = open_context(java_script_enabled=False).new_page()
    BY_NAME[f"chest_sudden, {display}, patient"].open(page, sites)
    page.get_by_label("Chest pain or tightness").press("Space")
    with page.expect_navigation():
        page.get_by_label("Fainted, or cold, sweaty and clammy").press("Enter")
    assert page.url.endswith("/check/chest_sudden"), "the second sign was meant, and the page went on without it"
    expect(page.locator(".error-summary h2")).to_be_focused()
    expect(page.get_by_label("Chest pain or tightness")).to_be_checked()


@in_both
def test_a18_no_single_key_does_anything(context: BrowserContext, sites: dict, watch, engine: Engine) -> None:
    page = context.new_page()
    keys = [*string.ascii_lowercase, *string.digits, *string.punctuation, "Escape", "Backspace", "F2"]
    some = ("risk, big, patient", "result soon, patient", "start, plain", "breathing, big, patient")
    for scene in tour(page, sites, some if engine == CHROMIUM else some[:2]):
        before, start = page.locator("body").inner_html(), page.url
        watch.requests.clear()
        for key in keys:
            page.keyboard.press(key)
        settle(page)
        assert (page.url, page.locator("body").inner_html(), watch.pages) == (start, before, []), scene.name


@in_both
def test_a6_space_presses_a_big_button_too(context: BrowserContext, sites: dict) -> None:
    page = context.new_page()
    Scene("breathing", "/check/breathing", until("breathing", CALM)).open(page, sites)
    with page.expect_navigation():
        page.get_by_role("button", name="Not sure").press("Space")
    assert page.url.endswith("/check/awake")
