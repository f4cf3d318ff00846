"""What a setting promises is what a browser shows, with and without script."""

from itertools import combinations, pairwise
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from app.visit.choices import CHOICES
from tests.browser.facts import NARROW, measured
from tests.browser.scenes import CALM, OF_EACH_KIND, TO_TIER, everyone, until
from tests.browser.server import Served
from tests.browser.test_targets import gap
from tests.visit.settings_cookies import for_browser

pytestmark = pytest.mark.browser

BOXES = """(names) => [...document.querySelectorAll(names)].map((e) => e.getBoundingClientRect())
  .map(({x, y, width, height}) => ({x, y, width, height}))"""
SIDEWAYS = "document.documentElement.scrollWidth - innerWidth"
# Everything at its largest, and each choice of colours.
EXTREMES: tuple[dict[str, str], ...] = (
    {"text": "200", "size": "160", "spacing": "64"},
    {"contrast": "dark", "text": "125"},
    {"contrast": "light", "text": "150"},
    {"contrast": "more", "scanner": "on"},
    {"display": "classic", "text": "200", "scanner": "on"},
)
AXE = Axe()
LARGEST = EXTREMES[0]
WIDTHS = (320, 768, 1280)
PATHS = ("/check/fall", "/check/location", "/result", "/check-answers", "/settings", "/", "/help-now", "/accessibility")


def show(context: BrowserContext, served: Served, path: str, tier: str = "soon", **chosen: str) -> Page:
    context.add_cookies(for_browser(served.app, served.base, everyone("patient", **TO_TIER[tier]), **chosen))
    page = context.new_page()
    page.goto(served.base + path)
    return page


def broken(page: Page) -> list[Any]:
    """What is cut, sticks out, lies under the drawing of the back or over something else that can be pressed."""
    look = measured(page)
    # The scanner's bar lies over the page, which is scrolled to what the frame is on.
    whole = [control for control in look["controls"] if control["inMain"] or control["tag"] == "a"]
    targets = [control for control in whole if not control["inSentence"]]
    covered = [(one["what"], other["what"]) for one, other in combinations(targets, 2) if gap(one, other) < 0]
    spilt = [control["what"] for control in look["controls"] if control["spills"]]
    return [*look["clipped"], *look["sideways"], *look["overPicture"], *spilt, *covered]


def boxes(page: Page, names: str) -> list[dict[str, float]]:
    return page.evaluate(BOXES, names)


@pytest.mark.parametrize("size", CHOICES["size"])
def test_answers_are_as_tall_as_the_setting_says(context: BrowserContext, served: Served, size: str) -> None:
    for path in ("/check/fall", "/check/awake"):
        page = show(context, served, path, size=size)
        assert min(box["height"] for box in boxes(page, ".answers :is(.answer, .tick, .go)")) >= int(size)


@pytest.mark.parametrize("spacing", CHOICES["spacing"])
def test_answers_are_as_far_apart_as_the_setting_says(context: BrowserContext, served: Served, spacing: str) -> None:
    page = show(context, served, "/check/fall", spacing=spacing)
    answers = boxes(page, ".answer")
    gaps = [after["y"] - before["y"] - before["height"] for before, after in pairwise(answers)]
    assert min(gaps) >= int(spacing) - 0.5


@pytest.mark.parametrize("text", CHOICES["text"])
def test_text_is_as_large_as_the_setting_says_and_buttons_keep_their_own_size(
    context: BrowserContext, served: Served, text: str
) -> None:
    page = show(context, served, "/check/breathing", text=text)
    sizes = page.evaluate(
        "[...document.querySelectorAll('.answer, .hint')].map((e) => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert min(sizes) == 20 * int(text) / 100
    assert 96 <= min(box["height"] for box in boxes(page, ".answer")) <= 130


@pytest.mark.parametrize(
    ("contrast", "system", "paper"),
    [
        ("system", "light", "255, 255, 255"), ("system", "dark", "18, 22, 28"),
        ("light", "dark", "255, 255, 255"), ("dark", "light", "18, 22, 28"),
        ("more", "light", "255, 255, 255"), ("more", "dark", "0, 0, 0"),
    ],
)  # fmt: skip
def test_colours_are_the_setting_s(open_context: Any, served: Served, contrast: str, system: str, paper: str) -> None:
    page = show(open_context(color_scheme=system), served, "/", contrast=contrast)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == f"rgb({paper})"


@pytest.mark.parametrize("chosen", EXTREMES, ids=lambda chosen: " ".join(chosen.values()))
def test_nothing_scrolls_sideways_or_is_covered_and_every_target_is_large_enough(
    context: BrowserContext, served: Served, chosen: dict[str, str]
) -> None:
    page = show(context, served, PATHS[0], **chosen)
    for path in PATHS:
        page.goto(served.base + path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(SIDEWAYS) <= 0, (path, width)
            targets = boxes(page, "main a, main button, summary, .tick, .top a, .foot a")
            assert not [box for box in targets if 0 < box["height"] < 44], (path, width)
            assert not broken(page), (path, width)


@pytest.mark.parametrize("tier", TO_TIER)
def test_the_largest_text_cuts_no_word_of_what_to_do(context: BrowserContext, served: Served, tier: str) -> None:
    page = show(context, served, "/result", tier, **LARGEST)
    page.set_viewport_size(NARROW)
    for path in ("/result", "/result/why", "/check/awake", "/crew", "/emergency"):
        page.goto(served.base + path)
        assert not broken(page), path


def test_the_largest_text_breaks_no_page_on_a_narrow_phone(context: BrowserContext, sites: dict[str, Served]) -> None:
    page = context.new_page()
    page.set_viewport_size(NARROW)
    wrong = {}
    for scene in (scene for scene in OF_EACH_KIND if scene.act is None and scene.status == 200):
        served = sites[scene.site]
        page.context.clear_cookies()
        page.context.add_cookies(for_browser(served.app, served.base, scene.given, display=scene.display, **LARGEST))
        page.goto(served.base + scene.path)
        if found := broken(page):
            wrong[scene.name] = found
    assert not wrong


@pytest.mark.parametrize("chosen", EXTREMES, ids=lambda chosen: " ".join(chosen.values()))
def test_axe_finds_nothing(context: BrowserContext, served: Served, chosen: dict[str, str]) -> None:
    page = show(context, served, "/check/location", **chosen)
    for path in ("/check/location", "/result", "/settings"):
        page.goto(served.base + path)
        found = AXE.run(
            page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
        )
        assert found.violations_count == 0, (path, found.generate_report())


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_each_press_shows_at_once_and_the_page_stays_at_its_group(
    open_context: Any, served: Served, script: bool
) -> None:
    context = open_context(java_script_enabled=script)
    context.add_cookies(served.cookie(until("fall", CALM)))
    page = context.new_page()
    page.goto(f"{served.base}/settings")
    for name, value in (("size", "160"), ("contrast", "dark"), ("text", "150"), ("rate", "0.8")):
        with page.expect_navigation():
            page.locator(f"button[name={name}][value='{value}']").click()
        expect(page.locator(f"button[name={name}][aria-current=true]")).to_have_attribute("value", value)
        box = page.locator(f"#{name}").bounding_box()
        assert box and 0 <= box["y"] <= 400, f"{name} is where the eye left it"
    expect(page.locator("html")).to_have_class("is-big is-size-160 is-text-150 is-contrast-dark")
    with page.expect_navigation():
        page.get_by_role("button", name="Reset all settings").click()
    expect(page.locator("html")).to_have_class("is-big")
    page.get_by_role("link", name="Continue the check").click()
    page.wait_for_url("**/check/fall")


def test_print_is_the_same_for_everybody(context: BrowserContext, served: Served) -> None:
    page = show(context, served, "/result", text="200", contrast="dark", size="160", scanner="on")
    page.emulate_media(media="print")
    expect(page.locator(".scan")).to_be_hidden()
    look = page.evaluate("(({fontSize, color}) => [fontSize, color])(getComputedStyle(document.body))")
    assert look == ["14.6667px", "rgb(0, 0, 0)"]


def test_without_script_the_page_says_what_needs_it(open_context: Any, served: Served) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto(f"{served.base}/settings")
    # Chromium parses noscript when a test turns script off, but does not show it.
    assert "need JavaScript" in (page.locator("main noscript p").text_content() or "")
