"""What a FHIR Bundle costs, from the answers to the bytes that are sent."""

from collections.abc import Iterator
from datetime import UTC, datetime

from flask import Flask

from app.fhir.bundle import as_bytes, bundle
from app.rules.answers import Answers
from app.rules.engine import triage
from app.telling.summary import Stamp
from app.words.speaker import Speaker
from tests.bench.measure import Row, compare, interleaved
from tests.bench.pages import PLAIN_GET, plain_page
from tests.bench.rules import most_alarming, random_answers

MOST_BUNDLE = 6.0  # of the plain form's GET

_NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
_STAMP = Stamp(_NOON, _NOON, "A234-5678-9ABC-DEFG", "", "x" * 500)


def rows(app: Flask) -> Iterator[Row]:
    """A Bundle of some full set of answers, and of all warnings at once."""
    some, alarming = random_answers(1)[0], most_alarming()
    with app.app_context():
        candidates = {
            "FHIR Bundle, a random full set of answers": lambda: _made(app, some),
            "FHIR Bundle, every box ticked": lambda: _made(app, alarming),
            PLAIN_GET: plain_page(),
        }
        costs = interleaved(candidates, rounds=30, calls=5)
    for what in [name for name in costs if name != PLAIN_GET]:
        yield from compare(costs, what, PLAIN_GET, MOST_BUNDLE)


def _made(app: Flask, answers: Answers) -> bytes:
    speaker = Speaker(answers.voice, app.config["SITE"])
    return as_bytes(bundle(answers, triage(answers), speaker, _STAMP, "seed"))
