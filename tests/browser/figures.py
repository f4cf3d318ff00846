"""The figures of docs/before-and-after.md, measured again: ``make figures``.

What stands under "before" was measured once, on content 1.0, before the pages were drawn anew; it cannot be measured
again. Text is measured in a face as wide as Arial, at 390 by 844 px where nothing else is said.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from app.rules.load import content
from tests.bench.weight import FIRST_VISIT
from tests.bench.weight import Browser as Scales
from tests.browser.doc import documented
from tests.browser.engines import chromium_options
from tests.browser.facts import DESK
from tests.browser.phone import PHONE, SCREEN, boxes, screens, show
from tests.browser.result_length import FACE, Length, lengths
from tests.browser.scenes import CALM, TO_TIER, everyone, until
from tests.browser.server import Served, make_app, serving

DOC = Path(__file__).parents[2] / "docs" / "before-and-after.md"
START, END = "<!-- figures -->\n", "<!-- end of figures -->"


class Figure(NamedTuple):
    """One line: what is measured, how it was before, how it is now, and the most it may be; all in one unit."""

    what: str
    before: str
    now: float
    most: float

    @property
    def row(self) -> str:
        """It as a row of the table."""
        return f"| {self.what} | {self.before} | {self.now:,.6g} | {self.most:,.6g} |"


def figures(browser: Browser, served: Served) -> Iterator[Figure]:
    """Every figure of the page."""
    yield from _results(lengths(browser, served)["/result"])
    page = browser.new_context(viewport=PHONE).new_page()
    yield from _questions(page, served)
    yield from _others(page, served)
    yield _clinic(page, served)
    page.context.close()
    yield Figure("activations from start to result, all No", "25", _activations(), 25)
    yield Figure("first visit, bytes", "-", Scales(served.app).weigh("/"), FIRST_VISIT)


def _results(found: list[Length]) -> Iterator[Figure]:
    calls = [one for one in found if one.tier == "emergency_now"]
    yield Figure("result, screens before the footer, median", "14", _rounded(median(one.to_end for one in found)), 2)
    yield Figure("result, screens, the fullest", "17", _rounded(max(one.screens for one in found)), 3)
    yield Figure("result, words, median", "1,500 to 1,900", median(one.words for one in found), 260)
    longest = max(one.to_end for one in calls)
    yield Figure("result at an emergency, screens before the footer, the fullest", "9.4", _rounded(longest), 1.5)
    yield Figure("result at an emergency, words, the fullest", "882", max(one.words for one in calls), 260)


def _questions(page: Page, served: Served) -> Iterator[Figure]:
    long, below, alarms = [], 0, []
    urgent = everyone("patient", **TO_TIER["emergency_now"])
    for question in content().questions:
        _show(page, served, f"/check/{question.id}", dict(until(question.id, everyone("patient"))))
        long.append(screens(page))
        below += max(box["bottom"] for box in boxes(page, ".answers :is(.answer, .tick)")) > SCREEN
        if question in content().questions[2:]:
            _show(page, served, f"/check/{question.id}", dict(until(question.id, urgent)))
            [alarm] = boxes(page, ".alarm")
            alarms.append(alarm["bottom"] - alarm["top"])
    single = sum(question.kind == "one" for question in content().questions)
    yield Figure("question, screens, median", "2.5", _rounded(median(long)), 2)
    yield Figure("question, screens, the longest", "-", _rounded(max(long)), 2)
    lists = len(content().questions) - single
    yield Figure("questions with an answer below the first screen", "19 or 20 of 22", below, lists)
    yield Figure("the row after an emergency answer, px, the highest", "615", _rounded(max(alarms)), 120)


def _others(page: Page, served: Served) -> Iterator[Figure]:
    _show(page, served, "/", {})
    yield Figure(
        "start page, px to the end of Start", "1,188", _rounded(boxes(page, "main h1 + p .go")[0]["bottom"]), 330
    )
    yield Figure(
        "start page, px to the end of the danger row", "-", _rounded(boxes(page, ".first")[0]["bottom"]), SCREEN
    )
    _show(page, served, "/check-answers", CALM)
    yield Figure("check your answers, screens, all No", "4.4", _rounded(screens(page)), 2)
    _show(page, served, "/settings", CALM)
    yield Figure("settings, screens", "5.7", _rounded(screens(page)), 2)


def _clinic(page: Page, served: Served) -> Figure:
    page.set_viewport_size(DESK)
    _show(page, served, "/clinic/enter", {})
    high = _rounded(screens(page, DESK["height"]))
    return Figure("clinic entry, screens of a desk, 1280 by 800", "9.5", high, 4)


def _show(page: Page, served: Served, path: str, given: Mapping[str, tuple[str, ...]]) -> None:
    show(page, served, path, given)
    page.evaluate(FACE)


def _activations() -> float:
    return float(documented()["pointer", "all No"].partition(" ")[0])


def _rounded(value: float) -> float:
    return round(value, 2)


def main() -> None:
    """Measure, and put the table between its marks in the page."""
    with serving(make_app()) as served, sync_playwright() as playwright:
        found = list(figures(playwright.chromium.launch(**chromium_options()), served))
    head, _, rest = DOC.read_text().partition(START)
    rows = ["| what | before | now | at most |", "| --- | --- | --- | --- |", *(figure.row for figure in found)]
    DOC.write_text(head + START + "\n".join(rows) + "\n" + END + rest.partition(END)[2])
    if over := [figure.what for figure in found if figure.now > figure.most]:
        raise SystemExit(f"over what it may be: {'; '.join(over)}")


if __name__ == "__main__":
    main()
