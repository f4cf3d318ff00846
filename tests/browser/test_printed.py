"""The result printed from the browser: whole, on A4 and on Letter, without the buttons of the screen."""

from itertools import pairwise

import pytest
from playwright.sync_api import BrowserContext

from app.rules.load import content
from tests.browser.paper import SCREEN_ONLY, on_paper, printed
from tests.browser.scenes import BY_NAME, TO_TIER, tour
from tests.telling.summary_help import squeezed

pytestmark = pytest.mark.browser

MOST_PAGES, LEAST_ON_A_SHEET = 8, 40
PAPER = {"A4": (595, 842), "Letter": (612, 792)}
WITH_FOLDS = ("result, why, patient", "result, answers, caregiver")
NOT_OF_A_RESULT = (*SCREEN_ONLY, "Look at the answers again", "Clear the answers from this browser")


@pytest.mark.parametrize("voice", ["patient", "caregiver"])
def test_the_result_of_each_tier_prints_whole(context: BrowserContext, sites: dict, voice: str) -> None:
    page = context.new_page()
    lines = [line.text.to(voice) for group in ("limits", "always") for line in content().advice_in(group)]
    assert lines
    for scene in tour(page, sites, [f"result {tier}, {voice}" for tier in TO_TIER] + [f"result, stopped, {voice}"]):
        heading = squeezed(on_paper(page))
        for paper, size in PAPER.items():
            pdf = printed(page, paper)
            sheets = [sheet.extract_text() for sheet in pdf.pages]
            text = squeezed("".join(sheets))
            assert [float(side) for side in pdf.pages[0].mediabox[2:]] == pytest.approx(size, abs=1)
            assert heading in squeezed(sheets[0]), f"{scene.name}: the tier is not on the first sheet"
            assert len(sheets) <= MOST_PAGES, scene.name
            assert all(len(sheet) > LEAST_ON_A_SHEET for sheet in sheets), f"{scene.name}: an empty sheet"
            assert not [words for words in NOT_OF_A_RESULT if squeezed(words) in text], scene.name
            assert not [line for line in lines if "{" not in line and squeezed(line) not in text], scene.name


def test_a_dark_screen_prints_black_on_white(open_context, sites: dict) -> None:
    page = open_context(color_scheme="dark").new_page()
    page.emulate_media(media="print")
    for scene in tour(page, sites, ("result same_day, patient", "result emergency_now, clinic")):
        grounds, words = page.evaluate("""() => {
          const shown = [...document.querySelectorAll('body, main *, .paper *')].filter((e) => e.checkVisibility());
          return ['backgroundColor', 'color'].map((name) => shown.map((e) => getComputedStyle(e)[name]));
        }""")
        assert set(grounds) == {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}, scene.name
        assert set(words) == {"rgb(0, 0, 0)"}, scene.name


def test_what_is_folded_on_screen_is_printed_open(context: BrowserContext, sites: dict) -> None:
    page = context.new_page()
    for name in WITH_FOLDS:
        BY_NAME[name].open(page, sites)
        closed = page.locator("main details:not([open])")
        assert closed.count() > 0, name
        inside = [one.evaluate("(e) => e.querySelector('li, dt, p').textContent") for one in closed.all()]
        text = squeezed(" ".join(sheet.extract_text() for sheet in printed(page, "A4").pages))
        assert not [words for words in inside if squeezed(words) not in text], name


def test_an_emergency_prints_its_numbers_large_and_first(context: BrowserContext, sites: dict) -> None:
    page = context.new_page()
    BY_NAME["emergency, patient"].open(page, sites)
    first, *others = [sheet.extract_text() for sheet in printed(page, "A4").pages]
    assert squeezed(first).startswith("Call911,999or112now")
    where = [
        squeezed("".join([first, *others])).index(words)
        for words in ("Call911,999or112now", "Call911United", "Call999", "Call112Europe", "Why")
    ]
    assert all(one < other for one, other in pairwise(where)), where
    page.emulate_media(media="print")
    size = "(e) => parseFloat(getComputedStyle(e).fontSize)"
    number, heading = (page.locator(f"main {one}").first.evaluate(size) for one in (".call-do", "h2"))
    assert number > heading
