"""Where a call is the next thing to do, its number is the one thing that is filled; elsewhere the numbers are drawn."""

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.scenes import tour

pytestmark = pytest.mark.browser

CALL_NOW = ("emergency, patient", "help now, plain", "danger of another check", "danger lost")
CALL_PERHAPS = ("answer of another check", "start, plain", "result soon, patient")
FILLED = """() => {
  const ground = (e) => getComputedStyle(e).backgroundColor;
  return [...document.querySelectorAll('main :is(.call, .go, .button)')]
    .filter((e) => e.getClientRects().length && ground(e) !== ground(document.body))
    .map((e) => e.className + (e === document.querySelector('main .call') ? ' first' : ''));
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_first_number_alone_is_filled_where_it_has_to_be_called_now(open_context, sites: dict, scheme: str) -> None:
    page = open_context(color_scheme=scheme).new_page()
    for scene in tour(page, sites, CALL_NOW):
        assert page.evaluate(FILLED) == ["call first"], scene.name


def test_where_the_call_is_not_the_next_thing_the_way_on_is_filled(context: BrowserContext, sites: dict) -> None:
    page = context.new_page()
    for scene in tour(page, sites, CALL_PERHAPS):
        assert page.evaluate(FILLED) == ["go"], scene.name
