"""Where the keyboard's focus is, and whether it can be seen."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

FOCUSED = Path(__file__).with_name("focused.js").read_text()


def settle(page: Page) -> None:
    """Let the browser paint twice: by then anything that was going to happen has begun."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def focused(page: Page) -> dict[str, Any] | None:
    """What focused.js says of the stop with the focus. None when it is on no part of the page."""
    found: dict[str, Any] | None = page.evaluate(FOCUSED)
    return found
