"""Whole visits: ours, the plain form's and the one-line page's, each request timed."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import NamedTuple

from app.rules.load import content
from tests.load.client import Answer, Browser, Refused
from tests.visitor import calm

TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')


class Timed(NamedTuple):
    """One request: what kind of page it was ("question" pages are the ones held to a budget), and its seconds."""

    kind: str
    seconds: float


Visit = Callable[[Browser], AsyncIterator[Timed]]


async def ours(browser: Browser, whole: bool = True) -> AsyncIterator[Timed]:
    """Start, every question seen and answered, the answers looked at, and the result. Raises Refused.

    Not ``whole``: the questions alone.
    """
    if whole:
        yield Timed("other", (await _expect(browser.get("/"), 200)).seconds)
    token = ""
    for question in content().questions:
        page = await _expect(browser.get(f"/check/{question.id}"), 200)
        yield Timed("question", page.seconds)
        token = token or _token(page)
        form = {question.id: calm(question.id), "csrf_token": token}
        yield Timed("question", (await _expect(browser.post(f"/check/{question.id}", form), 303)).seconds)
    if not whole:
        return
    yield Timed("other", (await _expect(browser.get("/check-answers"), 200)).seconds)
    result = await _expect(browser.get("/result"), 200)
    if b'data-tier="self_care"' not in result.body:
        raise Refused("the result is not that of the answers")
    yield Timed("other", result.seconds)


async def questions(browser: Browser) -> AsyncIterator[Timed]:
    """Only the question pages of a visit, which are what the plain form is held against. Raises Refused."""
    async for timed in ours(browser, whole=False):
        yield timed


async def plain_form(browser: Browser) -> AsyncIterator[Timed]:
    """As many forms, seen and answered, as ours has questions."""
    token = ""
    for _ in content().questions:
        page = await _expect(browser.get("/"), 200)
        yield Timed("question", page.seconds)
        token = token or _token(page)
        yield Timed("question", (await _expect(browser.post("/", {"answer": "no", "csrf_token": token}), 303)).seconds)


async def one_line(browser: Browser) -> AsyncIterator[Timed]:
    """The same with pages of one line."""
    for _ in content().questions:
        yield Timed("question", (await _expect(browser.get("/"), 200)).seconds)
        yield Timed("question", (await _expect(browser.post("/", {}), 303)).seconds)


async def _expect(asked: Awaitable[Answer], status: int) -> Answer:
    answer = await asked
    if answer.status != status:
        raise Refused(f"status {answer.status} where {status} should be")
    return answer


def _token(page: Answer) -> str:
    found = TOKEN.search(page.body)
    if not found:
        raise Refused("a form without a token")
    return found[1].decode()
