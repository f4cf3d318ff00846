"""Where the keyboard's focus is, and whether it can be seen."""

from pathlib import Path
from typing import Any

from playwright.sync_api import ElementHandle, Page

FOCUSED = Path(__file__).with_name("focused.js").read_text()
# One question, for each takes the browser longer to hear than to answer.
LOOK = f"(wanted) => {{ const at = ({FOCUSED})(); return at && {{...at, wanted: document.activeElement === wanted}} }}"


def settle(page: Page) -> None:
    """Let the browser paint twice: by then anything that was going to happen has begun."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def focused(page: Page, wanted: ElementHandle | None = None) -> dict[str, Any] | None:
    """What focused.js says of the stop with the focus, and whether it is the one ``wanted``. None when the focus is on
    no part of the page."""
    found: dict[str, Any] | None = page.evaluate(LOOK, wanted)
    return found
