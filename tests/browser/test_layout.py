"""A9, A10, A14: help and Back always in the same place; no page scrolls sideways, however large its text."""

import pytest
from playwright.sync_api import BrowserContext, expect

from app.rules.load import content
from tests.browser.engines import CHROMIUM, ENGINES, FIREFOX, in_both
from tests.browser.facts import Studio
from tests.browser.robots import Robot
from tests.browser.scenes import BY_NAME, CALM, GROUPS, Scene, everyone
from tests.browser.server import Served
from tests.visitor import calm

pytestmark = pytest.mark.browser

LOOKS = ("desk", "dark", "large", "narrow", "spaced")
PLACES = ("desk", "narrow", "spaced")
WITH_BACK = (
    "/check", "/emergency", "/result", "/summary", "/note", "/help-now", "/about", "/article", "/privacy",
    "/settings", "/accessibility", "/open", "/clinic",
)  # fmt: skip
# Whichever of these runs first opens every scene there is, on a machine that may do much else.
WALKS_THE_WHOLE_SITE = pytest.mark.timeout(900)
each_look = pytest.mark.parametrize(
    ("engine", "look"),
    [(engine, look) for engine in ENGINES for look in LOOKS if (engine, look) != (FIREFOX, "dark")],
    indirect=["engine"],
)


@each_look
@pytest.mark.parametrize("group", GROUPS)
def test_a14_nothing_sticks_out_sideways(studio: Studio, group: str, look: str) -> None:
    wide = [
        (facts.scene.name, facts[look]["width"], facts[look]["sideways"], facts[look]["clipped"])
        for facts in studio.of(GROUPS[group])
        if facts[look]["width"] > facts[look]["room"] or facts[look]["sideways"] or facts[look]["clipped"]
    ]
    assert not wide


@each_look
@pytest.mark.parametrize("group", GROUPS)
def test_a14_words_stay_inside_what_they_name(studio: Studio, group: str, look: str) -> None:
    spilt = [
        (facts.scene.name, control["what"])
        for facts in studio.of(GROUPS[group])
        for control in facts[look]["controls"]
        if control["spills"]
    ]
    assert not spilt
    assert not [
        (facts.scene.name, words) for facts in studio.of(GROUPS[group]) if (words := facts[look]["overPicture"])
    ]


@WALKS_THE_WHOLE_SITE
@in_both
@pytest.mark.parametrize("look", PLACES)
def test_a9_help_is_on_every_page_in_the_same_place(studio: Studio, look: str) -> None:
    places: dict[str, list[str]] = {}
    for group, scenes in GROUPS.items():
        if group != "for staff":
            for facts in studio.of(scenes):
                places.setdefault(str(facts[look]["help"]), []).append(facts.scene.name)
    assert len(places) == 1, {place: names[:5] for place, names in places.items()}
    assert "None" not in places


def test_a9_help_is_one_press_away_and_shows_the_numbers(context: BrowserContext, sites: dict[str, Served]) -> None:
    page = context.new_page()
    for name in ("start, plain", "fever, classic, caregiver", "result self_care, patient", "broken", "no such page"):
        BY_NAME[name].open(page, sites)
        with page.expect_navigation():
            page.get_by_role("link", name="Get help now").click()
        for number in ("911", "999", "112"):
            expect(page.get_by_role("link", name=f"Call {number}")).to_have_attribute("href", f"tel:{number}")


@WALKS_THE_WHOLE_SITE
@in_both
@pytest.mark.parametrize("look", PLACES)
def test_a10_back_is_always_in_the_same_place(studio: Studio, look: str) -> None:
    places: dict[str, list[str]] = {}
    for group, scenes in GROUPS.items():
        for facts in studio.of(scenes):
            place = facts[look]["back"] and (facts[look]["back"]["left"], facts[look]["back"]["top"])
            if place or (group != "troubles" and facts.scene.path.startswith(WITH_BACK)):
                places.setdefault(str(place), []).append(facts.scene.name)
    assert len(places) == 1 and "None" not in places, {place: names[:5] for place, names in places.items()}


# Firefox puts back what stood in a form, and only radios and ticks stand in one.
@pytest.mark.parametrize(
    ("engine", "display"), [(CHROMIUM, "big"), (CHROMIUM, "classic"), (FIREFOX, "classic")], indirect=["engine"]
)
def test_a10_back_keeps_every_answer(context: BrowserContext, served: Served, sites: dict, display: str) -> None:
    page = context.new_page()
    given = everyone("patient", awake=("not_sure",), risk=("steroids", "cancer"), severity=("moderate",))
    Scene("the end", "/check-answers", given, display).open(page, sites)
    for question in reversed(content().questions):
        with page.expect_navigation():
            page.get_by_role("link", name="Back", exact=True).click()
        assert page.url == f"{served.base}/check/{question.id}"
        shown = page.locator(":checked, [aria-current=true]").evaluate_all("all => all.map(one => one.value)")
        assert sorted(shown) == sorted(given[question.id])
    with page.expect_navigation():
        page.get_by_role("link", name="Back", exact=True).click()
    with page.expect_navigation():
        page.get_by_role("link", name="Go on where you stopped").click()
    assert page.url == f"{served.base}/check-answers"


@in_both
def test_a10_the_browsers_own_back_keeps_them_too(context: BrowserContext, served: Served) -> None:
    robot = Robot(context.new_page())
    robot.open(served)
    robot.press("link", "Start the check")
    for question in content().questions[:4]:
        robot.answer(question, (calm(question.id),), "patient")
    robot.page.go_back()
    assert robot.page.url == f"{served.base}/check/chest_sudden"
    expect(robot.page.locator("[aria-current=true]")).to_have_attribute("value", "none")
    robot.press("button", "None of these")
    assert robot.page.url == f"{served.base}/check/bladder_saddle"


@in_both
def test_a10_a_mistaken_emergency_leads_back_to_its_question(
    context: BrowserContext, sites: dict, served: Served
) -> None:
    page = context.new_page()
    Scene("emergency", "/emergency", {**dict(list(CALM.items())[:3]), "chest_sudden": ("chest_pain",)}).open(
        page, sites
    )
    with page.expect_navigation():
        page.get_by_role("link", name="I chose this by mistake").click()
    assert page.url == f"{served.base}/check/chest_sudden"
    page.get_by_label("Chest pain or tightness").uncheck()
    with page.expect_navigation():
        page.get_by_role("button", name="None of these").click()
    assert page.url == f"{served.base}/check/bladder_saddle"
    assert page.locator(".alarm").count() == 0
