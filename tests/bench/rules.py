"""What a result costs, and what reading the content costs."""

import random
from collections.abc import Iterator
from itertools import cycle
from statistics import median

from app.rules.answers import Answers, read_values
from app.rules.engine import Rulebook
from app.rules.load import content, read
from app.rules.shape import NONE, RESPONDENT, Question
from tests.bench.measure import Row, interleaved

MOST_TRIAGE = 50.0  # microseconds
MOST_READING = 50.0  # milliseconds
DIFFERENT = 400


def rows() -> Iterator[Row]:
    """triage() of whole sets of answers: of all kinds, and the alarming ones alone; then a content load."""
    rulebook = Rulebook(content())
    every = cycle(random_answers(DIFFERENT))
    alarming = most_alarming()
    candidates = {
        "triage(), random full sets of answers": lambda: rulebook.triage(next(every)),
        "triage(), every box ticked": lambda: rulebook.triage(alarming),
    }
    for what, times in interleaved(candidates, rounds=200, calls=DIFFERENT // 20).items():
        yield Row(what, median(times) * 1e6, "budget", MOST_TRIAGE, "us", 1)
    loading = interleaved({"load": read}, rounds=10)["load"]
    yield Row("content load, with every check", median(loading) * 1e3, "budget", MOST_READING, "ms", 1)


def random_answers(count: int) -> list[Answers]:
    """That many full sets of a patient's answers, the same ones at every run."""
    chance = random.Random(22)
    patient = {RESPONDENT: ("patient",)}
    return [
        Answers({one.id: _random_values(one, chance) for one in content().questions} | patient) for _ in range(count)
    ]


def _random_values(question: Question, chance: random.Random) -> tuple[str, ...]:
    ticks = [option.value for option in question.options_for("patient") if option.value != NONE]
    count = 1 if question.kind == "one" else chance.randint(1, len(ticks))
    return read_values(question, chance.sample(ticks, count), "patient")


def most_alarming() -> Answers:
    """Every tick there is, and the last answer before "not sure" of every other question."""
    return Answers({one.id: _loudest(one) for one in content().questions})


def _loudest(question: Question) -> tuple[str, ...]:
    ticks = tuple(option.value for option in question.options_for("patient") if option.value != NONE)
    return ticks if question.kind == "many" else ticks[-2:-1]
