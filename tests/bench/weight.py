"""How many bytes a visit takes over the wire, compressed as served, headers included."""

from collections.abc import Iterator

from flask import Flask
from werkzeug.test import TestResponse

from app.rules.load import content
from app.rules.shape import Voice
from tests.bench.measure import Row
from tests.visitor import Page, Visitor, calm

FIRST_VISIT = 14_600  # what a server may send before it hears back: ten packets of 1,460 bytes
EACH_PAGE = 5_000
VOICES: tuple[Voice, ...] = ("patient", "caregiver")
BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}
FETCHED = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}
# What granian adds to the app's own headers.
SERVER_HEADERS = "Server: granian\r\nDate: Mon, 23 Nov 2026 12:00:00 GMT\r\n"


def rows(app: Flask) -> Iterator[Row]:
    """The first visit, and the heaviest question page after it."""
    first = Browser(app).weigh("/")
    yield Row("first visit: start page and its files", first, "budget", FIRST_VISIT, "bytes", 1)
    weights = {f"{name} ({voice})": weight for voice in VOICES for name, weight in _questions(app, voice)}
    heaviest = max(weights, key=weights.__getitem__)
    yield Row(f"heaviest question page: {heaviest}", weights[heaviest], "budget", EACH_PAGE, "bytes", 1)


def _questions(app: Flask, voice: Voice) -> Iterator[tuple[str, int]]:
    browser = Browser(app)
    browser.weigh("/")
    for question in content().questions:
        yield question.id, browser.weigh(f"/check/{question.id}")
        browser.visitor.answer(question.id, voice if question.stage == "start" else calm(question.id))


class Browser:
    """A visitor with a cache, who asks for each static file once."""

    def __init__(self, app: Flask) -> None:
        self.visitor = Visitor(app)
        self._have: set[str] = set()

    def weigh(self, address: str) -> int:
        """The bytes for a page and for every file on it not asked for before."""
        new = files(self.visitor.get(address)) - self._have
        self._have |= new
        return sum(size(self.visitor.client.get(one, headers=BROWSER)) for one in (address, *new))


def files(page: Page) -> set[str]:
    """The addresses that a browser asks for when it shows a page."""
    links = {link.get("href") for link in page.all("link") if FETCHED & set(link.get("rel").split())}
    return links | {element.get("src") for tag in ("script", "img") for element in page.all(tag) if element.get("src")}


def size(response: TestResponse) -> int:
    """The bytes of a response on the wire: status line, headers and body."""
    assert response.status_code == 200, f"{response.request.path} answered {response.status_code}"
    headers = "".join(f"{name}: {value}\r\n" for name, value in response.headers)
    return len(f"HTTP/1.1 {response.status}\r\n{SERVER_HEADERS}{headers}\r\n") + len(response.data)
