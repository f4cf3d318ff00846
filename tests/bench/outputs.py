"""What the outputs cost: the PDF cold and warm, the text, and what many PDFs leave in memory."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count, cycle
from pathlib import Path

from flask import Flask

from app.handout.pdf import pdf
from app.handout.text import text
from app.rules.answers import Answers
from app.rules.engine import triage
from app.rules.load import content
from app.telling.summary import Stamp, Summary, summarise
from app.words.speaker import Speaker
from app.words.typesetting import ROOT, STANDARD, compiler
from tests.bench.measure import Row, compare, in_new_processes, interleaved
from tests.bench.pages import PLAIN_GET, plain_page
from tests.rules.people import random_answers

MOST_PDF = 6.0  # of a page of plain text, in the same font and to the same standard
MOST_TEXT = 1.0  # of the plain form's GET
MOST_GROWTH = 10_000_000  # bytes
MANY = 200
PEOPLE = 40
WARM_UP = 20
STARTS = 3
PDF, PLAIN_TEXT = "PDF, another person each time", "one page of plain text by typst"
FIRST_PDF, FIRST_PLAIN = "PDF, the first of a process", "one page of plain text, the first of a process"

# A process of its own: memory is that of PDFs alone.
GROWTH = "from tests.bench import outputs; print(outputs.growth())"


def rows(app: Flask) -> Iterator[Row]:
    """The PDF of a different person each time, so that nothing laid out before is of use."""
    with app.test_request_context():
        people = cycle(summaries(app, PEOPLE))
        pdfs = interleaved({PDF: lambda: pdf(next(people), "A4"), PLAIN_TEXT: plain_text}, rounds=PEOPLE)
        texts = interleaved({"plain text": lambda: text(next(people)), PLAIN_GET: plain_page()}, rounds=30, calls=20)
    yield from compare(pdfs, PDF, PLAIN_TEXT, MOST_PDF)
    before = "from tests.bench import outputs; one = outputs.first()"
    firsts = in_new_processes({FIRST_PDF: ("one()", before), FIRST_PLAIN: ("outputs.plain_text()", before)}, STARTS)
    yield from compare(firsts, FIRST_PDF, FIRST_PLAIN)
    yield from compare(texts, "plain text", PLAIN_GET, MOST_TEXT)
    yield Row(f"memory that {MANY} PDFs add", max(_measured(GROWTH), 1), "limit", MOST_GROWTH, "bytes", 1)


FULL = 575  # words: as many as the page holds
_turn = count()
PAGE = """#set document(title: "Plain")
#set page("a4")
#set text(font: "Atkinson Hyperlegible", size: 10pt, lang: "en")
"""


def plain_text(words: int = FULL) -> bytes:
    """A full page of plain text, other words each time: the least that typst can do with our font and standard."""
    turn = next(_turn)
    text = " ".join(f"word{(number * 7919 + turn * 31) % 1000:03}" for number in range(words))
    made = compiler(ROOT).compile((PAGE + text).encode(), format="pdf", pdf_standards=STANDARD)
    assert isinstance(made, bytes)
    return made


def first() -> Callable[[], bytes]:
    """A function that makes the first PDF of this process; everything that any page needs is there already."""
    app = _app()
    with app.test_request_context():
        (one,) = summaries(app, 1)

    def make() -> bytes:
        with app.test_request_context():
            return pdf(one, "A4")

    return make


def summaries(app: Flask, count: int) -> list[Summary]:
    """That many people, mostly calm, with trouble of all kinds, the same at every run."""
    return [_summary(app, random_answers(content(), seed, calm=0.85), seed) for seed in range(count)]


def _summary(app: Flask, answers: Answers, seed: int) -> Summary:
    # An address of its own for each, as in life: the QR code is part of the work.
    code = f"{seed:04d}-7K2M-Q4XA-9D3F-1RTB"
    now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    stamp = Stamp(now, now, code, f"https://clinic.example.org/open#{code}", "What helps at night?")
    return summarise(content(), answers, triage(answers), Speaker(answers.voice, app.config["SITE"]), stamp)


def _measured(program: str) -> float:
    command = [sys.executable, "-c", program]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def growth() -> float:
    """Bytes that this process grows by over many PDFs, after the first ones."""
    app = _app()
    with app.test_request_context():
        people = summaries(app, MANY + WARM_UP)
        for one in people[:WARM_UP]:
            pdf(one, "A4")
        before = _resident()
        for one in people[WARM_UP:]:
            pdf(one, "A4")
        return _resident() - before


def _app() -> Flask:
    from app import create_app

    return create_app({"SECRET_KEY": "a key for measuring and nothing else"})


def _resident() -> float:
    # Not the peak that getrusage gives: a new process starts with the peak of the one that started it.
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
