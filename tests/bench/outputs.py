"""What the outputs cost: the PDF cold and warm, the text, and what many PDFs leave in memory."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from statistics import median

from flask import Flask

from app.handout.pdf import pdf
from app.handout.text import text
from app.rules.answers import Answers
from app.rules.engine import triage
from app.rules.load import content
from app.telling.summary import Stamp, Summary, summarise
from app.words.speaker import Speaker
from tests.bench.measure import Row, interleaved
from tests.rules.people import random_answers

MOST_WARM = 40.0  # milliseconds
MOST_COLD = 400.0
MOST_TEXT = 1.0
MOST_GROWTH = 10.0  # megabytes
MANY = 200
PEOPLE = 40
WARM_UP = 20
STARTS = 3

# A process of its own: cold means that nothing has been read or compiled, and memory is that of PDFs alone.
COLD = "from tests.bench import outputs; print(outputs.cold())"
GROWTH = "from tests.bench import outputs; print(outputs.growth())"


def rows(app: Flask) -> Iterator[Row]:
    """The PDF of a different person each time, so that nothing laid out before is of use."""
    with app.test_request_context():
        people = cycle(summaries(app, PEOPLE))
        pdfs = interleaved({"pdf": lambda: pdf(next(people), "a4")}, rounds=PEOPLE)["pdf"]
        texts = interleaved({"text": lambda: text(next(people))}, rounds=30, calls=50)["text"]
    yield Row("PDF, warm, another person each time", median(pdfs) * 1e3, "budget", MOST_WARM, "ms", 1)
    first = median(_measured(COLD) for _ in range(STARTS))
    yield Row("PDF, the first of a process", first, "budget", MOST_COLD, "ms", 1)
    yield Row("plain text", median(texts) * 1e3, "budget", MOST_TEXT, "ms", 1)
    yield Row(f"memory that {MANY} PDFs add", max(_measured(GROWTH), 0.01), "budget", MOST_GROWTH, "MB", 1)


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


def cold() -> float:
    """Milliseconds for the first PDF of this process; everything that any page needs is there already."""
    app = _app()
    with app.test_request_context():
        (one,) = summaries(app, 1)
        start = time.perf_counter()
        pdf(one, "a4")
        return (time.perf_counter() - start) * 1e3


def growth() -> float:
    """Megabytes that this process grows by over many PDFs, after the first ones."""
    app = _app()
    with app.test_request_context():
        people = summaries(app, MANY + WARM_UP)
        for one in people[:WARM_UP]:
            pdf(one, "a4")
        before = _resident()
        for one in people[WARM_UP:]:
            pdf(one, "a4")
        return _resident() - before


def _app() -> Flask:
    from app import create_app

    return create_app({"SECRET_KEY": "a key for measuring and nothing else"})


def _resident() -> float:
    # Not the peak that getrusage gives: a new process starts with the peak of the one that started it.
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
