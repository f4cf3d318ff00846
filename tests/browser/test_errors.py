"""A22: an error is said first, focused once, linked to the place to mend it; and what was given is kept."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.engines import Engine, in_both
from tests.browser.phone import PHONE
from tests.browser.robots import Keyboard
from tests.browser.scenes import BY_NAME, CALM, GROUPS, Scene, seen_by, tour, until

pytestmark = pytest.mark.browser

WRONG = [scene for group in ("results, patient", "results, caregiver", "troubles") for scene in GROUPS[group]
         if scene.act and scene.status == 400 and scene.path.startswith("/check/")]  # fmt: skip


@in_both
def test_a22_the_summary_comes_first_and_leads_to_the_first_input(
    context: BrowserContext, sites: dict, engine: Engine
) -> None:
    page = context.new_page()
    for scene in tour(page, sites, seen_by(engine, WRONG)):
        summary_leads_to_the_first_input(page, scene)


def test_a22_without_script_it_does_too(open_context, sites: dict) -> None:
    page = open_context(java_script_enabled=False).new_page()
    for scene in tour(page, sites, WRONG[:3]):
        summary_leads_to_the_first_input(page, scene)


def summary_leads_to_the_first_input(page: Page, scene: Scene) -> None:
    summary = page.locator(".error-summary")
    heading = summary.get_by_role("heading")
    expect(heading).to_be_focused()
    expect(summary).to_be_in_viewport()
    assert heading.evaluate("(e) => getComputedStyle(e).textDecorationLine") == "underline", "the focus can be seen"
    assert heading.evaluate("(e) => getComputedStyle(e).outlineStyle") == "none", "no ring within the frame"
    assert page.title().startswith("Error: "), scene.name
    assert summary.bounding_box()["y"] < page.locator("h1").bounding_box()["y"], scene.name
    link = summary.get_by_role("link")
    expect(link).to_have_count(1)
    first = page.locator("form.answers :is(input, button):visible").first
    assert link.get_attribute("href") == f"#{first.get_attribute('id')}", scene.name
    expect(page.locator(".wrong")).to_have_text(f"Error: {link.inner_text()}")
    link.click()
    expect(first).to_be_focused()
    expect(first).to_be_in_viewport()


def test_on_a_phone_it_takes_little_and_the_list_says_it_too(open_context, sites: dict) -> None:
    page = open_context(viewport=PHONE).new_page()
    for scene in tour(page, sites, [*WRONG, "open a wrong code"]):
        assert page.locator(".error-summary").bounding_box()["height"] <= 120, scene.name
        assert page.locator("form :is(.wrong, .field-wrong)").is_visible(), scene.name


@in_both
def test_a22_what_was_ticked_is_still_ticked(context: BrowserContext, sites: dict) -> None:
    page = context.new_page()
    BY_NAME["none and more, patient"].open(page, sites)
    ticked = [box.get_attribute("value") for box in page.get_by_role("checkbox", checked=True).all()]
    assert len(ticked) == 2 and "none" in ticked


@in_both
def test_a22_an_answer_that_did_not_arrive_is_still_chosen_and_earlier_ones_are_kept(
    context: BrowserContext, sites: dict
) -> None:
    page = context.new_page()
    BY_NAME["fever, classic, patient"].open(page, sites)
    page.get_by_label("Shaking that will not stop").check()
    page.evaluate("document.querySelector('[name=csrf_token]').value = 'of another page'")
    with page.expect_navigation():
        page.get_by_role("button", name="Continue").click()
    expect(page.get_by_label("Shaking that will not stop")).to_be_checked()
    expect(page.locator(".error-summary h2")).to_be_focused()
    with page.expect_navigation():
        page.get_by_role("button", name="Continue").click()
    assert page.url.endswith("/emergency")


@in_both
def test_a22_one_press_mends_it_with_the_keyboard(context: BrowserContext, sites: dict) -> None:
    page = context.new_page()
    BY_NAME["nothing ticked, patient"].open(page, sites)
    robot = Keyboard(page)
    robot.press("button", "None of these")
    assert page.url.endswith("/check/weight")


@in_both
def test_a22_out_of_turn_keeps_the_answers_and_says_where_to_go(context: BrowserContext, sites: dict, served) -> None:
    page = context.new_page()
    Scene("out of turn", "/check/usual", until("fall", CALM)).open(page, sites)
    assert "The answers you gave are kept" in page.locator("main").inner_text()
    with page.expect_navigation():
        page.get_by_role("link", name="Go to the next question").click()
    assert page.url == f"{served.base}/check/fall"
