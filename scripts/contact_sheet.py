"""Writes the pictures of docs/: a question and the printed page for the README, and one sheet with every kind of page
in every look.

`python -m scripts.contact_sheet`; with a folder as argument, every page full length in every look goes there too,
to be looked at one by one. Needs what the browser tests need.
"""

import base64
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.engines import chromium_options
from tests.browser.facts import LARGE, LAY_OVER
from tests.browser.scenes import BY_NAME, SCENES, Scene
from tests.browser.server import CLINIC, Served, make_app, serving
from tests.visitor import Visitor

DOCS = Path(__file__).parents[1] / "docs"
LOOKS: Mapping[str, Mapping[str, Any]] = {
    "320": {"viewport": {"width": 320, "height": 640}},
    "768": {"viewport": {"width": 768, "height": 1024}},
    "1280": {"viewport": {"width": 1280, "height": 800}},
    "dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
    "forced": {"viewport": {"width": 1280, "height": 800}, "forced_colors": "active"},
    "large": {"viewport": {"width": 1280, "height": 800}},
}
QUESTION = "breathing, big, patient"
# What somebody made up answers, so that most places of the page have something to say; to all else, the calmest.
ANSWERED: dict[str, str | list[str]] = {
    "respondent": "caregiver",
    "fever": ["fever"],
    "location": ["middle", "lower"],
    "weight": "not_sure",
    "risk": ["blood_thinner", "breathing_support"],
    "mobility": "wheelchair",
    "usual": ["cramps", "slouch"],
}
WHERE = "https://check.example.org"
DOTS_A_POINT = 75 / 72
# On the sheet: a row for each of these pages, a column for each look.
ROWS = (
    "start, plain",
    "breathing, big, patient",
    "awake, big, caregiver",
    "location, big, patient",
    "skin, classic, patient",
    "nothing ticked, patient",
    "emergency, patient",
    "check answers, patient",
    "result emergency_now, patient",
    "result same_day, patient",
    "result self_care, caregiver",
    "settings",
)
# px: how much of a page is seen, and how wide it is on the sheet.
TALLEST = {"320": 640, "768": 900}
WIDTHS = {"320": 72, "768": 104}
TALLEST_ELSE, WIDTH_ELSE = 800, 144
SHEET = """<style>
  body { margin: 12px; background: #ddd; font: 12px sans-serif; width: max-content }
  table { border-spacing: 6px } td { vertical-align: top } th { text-align: left; max-width: 90px; font-weight: normal }
  img { display: block; background: #fff }
</style><table><tr><th></th>%s</tr>%s</table>"""

Sites = Mapping[str, Served]


@contextmanager
def _browser_and_sites() -> Iterator[tuple[Browser, Sites]]:
    with serving(make_app()) as plain, serving(make_app(CLINIC)) as clinic, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium_options())
        yield browser, {"plain": plain, "clinic": clinic}
        browser.close()


def _shown(page: Page, sites: Sites, scene: Scene, look: str) -> None:
    scene.open(page, sites)
    if look == "large":
        page.evaluate(LAY_OVER, LARGE)


def _picture(page: Page, tallest: int | None) -> bytes:
    size = page.viewport_size or {"width": 1280, "height": 800}
    full = page.evaluate("document.documentElement.scrollHeight")
    clip = {"x": 0, "y": 0, "width": size["width"], "height": min(full, tallest or full)}
    return page.screenshot(full_page=True, clip=clip)  # type: ignore[arg-type]  # a FloatRect


def every_page(browser: Browser, sites: Sites, folder: Path) -> None:
    """Every scene, full length, in every look."""
    folder.mkdir(parents=True, exist_ok=True)
    for look, options in LOOKS.items():
        page = browser.new_page(**options)
        for scene in SCENES:
            _shown(page, sites, scene, look)
            name = re.sub(r"[^a-z0-9_]+", "-", scene.name.lower())
            (folder / f"{look}-{name}.png").write_bytes(_picture(page, None))
        page.close()


def contact_sheet(browser: Browser, sites: Sites) -> bytes:
    """One picture: a row a page, a column a look."""
    cells: dict[tuple[str, str], str] = {}
    for look, options in LOOKS.items():
        page = browser.new_page(**options)
        for name in ROWS:
            _shown(page, sites, BY_NAME[name], look)
            cells[name, look] = base64.b64encode(_picture(page, TALLEST.get(look, TALLEST_ELSE))).decode()
        page.close()
    heads = "".join(f"<th>{look}</th>" for look in LOOKS)
    rows = ""
    for name in ROWS:
        images = (f'<td><img width="{WIDTHS.get(look, WIDTH_ELSE)}" src="data:image/png;base64,{cells[name, look]}">'
                  for look in LOOKS)  # fmt: skip
        rows += f"<tr><th>{name}</th>{''.join(images)}</tr>"
    page = browser.new_page()
    page.set_content(SHEET % (heads, rows))
    return page.locator("table").screenshot()


def question(browser: Browser, sites: Sites) -> bytes:
    """The first screen of a question, at half size."""
    page = browser.new_page(viewport={"width": 1280, "height": 800}, device_scale_factor=0.5)
    _shown(page, sites, BY_NAME[QUESTION], "1280")
    return page.screenshot()


def printed_page() -> bytes:
    """Page one of the PDF of somebody made up."""
    app = make_app()
    app.config["PUBLIC_ADDRESS"] = WHERE
    visitor = Visitor(app)
    visitor.walk(ANSWERED)
    with closing(pypdfium2.PdfDocument(visitor.client.get("/summary.pdf").data)) as document:
        drawn = document[0].render(scale=DOTS_A_POINT, grayscale=True).to_pil()
    picture = BytesIO()
    drawn.save(picture, "PNG", optimize=True)
    return picture.getvalue()


def main() -> None:
    """Write the pictures, and say how large they are."""
    with _browser_and_sites() as (browser, sites):
        if len(sys.argv) > 1:
            every_page(browser, sites, Path(sys.argv[1]))
        pictures = {"contact-sheet": contact_sheet(browser, sites), "question": question(browser, sites)}
    pictures["summary"] = printed_page()
    for name, picture in pictures.items():
        (DOCS / f"{name}.png").write_bytes(picture)
        print(f"docs/{name}.png: {len(picture) // 1000} KB")


if __name__ == "__main__":
    main()
