"""What a browser says and asks for while it is used: nothing may go wrong, and nothing may leave the site."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

# Chromium notes every page that came with an error status, our error pages too.
EXPECTED = "Failed to load resource: the server responded with a status of 4", "status of 500"


@dataclass
class Watch:
    """Listens to contexts. ``problems`` is empty when all was quiet."""

    bases: tuple[str, ...]
    problems: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Listen to every page of this context, from now on."""
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)

    @property
    def pages(self) -> list[str]:
        """What was asked for since ``requests`` was last cleared. Static files come when they like: not counted."""
        return [url for url in self.requests if "/static/" not in url]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(words in message.text for words in EXPECTED):
            self.problems.append(f"console: {message.text}")

    def _error(self, error: WebError) -> None:
        self.problems.append(f"script: {error.error}")

    def _request(self, request: Request) -> None:
        self.requests.append(request.url)
        if not request.url.startswith(self.bases):
            self.problems.append(f"asked another host: {urlsplit(request.url).netloc or request.url}")
