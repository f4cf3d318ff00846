"""How long the result and its pages are on a phone, for every worked case: ``python -m tests.browser.result_length``.

Text is measured in a face as wide as Arial, which the faces of phones are close to. ``to_end`` leaves out the footer
that every page of the service has.
"""

from collections.abc import Iterator, Mapping
from statistics import median
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.engines import chromium_options
from tests.browser.phone import PHONE, SCREEN
from tests.browser.server import Served, make_app, serving
from tests.rules.cases import vignettes

PAGES = ("/result", "/result/why", "/result/causes", "/result/sooner", "/result/questions")
FACE = "document.documentElement.style.fontFamily = '\"Liberation Sans\", Arial, sans-serif'"
MEASURE = """() => [document.documentElement.scrollHeight,
  document.querySelector('main').getBoundingClientRect().bottom,
  document.querySelector('main').innerText.split(/\\s+/).filter(Boolean).length]"""


class Length(NamedTuple):
    """One page of one case: its height with and without the footer, in screens of a phone; the words one can see."""

    case: str
    tier: str
    screens: float
    to_end: float
    words: int


def lengths(browser: Browser, served: Served, sample: int = 1) -> Mapping[str, list[Length]]:
    """The result of every worked case, and its pages for one case in ``sample``, by address."""
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    found: dict[str, list[Length]] = {path: [] for path in PAGES}
    for number, vignette in enumerate(vignettes()):
        context.clear_cookies()
        context.add_cookies(served.cookie(vignette.case.answers))
        for path in PAGES if number % sample == 0 else PAGES[:1]:
            if measured := measure(page, served.base, path):
                found[path].append(Length(vignette.case.name, vignette.case.tier, *measured))
    context.close()
    return found


def measure(page: Page, base: str, path: str) -> tuple[float, float, int] | None:
    """A page's screens, with and without the footer, and its words; None where another page comes in its place."""
    page.goto(base + path)
    if not page.url.endswith(path):
        return None  # at an emergency some pages send back to the call
    page.evaluate(FACE)
    height, bottom, words = page.evaluate(MEASURE)
    return height / SCREEN, bottom / SCREEN, words


def table(found: Mapping[str, list[Length]]) -> Iterator[str]:
    """The measures as a Markdown table: the median and the fullest."""
    yield "| page | result | cases | screens | without footer | words |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for path, measured in found.items():
        for tier in ("all", *dict.fromkeys(one.tier for one in measured)):
            of_tier = [one for one in measured if tier in ("all", one.tier)]
            cells = (
                f"{median(values):.{places}f}, {max(values):.{places}f}"
                for values, places in (
                    ([one.screens for one in of_tier], 2),
                    ([one.to_end for one in of_tier], 2),
                    ([one.words for one in of_tier], 0),
                )
            )
            yield f"| {path} | {tier} | {len(of_tier)} | {' | '.join(cells)} |"


def main() -> None:
    """Print the table."""
    with serving(make_app()) as served, sync_playwright() as playwright:
        print("\n".join(table(lengths(playwright.chromium.launch(**chromium_options()), served))))


if __name__ == "__main__":
    main()
