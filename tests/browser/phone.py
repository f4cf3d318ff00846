"""A phone of 390 by 844: opening a page on it with some answers given, and measuring what is there."""

from typing import Any

from playwright.sync_api import Page, ViewportSize

from tests.browser.scenes import Given
from tests.browser.server import Served

WIDTH, SCREEN = 390, 844
PHONE: ViewportSize = {"width": WIDTH, "height": SCREEN}
LONG = "document.documentElement.scrollHeight"
BOXES = """(names) => [...document.querySelectorAll(names)].filter((e) => e.getClientRects().length)
  .map((e) => e.getBoundingClientRect()).map(({top, bottom, left, right}) => ({top, bottom, left, right}))"""


def boxes(page: Page, names: str) -> list[dict[str, float]]:
    """Where what this selector names, and can be seen, stands on the page: px from the top left."""
    found: list[dict[str, float]] = page.evaluate(BOXES, names)
    return found


def show(page: Page, served: Served, path: str, given: Given, display: str = "big") -> None:
    """Open this page as someone who has given these answers and no other."""
    page.context.clear_cookies()
    page.context.add_cookies(served.cookie(given, display if display != "big" else None))
    page.goto(served.base + path)


def screens(page: Page, screen: float = SCREEN) -> float:
    """How many screens of this height the whole page is."""
    high: Any = page.evaluate(LONG)
    return float(high) / screen
