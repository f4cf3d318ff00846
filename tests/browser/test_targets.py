"""A1, A2, A3, A4: big targets far apart, that act on release, and need nothing but a press."""

from collections.abc import Iterable
from itertools import combinations

import pytest
from playwright.sync_api import BrowserContext

from app.rules.load import content
from tests.browser.engines import CHROMIUM, FIREFOX, in_both
from tests.browser.facts import NARROW, Facts, Look, Studio
from tests.browser.focus import settle
from tests.browser.scenes import BY_NAME, GROUPS, tour
from tests.browser.server import Served

pytestmark = pytest.mark.browser

LEAST, SCREEN = 44, 800
FOR_A_MOUSE = 24  # WCAG 2.5.8: the answers of the form that staff copy at a desk; test_enter.py has it for fingers
TALL, APART = 96, 32
ON_A_PHONE = 56, 12  # under 600 px wide, where the finger is the pointer
BETWEEN = 8  # px between any two targets of a page's main part
ROUNDING = 0.02
MANY_LOOKS = ("desk", "narrow", "large", "spaced")
QUESTIONS = [group for group in GROUPS if group.startswith("big")]

# What a page could listen to in order to act on hovering, dragging, a path, a long press or a shake.
MORE_THAN_A_PRESS = (
    "mouseover", "mouseenter", "mousemove", "mouseout", "mouseleave", "mousedown", "pointerover", "pointerenter",
    "pointermove", "pointerdown", "touchstart", "touchmove", "drag", "dragstart", "dragover", "drop", "contextmenu",
    "wheel", "devicemotion", "deviceorientation", "gesturestart",
)  # fmt: skip
# Looks that neither show nor move anything, as the beginnings and ends of their names.
HARMLESS_ON_HOVER = ("background", "color", "outline", "text-decoration"), "-color"
SOME = (
    "start, plain",
    "breathing, big, patient",
    "location, big, patient",
    "risk, classic, patient",
    "result same_day, patient",
    "check answers, patient",
    "settings",
)
NOTE_LISTENERS = """
window.listened = [];
const add = EventTarget.prototype.addEventListener;
EventTarget.prototype.addEventListener = function (type, ...rest) {
  window.listened.push(type);
  return add.call(this, type, ...rest);
};
"""


def answers_of(look: Look) -> list[dict]:
    """What answers, or sends the answer, on a question page."""
    return [one for one in look["controls"] if {"answer", "tick", "go"} & set(one["classes"]) and one["inMain"]]


def gap(one: dict, other: dict) -> float:
    """How far apart two targets are, along the nearer of the two ways."""
    first, second = one["box"], other["box"]
    across = max(second["left"] - first["right"], first["left"] - second["right"])
    down = max(second["top"] - first["bottom"], first["top"] - second["bottom"])
    return max(across, down)


def least_of(facts: Facts, look: str, control: dict) -> int:
    """How large this target must be at least."""
    copied = facts.scene.path == "/clinic/enter" and control["type"] in ("checkbox", "radio")
    return FOR_A_MOUSE if copied and look == "desk" else LEAST


def nearer_than(least: float, facts: Facts, pairs: Iterable[tuple[dict, dict]]) -> list[tuple]:
    """The pairs of targets of this scene that are not this far apart, with how far they are."""
    return [
        (facts.scene.name, one["what"], other["what"], gap(one, other))
        for one, other in pairs
        if gap(one, other) < least - ROUNDING
    ]


@in_both
@pytest.mark.parametrize("look", MANY_LOOKS)
@pytest.mark.parametrize("group", GROUPS)
def test_a1_every_target_is_at_least_44_by_44(studio: Studio, group: str, look: str) -> None:
    small = [
        (facts.scene.name, control["what"], control["box"]["width"], control["box"]["height"])
        for facts in studio.of(GROUPS[group])
        for control in facts[look]["controls"]
        if not control["inSentence"]
        and min(control["box"]["width"], control["box"]["height"]) < least_of(facts, look, control) - ROUNDING
    ]
    assert not small


@in_both
@pytest.mark.parametrize("look", MANY_LOOKS)
@pytest.mark.parametrize("group", GROUPS)
def test_a1_no_two_targets_touch(studio: Studio, group: str, look: str) -> None:
    touching = []
    for facts in studio.of(GROUPS[group]):
        targets = [one for one in facts[look]["controls"] if one["inMain"] and not one["inSentence"]]
        touching += nearer_than(BETWEEN, facts, combinations(targets, 2))
    assert not touching


@in_both
@pytest.mark.parametrize("look", MANY_LOOKS)
@pytest.mark.parametrize("group", QUESTIONS)
def test_a2_big_answers_are_tall_wide_and_far_apart(studio: Studio, group: str, look: str) -> None:
    wrong = []
    tall, apart = ON_A_PHONE if look in ("narrow", "spaced") else (TALL, APART)
    for facts in studio.of(GROUPS[group]):
        found = answers_of(facts[look])
        assert len(found) >= 3, facts.scene.name
        wrong += [
            (facts.scene.name, one["what"], one["box"]) for one in found if one["box"]["height"] < tall - ROUNDING
        ]
        others = [one for one in facts[look]["controls"] if one not in found]
        pairs = [*combinations(found, 2), *((one, other) for one in found for other in others)]
        wrong += nearer_than(apart, facts, pairs)
        if not fill_their_column(facts, [one["box"] for one in found]):
            wrong.append((facts.scene.name, "answers do not have the full width of their column"))
    assert not wrong


def fill_their_column(facts: Facts, boxes: list[dict]) -> bool:
    """Whether each row of answers goes from edge to edge: one answer or, in a list, two as wide as each other."""
    rows: dict[int, list[dict]] = {}
    for box in boxes:
        rows.setdefault(round(box["top"]), []).append(box)
    edges = {(round(min(box["left"] for box in row)), round(max(box["right"] for box in row))) for row in rows.values()}
    most = 2 if content().question[facts.scene.path.removeprefix("/check/")].kind == "many" else 1
    evenly = all(max(b["width"] for b in row) - min(b["width"] for b in row) < 1 for row in rows.values())
    return len(edges) == 1 and evenly and max(map(len, rows.values())) <= most


@in_both
@pytest.mark.parametrize("group", QUESTIONS)
def test_a2_up_to_five_answers_are_seen_without_scrolling(studio: Studio, group: str) -> None:
    below = {}
    for facts in studio.of(GROUPS[group]):
        question = content().question[facts.scene.path.removeprefix("/check/")]
        lowest = max(one["box"]["bottom"] for one in answers_of(facts["desk"]))
        if question.kind == "one" and len(question.option) <= 5 and lowest > SCREEN:
            below[facts.scene.name] = lowest
    assert not below


@pytest.mark.parametrize(
    ("engine", "name"),
    [
        (CHROMIUM, "breathing, big, patient"), (CHROMIUM, "awake, big, patient"), (CHROMIUM, "location, big, patient"),
        (FIREFOX, "awake, big, caregiver"),
    ],
    indirect=["engine"],
)  # fmt: skip
def test_a3_a_press_acts_on_release_and_can_be_taken_back(
    context: BrowserContext, sites: dict, watch, name: str
) -> None:
    page = context.new_page()
    BY_NAME[name].open(page, sites)
    start = page.url
    watch.requests.clear()
    for target in page.locator("main button:visible, main .tick").all():
        target.scroll_into_view_if_needed()
        box = target.bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.down()
        settle(page)
        assert not watch.pages and not page.locator("input:checked").count(), "it acted before release"
        page.mouse.move(4, 4)
        page.mouse.up()
        settle(page)
        assert not watch.pages and not page.locator("input:checked").count(), "moving off did not take it back"
    assert page.url == start


@in_both
def test_a3_the_whole_row_is_the_target(context: BrowserContext, sites: dict) -> None:
    page = context.new_page()
    for across, down in ((0, 0), (1, 0), (0, 1), (1, 1)):
        for name in ("breathing, big, patient", "awake, big, patient"):
            BY_NAME[name].open(page, sites)
            row = page.locator("button.answer, .tick").first
            box = row.bounding_box()
            corner = {"x": 14 + across * (box["width"] - 28), "y": 14 + down * (box["height"] - 28)}
            if name.startswith("awake"):
                row.click(position=corner)
                assert page.locator("input:checked").count() == 1
            else:
                with page.expect_navigation():
                    row.click(position=corner)
                assert page.url.endswith("/check/awake")


def test_a4_nothing_listens_for_more_than_a_press(context: BrowserContext, sites: dict) -> None:
    context.add_init_script(NOTE_LISTENERS)
    page = context.new_page()
    for scene in tour(page, sites, SOME):
        listened = set(page.evaluate("window.listened"))
        attributes = page.evaluate("[...document.querySelectorAll('*')].flatMap((e) => e.getAttributeNames())")
        assert not listened & set(MORE_THAN_A_PRESS), scene.name
        assert not [name for name in attributes if name.startswith("on") or name in ("draggable", "accesskey")], (
            scene.name
        )


def test_a4_hovering_shows_and_moves_nothing(context: BrowserContext, served: Served) -> None:
    page = context.new_page()
    page.goto(served.base)
    rules = page.evaluate("""() => [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
        .flatMap((rule) => rule.cssRules ? [rule, ...rule.cssRules] : [rule])
        .filter((rule) => rule.selectorText?.includes(':hover')).map((rule) => [...rule.style])""")
    looks = {name for rule in rules for name in rule}
    starts, end = HARMLESS_ON_HOVER
    assert looks and not [name for name in looks if not name.startswith(starts) and not name.endswith(end)]


@pytest.mark.parametrize("group", GROUPS)
def test_a4_no_words_wait_behind_hovering(studio: Studio, group: str) -> None:
    assert not [
        (facts.scene.name, facts["desk"]["hints"]) for facts in studio.of(GROUPS[group]) if facts["desk"]["hints"]
    ]


def test_a3_a_press_with_a_finger_acts_on_release(open_context, sites: dict, watch) -> None:
    context = open_context(viewport=NARROW, has_touch=True)
    page = context.new_page()
    BY_NAME["breathing, big, patient"].open(page, sites)
    row = page.locator("button.answer").first
    row.scroll_into_view_if_needed()
    box = row.bounding_box()
    watch.requests.clear()
    devtools = context.new_cdp_session(page)
    inside = {"x": box["x"] + 30, "y": box["y"] + 30}
    devtools.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [inside]})
    settle(page)
    assert not watch.pages
    devtools.send("Input.dispatchTouchEvent", {"type": "touchCancel", "touchPoints": []})
    settle(page)
    assert not watch.pages
    with page.expect_navigation():
        row.tap()
