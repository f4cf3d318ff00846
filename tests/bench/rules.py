"""What a result costs, and what reading the content costs."""

import random
from collections.abc import Iterator
from itertools import cycle

from app.rules.answers import Answers, read_values
from app.rules.engine import Rulebook
from app.rules.load import content
from app.rules.shape import NONE, RESPONDENT, Question
from tests.bench.measure import Row, compare, in_new_processes, interleaved
from tests.bench.pages import PLAIN_GET, plain_page

MOST_TRIAGE = 0.15  # of the plain form's GET
MOST_READING = 0.5  # of importing Flask
DIFFERENT = 400
STARTS = 7
READ, FLASK = "content load, with every check, in a new process", "import flask in a new process"


def rows() -> Iterator[Row]:
    """triage() of whole sets of answers: of all kinds, and the alarming ones alone; then a content load."""
    rulebook = Rulebook(content())
    every = cycle(random_answers(DIFFERENT))
    alarming = most_alarming()
    candidates = {
        "triage(), random full sets of answers": lambda: rulebook.triage(next(every)),
        "triage(), every box ticked": lambda: rulebook.triage(alarming),
        PLAIN_GET: plain_page(),
    }
    costs = interleaved(candidates, rounds=200, calls=DIFFERENT // 20)
    for what in [name for name in costs if name != PLAIN_GET]:
        yield from compare(costs, what, PLAIN_GET, MOST_TRIAGE)
    # The first of a process, which has read nothing and compiled nothing before it.
    yield from compare(
        in_new_processes({READ: ("read()", "from app.rules.load import read"), FLASK: ("import flask", "")}, STARTS),
        READ,
        FLASK,
        MOST_READING,
    )


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
