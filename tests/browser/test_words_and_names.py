"""A5, A13, A16, A20, A23: what each page says it is, and what stands on its controls."""

import re
from collections import Counter

import html5lib
import pytest
from playwright.sync_api import BrowserContext

from app.rules.answers import Answers
from app.rules.engine import triage
from app.rules.load import content
from tests.browser.engines import in_both
from tests.browser.facts import Studio
from tests.browser.robots import Robot
from tests.browser.scenes import BY_NAME, CALM, CARED_FOR, GROUPS, Scene, tour, until
from tests.browser.server import Served
from tests.visitor import cookie_name

pytestmark = pytest.mark.browser

SERVICE = "ALS back pain check"
DAY = 24 * 60 * 60
NOTE_TIMERS = """
window.timers = [];
for (const name of ['setTimeout', 'setInterval', 'requestIdleCallback']) {
  const own = window[name];
  window[name] = (...rest) => { window.timers.push([name, rest[1] ?? 0]); return own(...rest); };
}
"""
SOME = (
    "start, plain",
    "breathing, big, patient",
    "awake, classic, patient",
    "emergency, patient",
    "check answers, patient",
    "result same_day, patient",
    "clear",
    "settings",
)

each_group = pytest.mark.parametrize("group", GROUPS)


def said(words: str) -> str:
    return re.sub(r"[^\w ]", "", words).casefold()


@each_group
def test_a13_the_words_on_a_control_are_its_name(studio: Studio, group: str) -> None:
    wrong = [
        (facts.scene.name, control["words"], facts.names.get(control["number"]))
        for facts in studio.of(GROUPS[group])
        for control in facts["desk"]["controls"]
        if not control["words"] or said(control["words"]) not in said(facts.names.get(control["number"], ""))
    ]
    assert not wrong


@each_group
def test_a13_no_two_controls_have_the_same_name(studio: Studio, group: str) -> None:
    doubled = []
    for facts in studio.of(GROUPS[group]):
        shown = {control["number"]: control for control in facts["desk"]["controls"]}
        names = Counter(
            name for number, name in facts.names.items() if number in shown and shown[number]["tag"] != "input"
        )
        doubled += [(facts.scene.name, name) for name, count in names.items() if count > 1]
    assert not doubled


@in_both
@each_group
def test_a15_links_are_known_without_colour(studio: Studio, group: str) -> None:
    plain = [
        (facts.scene.name, control["what"])
        for facts in studio.of(GROUPS[group])
        for control in facts["desk"]["controls"]
        if control["tag"] == "a"
        and not control["edge"]["underlined"]
        and control["edge"]["border"] < 3
        and control["edge"]["ground"] < 3
    ]
    assert not plain


@in_both
@each_group
def test_a16_nothing_moves(studio: Studio, group: str) -> None:
    # Not even without the wish for reduced motion: there is no animation at all.
    for facts in studio.of(GROUPS[group]):
        assert not facts["desk"]["moving"] and facts["desk"]["scroll"] == "auto", facts.scene.name


@in_both
@each_group
def test_a23_each_page_says_what_it_is(studio: Studio, group: str) -> None:
    for facts in studio.of(GROUPS[group]):
        page, name = facts["desk"], facts.scene.name
        assert len(page["h1"]) == 1, name
        start = "Error: " if page["summary"] else ""
        assert page["title"] == f"{start}{page['h1'][0]} - {SERVICE}", name
        assert page["lang"] == "en", name
        assert page["main"] == 1, name
        assert not page["doubledIds"], name
        levels = page["headings"]
        assert levels[0] in (1, 2) and all(b <= a + 1 for a, b in zip([1, *levels], levels, strict=False)), (
            name,
            levels,
        )


@in_both
@each_group
def test_nothing_went_wrong_in_the_browser(studio: Studio, group: str) -> None:
    assert not [(facts.scene.name, facts.problems) for facts in studio.of(GROUPS[group]) if facts.problems]


@pytest.mark.parametrize("voice", ["patient", "caregiver"])
def test_a23_the_heading_is_the_question(studio: Studio, voice: str) -> None:
    for facts in studio.of(GROUPS[f"big, {voice}"]):
        question = content().question[facts.scene.path.removeprefix("/check/")]
        assert facts["desk"]["h1"] == [question.ask.to(voice)]


@each_group
def test_a23_the_html_is_valid(context: BrowserContext, sites: dict[str, Served], group: str) -> None:
    # A page of each template is enough here: every page that a test client fetches is parsed this way too.
    seen, wrong = set(), []
    for scene in GROUPS[group]:
        if scene.act or (kind := scene.path.split("/")[1] + scene.display) in seen:
            continue
        seen.add(kind)
        client = sites[scene.site].app.test_client()
        for cookie in scene.cookies(sites):
            client.set_cookie(cookie["name"], cookie["value"])
        parser = html5lib.HTMLParser()
        parser.parse(client.get(scene.path).text)
        wrong += [(scene.name, code, place) for place, code, _ in parser.errors]
    assert not wrong


def test_a5_the_pages_say_how_long_answers_last_and_that_there_is_no_time_limit(studio: Studio) -> None:
    start, privacy = (next(studio.of((BY_NAME[name],)))["desk"]["words"] for name in ("start, plain", "privacy"))
    assert "24 hours" in start and "no time limit" in start
    assert "24 hours" in privacy


def test_a5_each_answer_keeps_all_of_them_for_another_day(context: BrowserContext, served: Served) -> None:
    robot = Robot(context.new_page())
    robot.open(served)
    robot.press("link", "Start the check")
    until_then = 0.0
    for question in content().questions[:3]:
        robot.answer(question, CALM[question.id], "patient")
        now = robot.page.evaluate("Date.now() / 1000")
        [cookie] = context.cookies()
        assert cookie["name"] == cookie_name(served.app) and cookie["expires"] - now >= DAY - 5
        assert cookie["expires"] >= until_then
        until_then = cookie["expires"]


def test_a5_a10_no_clock_runs_on_a_page(context: BrowserContext, sites: dict) -> None:
    context.add_init_script(NOTE_TIMERS)
    page = context.new_page()
    for scene in tour(page, sites, SOME):
        assert page.evaluate("window.timers") == [], scene.name
        assert page.locator("meta[http-equiv=refresh]").count() == 0, scene.name


def test_a20_the_danger_questions_come_first() -> None:
    stages = [question.stage for question in content().questions]
    assert stages == sorted(stages, key=["start", "danger", "pain", "warning", "context"].index)


@pytest.mark.parametrize("display", ["big", "classic"])
def test_a20_stop_is_offered_from_the_first_question_after_the_danger_questions(studio: Studio, display: str) -> None:
    for voice in ("patient", "caregiver"):
        for facts in studio.of(GROUPS[f"{display}, {voice}"]):
            question = content().question[facts.scene.path.removeprefix("/check/")]
            offered = any(control["words"] == "Stop here and see the result" for control in facts["desk"]["controls"])
            assert offered == (question.stage not in ("start", "danger")), facts.scene.name


@pytest.mark.parametrize("voice", ["patient", "caregiver"])
def test_a20_stopping_early_never_reassures(context: BrowserContext, sites: dict, voice: str) -> None:
    page = context.new_page()
    for place in ("location", "duration", "swollen_leg", "pattern"):
        given = until(place, CALM if voice == "patient" else CARED_FOR)
        Scene("stop", f"/check/{place}", given).open(page, sites)
        with page.expect_navigation():
            page.get_by_role("link", name="Stop here and see the result").click()
        main = page.locator("main")
        assert main.get_attribute("data-tier") == triage(Answers(given)).tier.id != "self_care"
        assert "You stopped before the end." in main.inner_text()
        assert "counts as 'not sure'" in main.inner_text()


@pytest.mark.parametrize("display", ["big", "classic"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a20_what_was_ticked_before_stopping_counts_or_is_listed_as_not_asked(
    open_context, sites: dict, display: str, script: bool
) -> None:
    page = open_context(java_script_enabled=script).new_page()
    BY_NAME[f"risk, {display}, patient"].open(page, sites)
    page.get_by_label("Blood thinners").check()
    with page.expect_navigation():
        page.get_by_role("link", name="Stop here and see the result").click()
    assert page.url.endswith("/result")
    with page.expect_navigation():
        page.get_by_role("link", name="All answers", exact=True).click()
    listed = page.get_by_role("region", name="What was not asked").inner_text()
    assert ("Health history" not in listed) == script


def test_a20_stopping_with_a_tick_that_means_now_shows_the_number(context: BrowserContext, sites: dict) -> None:
    page = context.new_page()
    Scene("stop", "/check/belly", until("belly", CALM)).open(page, sites)
    urgent = next(
        option for option in content().question["belly"].option
        if triage(Answers({**until("belly", CALM), "belly": (option.value,)})).tier.id == "emergency_now"
    )  # fmt: skip
    page.get_by_label(urgent.words("patient")).check()
    with page.expect_navigation():
        page.get_by_role("link", name="Stop here and see the result").click()
    assert page.url.endswith("/emergency")


@in_both
@pytest.mark.parametrize("look", ["desk", "narrow", "large"])
@pytest.mark.parametrize("voice", ["patient", "caregiver"])
def test_in_an_emergency_nothing_is_larger_than_the_number(studio: Studio, voice: str, look: str) -> None:
    scenes = tuple(BY_NAME[f"{name}, {voice}"] for name in ("emergency", "result emergency_now"))
    for facts in studio.of(scenes):
        sizes = {text["text"]: text["size"] for text in facts[look]["texts"]}
        largest = max(sizes.values())
        assert {words for words, size in sizes.items() if size == largest} == {"Call 911", "Call 999", "Call 112"}


@pytest.mark.parametrize("look", ["desk", "narrow"])
@each_group
def test_no_heading_is_as_large_as_that_of_the_page(studio: Studio, group: str, look: str) -> None:
    for facts in studio.of(GROUPS[group]):
        sizes = facts[look]["headingSizes"]
        [own] = [size for name, size in sizes if name == "H1"]
        assert all(size < own for name, size in sizes if name != "H1"), (facts.scene.name, look, sizes)
