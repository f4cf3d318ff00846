"""Crowds: so many people at once, each visit after visit, and what they meet."""

import asyncio
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tests.load import visits
from tests.load.client import Browser, Refused
from tests.load.servers import Loaded

WORKERS = 2
KINDS = {"ours": "ours", "questions": "ours", "plain_form": "plain_form", "one_line": "one_line"}
"""The kinds of visits, and the application that each is made to."""
LEAST_SHARE = 0.9
"""Of the plain form's requests a second, for question pages."""


@dataclass
class Seen:
    """What a crowd met: seconds of each question page, requests of any kind, and what failed."""

    questions: list[float] = field(default_factory=list)
    others: int = 0
    visits: int = 0
    seconds: float = 0.0
    failures: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Requests a second, of any kind."""
        return (len(self.questions) + self.others) / self.seconds

    def percentile(self, share: float) -> float:
        """Seconds in which this share of the question pages came."""
        ordered = sorted(self.questions)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


async def crowd(server: Loaded, kind: str, people: int, seen: Seen, end: float, most: int = sys.maxsize) -> None:
    """So many people, each visit after visit, until the time is over or enough visits were made."""
    visit: visits.Visit = getattr(visits, kind)
    begun = time.perf_counter()

    async def person() -> None:
        while time.perf_counter() < end and seen.visits < most:
            seen.visits += 1
            browser = Browser(server.port)
            try:
                async for timed in visit(browser):
                    if timed.kind == "question":
                        seen.questions.append(timed.seconds)
                    else:
                        seen.others += 1
                    if time.perf_counter() > end:
                        return
            except Refused as error:
                seen.failures.append(str(error))
            finally:
                browser.close()

    await asyncio.gather(*(person() for _ in range(people)))
    seen.seconds += time.perf_counter() - begun


def in_turns(
    servers: Mapping[str, Loaded], kinds: Iterable[str], people: int, turns: int, seconds: float
) -> dict[str, Seen]:
    """What a crowd meets in each kind of visit. The kinds take turns of so many seconds, so that a slow moment of the
    machine slows them all alike. ``servers`` are by application."""
    seen = {kind: Seen() for kind in kinds}
    for _ in range(turns):
        for kind, found in seen.items():
            asyncio.run(crowd(servers[KINDS[kind]], kind, people, found, time.perf_counter() + seconds))
    return seen
