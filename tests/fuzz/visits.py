"""Whole visits as browsers make them: people of all kinds who answer, go back, press twice and stop before the end.

What must hold at each request: no fault, nothing for a cache to store, a form that leads on where it was filled in and
back to itself where it was not; and the tier shown is the tier of the answers given.
"""

import gzip
import re
from collections.abc import Sequence
from io import BytesIO
from random import Random
from typing import Any, NamedTuple
from urllib.parse import urlencode

from app.rules.answers import Answers
from app.rules.engine import triage
from app.rules.load import content
from app.rules.path import danger_done
from app.rules.shape import RESPONDENT, Question
from tests.fuzz.counted import Counted
from tests.rules.people import CALM, valid_values

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
TIER = re.compile(r'<main[^>]* data-tier="([a-z_]+)"')
LANGUAGES = ("en", "en-GB,en;q=0.9", "de-DE,de;q=0.8,en;q=0.5", "*")
# Every browser takes packed pages; here only some do, for packing one costs as much as making it.
PACKED = 0.05
BESIDE = ("/help-now", "/", "/read/why", "/read/living", "/about", "/privacy", "/settings", "/check-answers", "/crew")
AFTERWARDS = (
    "/result/why", "/result/causes", "/result/sooner", "/result/questions", "/result/answers", "/summary",
    "/summary.txt", "/summary.json", "/note", "/crew", "/check-answers",
)  # fmt: skip
LIKELY = 0.02  # that somebody does one of the less usual things at a question
CURIOUS = 0.4  # that they look at one more page of the result
KINDS_OF_PEOPLE = (0.95, 0.7, 0.2)  # how many of their answers are calm


class Seen(NamedTuple):
    """What came back."""

    status: int
    location: str
    body: str


class Browser:
    """A browser with one tab and a cookie jar."""

    def __init__(self, counted: Counted, chance: Random) -> None:
        self._counted = counted
        self._cookies: dict[str, str] = {}
        self._usual = {
            "SCRIPT_NAME": "", "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1", "HTTP_USER_AGENT": "Mozilla/5.0",
            "HTTP_ACCEPT": "text/html,*/*;q=0.8", "HTTP_ACCEPT_LANGUAGE": chance.choice(LANGUAGES),
            "HTTP_ACCEPT_ENCODING": "gzip" if chance.random() < PACKED else "identity",
            "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.errors": BytesIO(), "wsgi.multithread": False,
            "wsgi.multiprocess": True, "wsgi.run_once": False,
        }  # fmt: skip

    def get(self, address: str) -> Seen:
        """Ask for a page. Fails on a fault, and where a cache may store it."""
        return self._ask("GET", address, b"")

    def post(self, address: str, fields: Sequence[tuple[str, str]]) -> Seen:
        """Send a form. Fails on a fault, and where a cache may store what comes back."""
        return self._ask("POST", address, urlencode(fields).encode())

    def _ask(self, method: str, address: str, body: bytes) -> Seen:
        path, _, query = address.partition("?")
        environ: dict[str, Any] = {
            **self._usual, "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query,
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body),
            "CONTENT_TYPE": "application/x-www-form-urlencoded" if body else "",
        }  # fmt: skip
        answer: list[Any] = []
        parts = self._counted(environ, lambda *said: answer.extend(said))
        content = b"".join(parts)
        if close := getattr(parts, "close", None):
            close()
        return self._seen(f"{method} {path}", int(answer[0][:3]), answer[1], content)

    def _seen(self, asked: str, status: int, headers: list[tuple[str, str]], content: bytes) -> Seen:
        assert status < 500, f"{asked}: {status}"
        location = packed = stored = ""
        for name, value in headers:
            match name.lower():
                case "set-cookie":
                    key, _, kept = value.partition(";")[0].partition("=")
                    self._cookies[key] = kept
                case "location":
                    location = value.removeprefix("http://localhost")
                case "content-encoding":
                    packed = value
                case "cache-control":
                    stored = value
        assert stored == "no-store", f"{asked}: {stored!r}"
        return Seen(status, location, (gzip.decompress(content) if packed else content).decode())


class Person:
    """Somebody at the check, and what they said so far."""

    def __init__(self, counted: Counted, chance: Random) -> None:
        self._chance = chance
        self._browser = Browser(counted, chance)
        self._calm = chance.choice(KINDS_OF_PEOPLE)
        self.answers = Answers()

    def visit(self) -> None:
        """From the start page to the result, and to some pages of it."""
        self._browser.get("/")
        for question in content().questions:
            if danger_done(content(), self.answers) and self._now_and_then():
                self._browser.get("/stop")
                break
            self._wander()
            self._answer(question)
        else:
            self._expect(200, self._browser.get("/check-answers"))
        self._look_at_the_result()

    def _look_at_the_result(self) -> None:
        result = self._browser.get("/result")
        self._expect(200, result)
        shown = TIER.findall(result.body)
        assert shown == [triage(self.answers).tier.id], f"{shown} for {dict(self.answers)}"
        while self._chance.random() < CURIOUS:
            self._browser.get(self._chance.choice(AFTERWARDS))

    def _wander(self) -> None:
        """Now and then, look elsewhere, or change an answer from before."""
        if self._now_and_then():
            self._browser.get(self._chance.choice(BESIDE))
        said = [
            question for question in content().questions if question.id in self.answers and question.id != RESPONDENT
        ]
        if said and self._now_and_then():
            self._answer(self._chance.choice(said))

    def _answer(self, question: Question) -> None:
        page = f"/check/{question.id}"
        asked = self._browser.get(page)
        self._expect(200, asked)
        hidden = HIDDEN.findall(asked.body)
        if self._now_and_then():
            self._expect(400, self._browser.post(page, hidden))  # nothing chosen
        values = self._values(question)
        sent = [*hidden, *((question.id, value) for value in values)]
        for _ in range(2 if self._now_and_then() else 1):  # a hand that shakes
            led = self._browser.post(page, sent)
            self._expect(303, led)
        self.answers = self.answers.plus(question.id, values)
        if led.location.startswith("/emergency"):
            self._expect(200, self._browser.get(led.location))

    def _values(self, question: Question) -> tuple[str, ...]:
        if question.id != RESPONDENT and self._chance.random() < self._calm:
            return CALM[question.id]
        return valid_values(self._chance, question, self.answers.voice)

    def _expect(self, status: int, seen: Seen) -> None:
        assert seen.status == status, f"{seen.status} where {status} should be, after {dict(self.answers)}"

    def _now_and_then(self) -> bool:
        return self._chance.random() < LIKELY


def visit_many(counted: Counted, seed: int, visits: int) -> None:
    """So many people, one after another; a failure names its seed."""
    for number in range(visits):
        one = f"{seed}/{number}"
        try:
            Person(counted, Random(one)).visit()
        except Exception as fault:
            fault.add_note(f"visit {one}")
            raise
