"""What a browser's own Print makes of a page."""

import io

from playwright.sync_api import Page
from pypdf import PdfReader

from app.rules.load import content

# Ways of the screen that lead nowhere on paper.
SCREEN_ONLY = ("Skip to the page", "Get help now", "Read aloud")


def on_paper(page: Page) -> str:
    """What the first printed sheet of this page says it is: its heading, or of a result the level for staff."""
    tier = page.locator("main").get_attribute("data-tier")
    shows_sheet = page.locator(".paper").count() > 0
    return content().tier[tier].urgency if tier and shows_sheet else page.locator("h1").inner_text()


def printed(page: Page, paper: str = "A4") -> PdfReader:
    """The page as it prints on this paper. In Chromium alone."""
    return PdfReader(io.BytesIO(page.pdf(format=paper)))
