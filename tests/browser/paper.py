"""What a browser's own Print makes of a page."""

import io

from playwright.sync_api import Page
from pypdf import PdfReader

# Ways of the screen that lead nowhere on paper.
SCREEN_ONLY = ("Skip to the page", "Get help now", "Read aloud")


def printed(page: Page, paper: str = "A4") -> PdfReader:
    """The page as it prints on this paper. In Chromium alone."""
    return PdfReader(io.BytesIO(page.pdf(format=paper)))
