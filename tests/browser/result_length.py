"""How long the result and its pages are on a phone, for every worked case: ``python -m tests.browser.result_length``.

Text is measured in a face as wide as Arial, which the faces of phones are close to. ``to_end`` leaves out the footer
that every page of the service has.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from http import HTTPStatus
from statistics import median
from typing import Any, NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.engines import chromium_options
from tests.browser.phone import PHONE, SCREEN
from tests.browser.server import Given, Served, make_app, serving
from tests.rules.cases import vignettes

PAGES = ("/result", "/result/why", "/result/causes", "/result/sooner", "/result/questions")
FACE = "document.documentElement.style.fontFamily = '\"Liberation Sans\", Arial, sans-serif'"
MEASURE = """() => [document.documentElement.scrollHeight,
  document.querySelector('main').getBoundingClientRect().bottom,
  document.querySelector('main').innerText.split(/\\s+/).filter(Boolean).length]"""


SWAP = """(html) => {
  document.body = document.adoptNode(new DOMParser().parseFromString(html, 'text/html').body);
}"""
STYLE = re.compile('<link rel="stylesheet" href="([^"?]+)')


class Length(NamedTuple):
    """One page of one case: its height with and without the footer, in screens of a phone; the words one can see."""

    case: str
    tier: str
    screens: float
    to_end: float
    words: int


def lengths(browser: Browser, served: Served, sample: int = 1) -> Mapping[str, list[Length]]:
    """The result of every worked case, and its pages for one case in ``sample``, by address."""
    found: dict[str, list[Length]] = {path: [] for path in PAGES}
    with closing(Ruler(browser, served)) as ruler:
        for number, vignette in enumerate(vignettes()):
            for path in PAGES if number % sample == 0 else PAGES[:1]:
                if measured := ruler.measure(path, vignette.case.answers):
                    found[path].append(Length(vignette.case.name, vignette.case.tier, *measured))
    return found


class Ruler:
    """Measures pages of the service on a phone. The first one with these stylesheets is opened; after that the body of
    the next is put in the place of the last one's, which takes a fifth of the time."""

    def __init__(self, browser: Browser, served: Served) -> None:
        """``served``: the service, whose test client makes the pages."""
        self._served = served
        self._context = browser.new_context(viewport=PHONE)
        self._pages: dict[tuple[str, ...], Page] = {}

    def measure(self, path: str, answers: Given) -> tuple[float, float, int] | None:
        """A page's screens, with and without the footer, and its words; None where another page comes in its place."""
        cookies = self._served.cookie(answers)
        client = self._served.app.test_client()
        client.set_cookie(cookies[0]["name"], cookies[0]["value"])
        answer = client.get(path)
        if answer.status_code != HTTPStatus.OK:
            return None  # at an emergency some pages send back to the call
        styles = tuple(STYLE.findall(answer.text))
        if styles in self._pages:
            self._pages[styles].evaluate(SWAP, answer.text)
        else:
            self._pages[styles] = self._opened(path, cookies)
        height, bottom, words = self._pages[styles].evaluate(MEASURE)
        return height / SCREEN, bottom / SCREEN, words

    def _opened(self, path: str, cookies: list[Any]) -> Page:
        page = self._context.new_page()
        self._context.clear_cookies()
        self._context.add_cookies(cookies)
        page.goto(self._served.base + path)
        before = page.evaluate(MEASURE)
        page.evaluate(SWAP, page.content())
        assert page.url.endswith(path) and page.evaluate(MEASURE) == before, "no script makes it longer or shorter"
        page.evaluate(FACE)
        return page

    def close(self) -> None:
        """Close the page."""
        self._context.close()


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
