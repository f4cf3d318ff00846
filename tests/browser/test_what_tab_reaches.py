"""A6, A7, A12: what Tab reaches, in which order, and that each stop is seen. Nothing else is here."""

from collections.abc import Iterable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.rules.load import content
from tests.browser.engines import CHROMIUM, FIREFOX, Engine, in_both
from tests.browser.facts import Facts, Look, Studio
from tests.browser.focus import focused
from tests.browser.scenes import BY_NAME, GROUPS, KINDS, OF_EACH_KIND, Scene
from tests.browser.test_targets import answers_of

pytestmark = pytest.mark.browser

MOST_STOPS, MOST_OF_ALL = 8, 200
RING, RING_CONTRAST = 2, 3
QUESTIONS = [group for group in GROUPS if group.startswith(("big", "classic"))]
# Stops in the order of the page, a group of radios counting once, as the keyboard does.
EXPECTED_STOPS = """() => {
  const groups = new Set();
  const all = 'a[href], button, input:not([type="hidden"]), textarea, select, summary, [tabindex="0"]';
  const from = document.activeElement; // an error summary takes the focus, and Tab goes on from there
  return [...document.querySelectorAll(all)]
    .filter((e) => from.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING)
    .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.disabled)
    .filter((e) => e.type !== 'radio' || (!groups.has(e.name) && groups.add(e.name)))
    .map((e) => e.type === 'radio' ? e.name : e.outerHTML.slice(0, 120));
}"""
CHOSEN = tuple(BY_NAME[f"{kind}, {display}, caregiver"] for kind in KINDS for display in ("big", "classic"))
IN_THE_DARK = tuple(
    BY_NAME[name] for name in ("start, plain", "awake, big, patient", "skin, classic, patient", "emergency, patient")
)
AT_ONCE = 9  # scenes in one test: a long round of Tab would keep one process busy when the other is done
ROUNDS: tuple[tuple[Engine, str, tuple[Scene, ...]], ...] = (
    (CHROMIUM, "questions", CHOSEN),
    (CHROMIUM, "results", GROUPS["results, patient"]),
    (CHROMIUM, "results, caregiver", GROUPS["results, caregiver"][:4]),
    (CHROMIUM, "pages", GROUPS["pages"]),
    (CHROMIUM, "troubles", GROUPS["troubles"]),
    (FIREFOX, "each kind", OF_EACH_KIND[1::2]),
)
each_round = pytest.mark.parametrize(
    ("engine", "scenes"),
    [
        pytest.param(engine, scenes[place : place + AT_ONCE], id=f"{engine}, {name} {place // AT_ONCE + 1}")
        for engine, name, scenes in ROUNDS
        for place in range(0, len(scenes), AT_ONCE)
    ],
    indirect=["engine"],
)


def stops(page: Page, key: str = "Tab") -> list[str]:
    """Press Tab from the top (or Shift+Tab from the end) until the focus leaves the page; every stop can be seen."""
    found: list[str] = []
    for _ in range(MOST_OF_ALL):
        page.keyboard.press(key)
        at = focused(page)
        if at is None or at["stop"] in found[:1]:  # out of the page, or in again at the other side
            return found
        assert at["ring"] >= RING and at["contrast"] >= RING_CONTRAST, (page.title(), at)
        assert at["inView"] and at["uncovered"] and not at["hidden"], (page.title(), at)
        found.append(at["stop"])
    raise AssertionError(f"a trap on {page.title()}: {found[-3:]}")


def tour_of_tabs(context: BrowserContext, sites: dict, scenes: Iterable[Scene]) -> Iterator[tuple[Scene, Page]]:
    """Open each scene in a tab of its own. Once Tab has left a page the focus is with the browser's own controls,
    and in Firefox it stays there when another page comes. A tab that a page opens is in its window: one that a test
    asks for has a window of its own in Firefox, which takes it longer to make than to press Tab through it."""
    first = context.new_page()
    for scene in scenes:
        with first.expect_popup() as opened:
            first.evaluate("void open('about:blank')")
        page = opened.value
        scene.open(page, sites)
        yield scene, page
        page.close()


@each_round
def test_a6_a12_tab_goes_through_each_page_in_order_and_out(
    context: BrowserContext, sites: dict, scenes: tuple[Scene, ...]
) -> None:
    for scene, page in tour_of_tabs(context, sites, scenes):
        expected = page.evaluate(EXPECTED_STOPS)
        assert stops(page) == expected, scene.name


@in_both
def test_a6_shift_tab_goes_back_the_same_way(context: BrowserContext, sites: dict, engine: Engine) -> None:
    for scene, page in tour_of_tabs(context, sites, CHOSEN if engine == CHROMIUM else CHOSEN[::3]):
        expected = page.evaluate(EXPECTED_STOPS)
        assert stops(page, "Shift+Tab") == expected[::-1], scene.name


def test_a12_the_ring_stands_out_in_the_dark(open_context, sites: dict) -> None:
    context = open_context(color_scheme="dark")
    for scene, page in tour_of_tabs(context, sites, IN_THE_DARK):
        assert stops(page), scene.name


@in_both
def test_a7_the_skip_link_comes_first_and_skips(context: BrowserContext, sites: dict) -> None:
    page = context.new_page()
    BY_NAME["location, big, patient"].open(page, sites)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def stops_before(look: Look, control: dict) -> int:
    """Focus stops before this control: the skip link, then every control above it; a group of radios is one stop."""
    above = [one for one in look["controls"] if one["number"] < control["number"]]
    radios = {one["name"] for one in above if one["type"] == "radio"}
    return 1 + len([one for one in above if one["type"] != "radio"]) + len(radios - {control["name"]})


@in_both
@pytest.mark.parametrize("group", QUESTIONS)
def test_a7_few_stops_before_the_answers(studio: Studio, group: str) -> None:
    late = {}
    for facts in studio.of(GROUPS[group]):
        answers = [one for one in answers_of(facts["desk"]) if one["name"]]
        single = content().question[facts.scene.path.removeprefix("/check/")].kind == "one"
        counted = stops_before(facts["desk"], answers[-1 if single else 0])
        if counted > MOST_STOPS:
            late[facts.scene.name] = counted
        main = [one for one in facts["desk"]["controls"] if one["inMain"]]
        assert main[0] in answers, f"{facts.scene.name}: {main[0]['what']} comes before the answers"
    assert not late


def test_a7_at_once_answers_of_tick_lists_are_counted(studio: Studio) -> None:
    # The reading of A7 for tick lists, written down in docs/accessibility.md: the longest way to "Not sure".
    worst = max(_stops_to_last(facts) for facts in studio.of(GROUPS["big, patient"]))
    assert worst <= 15


def _stops_to_last(facts: Facts) -> int:
    return stops_before(facts["desk"], answers_of(facts["desk"])[-1])
