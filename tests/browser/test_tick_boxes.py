"""An empty tick box or radio looks empty, and a chosen one does not: read from the pixels of the screen."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.engines import in_both
from tests.browser.scenes import BY_NAME
from tests.visit.settings_cookies import for_browser

pytestmark = pytest.mark.browser

KINDS = {"awake": "big", "breathing": "classic"}
INSIDE = """async ([bytes, places]) => {
  const picture = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: 'image/png' }));
  const canvas = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
  canvas.drawImage(picture, 0, 0);
  const { data, width } = canvas.getImageData(0, 0, picture.width, picture.height);
  return places.map(([x, y]) => (Math.round(y) * width + Math.round(x)) * 4).map((at) => [...data.slice(at, at + 4)]);
}"""
MARK = "(e) => getComputedStyle(e, '::before').content"
STYLES = "(e) => ['appearance', 'outlineStyle', 'borderTopWidth'].map((name) => getComputedStyle(e)[name])"
LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "more contrast": {"contrast": "more", "color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
}


def inside(page: Page, box: Locator) -> list[set[tuple[int, ...]]]:
    """The colours within a box, an eighth of it away from its middle, and that of its row just beside it."""
    row = box.locator("xpath=..")
    picture, outer, inner = row.screenshot(), row.bounding_box(), box.bounding_box()
    assert outer and inner
    x, y = inner["x"] - outer["x"] + inner["width"] / 2, inner["y"] - outer["y"] + inner["height"] / 2
    off = inner["width"] / 8
    within = [[x + right * off, y + down * off] for right in (-1, 0, 1) for down in (-1, 0, 1)]
    beside = [x - inner["width"] / 2 - 5, y]
    reader = page.context.new_page()  # an empty page, which no policy of ours forbids to read a picture
    found = [tuple(one) for one in reader.evaluate(INSIDE, [list(picture), [*within, beside]])]
    reader.close()
    return [set(found[:-1]), {found[-1]}]


def chosen_and_empty(page: Page) -> tuple[Locator, Locator]:
    """The two boxes of a question whose first one is chosen now; the press of it has left no ring behind."""
    boxes = page.locator("main input:not([type=hidden])")
    boxes.first.check()
    page.locator("h1").click()
    return boxes.first, boxes.nth(1)


@pytest.mark.parametrize("question", KINDS)
@pytest.mark.parametrize("look", LOOKS)
def test_an_empty_box_is_as_the_row_around_it_and_a_chosen_one_is_not(
    open_context: Any, sites: dict, look: str, question: str
) -> None:
    page = open_context(**LOOKS[look]).new_page()
    BY_NAME[f"{question}, {KINDS[question]}, patient"].open(page, sites)
    chosen, empty = chosen_and_empty(page)
    within, beside = inside(page, empty)
    assert within == beside, look
    within, beside = inside(page, chosen)
    assert not within <= beside, look


@in_both
def test_in_both_browsers_it_is_drawn_with_one_edge(open_context: Any, sites: dict) -> None:
    page = open_context().new_page()
    for question, display in KINDS.items():
        BY_NAME[f"{question}, {display}, patient"].open(page, sites)
        chosen, empty = chosen_and_empty(page)
        assert empty.evaluate(STYLES) == ["none", "none", "3px"]
        assert empty.evaluate(MARK) == "none"
        assert chosen.evaluate(MARK) != "none"


@pytest.mark.parametrize("contrast", ["light", "dark", "more"])
def test_with_each_contrast_of_the_settings_too(open_context: Any, served: Any, contrast: str) -> None:
    page = open_context().new_page()
    given = {"respondent": ("patient",), "breathing": ("no",)}
    page.context.add_cookies(for_browser(served.app, served.base, given, contrast=contrast))
    page.goto(f"{served.base}/check/awake")
    chosen, empty = chosen_and_empty(page)
    assert inside(page, empty)[0] == inside(page, empty)[1]
    assert not inside(page, chosen)[0] <= inside(page, chosen)[1]
