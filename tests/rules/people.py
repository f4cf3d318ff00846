"""Ready-made sets of answers, and ways to make more: what the tests of the rules are tried on."""

import random
from collections.abc import Iterator, Mapping, Sequence

from app.rules.answers import Answers
from app.rules.cases.case import USUAL
from app.rules.shape import NONE, Content, Question, Voice

Values = tuple[str, ...]
Given = Mapping[str, Values]

CALM: Given = {**USUAL, "checked": ("same",), "otc": ("helps_some",)}
"""Someone with a mild, new, checked ache and nothing else: no rule fires."""


def with_answers(base: Given, changed: Mapping[str, Sequence[str]]) -> Answers:
    """The base with some questions answered otherwise."""
    return Answers({**base, **{question: tuple(values) for question, values in changed.items()}})


def valid_values(rng: random.Random, question: Question, voice: Voice, ticks: int = 3) -> Values:
    """Some valid answer to a question, any of them possible."""
    offered = [option.value for option in question.options_for(voice)]
    if question.kind == "one":
        return (rng.choice(offered),)
    said = set(rng.sample(offered, rng.randint(1, min(ticks, len(offered)))))
    said = said - {NONE} or {NONE}
    return tuple(value for value in offered if value in said)


def random_answers(content: Content, seed: int, asked: float = 1.0, calm: float = 0.0) -> Answers:
    """A valid set of answers, the same for the same seed. Each question is asked, and calm, this likely."""
    rng = random.Random(seed)
    answers = Answers()
    for question in content.questions:
        if rng.random() >= asked:
            continue
        rest = CALM[question.id] if question.id != "respondent" else None
        quiet = rest is not None and rng.random() < calm
        answers = answers.plus(question.id, rest if quiet and rest else valid_values(rng, question, answers.voice))
    return answers


def crowd(content: Content, size: int, first_seed: int = 0) -> Iterator[Answers]:
    """Many different people: finished and unfinished checks, from mostly calm to all kinds of trouble."""
    for seed in range(first_seed, first_seed + size):
        yield random_answers(content, seed, asked=(1.0, 0.9, 0.5)[seed % 3], calm=(0.85, 0.6, 0.0)[seed // 3 % 3])
