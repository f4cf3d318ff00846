"""The flow of the check, worked out from the loaded content, and told as text for the people who sign it off."""

from collections.abc import Iterator, Set
from itertools import groupby
from textwrap import fill
from typing import NamedTuple

from app.rules.shape import NOT_SURE, AnyOf, Content, Question
from app.words.stages import NAMES

WIDTH = 100
BEFORE = "Start page (the emergency number comes first)"
RESULT = "Result"
AFTER = ("Check your answers (each can be changed)", RESULT, "Print, save or clear")
STOP = "Stop here"
EXPLAINED = (
    "!! marks the answers after which the emergency page is shown at once, the first time that the answers mean an "
    "emergency. From there 'I chose this by mistake' goes back to the question, and 'Keep answering' goes on. "
    "-> marks where 'Stop here and see the result' is offered; what was not asked counts as not sure."
)


class Step(NamedTuple):
    """A question in the flow.

    ``alone`` are the labels of the answers that mean an emergency by themselves; ``joint`` of those that do
    together with an answer given before. ``may_stop`` is true where "Stop here" is offered.
    """

    question: Question
    alone: tuple[str, ...]
    joint: tuple[str, ...]
    may_stop: bool

    @property
    def name(self) -> str:
        """The question's topic, and how many answers it takes."""
        count = len(self.question.option)
        return f"{self.question.topic} ({'one' if self.question.kind == 'one' else 'any'} of {count})"

    @property
    def emergencies(self) -> tuple[str, ...]:
        """Every answer that leads to the emergency page, in words."""
        return (*(f"'{label}'" for label in self.alone), *(f"'{label}', with another answer" for label in self.joint))


def stages(content: Content) -> Iterator[tuple[str, list[Step]]]:
    """Every question in the order asked, in groups, with each group's name."""
    for stage, members in groupby(_steps(content), key=lambda step: step.question.stage):
        yield NAMES[stage], list(members)


def _steps(content: Content) -> Iterator[Step]:
    for place, question in enumerate(content.questions):
        alone, joint = content.alone_emergency.get(question.id, frozenset()), _completing(content, question)
        may_stop = not any(later.must_be_answered for later in content.questions[place:])
        yield Step(question, _labels(question, alone), _labels(question, joint - alone), may_stop)


def _completing(content: Content, question: Question) -> set[str]:
    """The answers to this question that complete a rule of the most urgent tier, alone or with those before it."""
    urgent = (clause for rule in content.rules for clause in rule.when if rule.tier == content.most_urgent.id)
    here = (clause for clause in urgent if _completed_at(content, clause) == question.id)
    return {value for clause in here for value in clause[question.id]}


def _completed_at(content: Content, clause: AnyOf) -> str:
    """The question whose answer completes a clause: the last one that it does not take as unknown."""
    order = list(content.question)
    known = [question for question in clause if NOT_SURE not in clause[question]]
    return max(known or clause, key=order.index)


def _labels(question: Question, values: Set[str]) -> tuple[str, ...]:
    return tuple(option.label for option in question.option if option.value in values)


def text(content: Content) -> str:
    """The flow as indented lines, for a terminal or a mail."""
    lines = ["THE FLOW", "", fill(EXPLAINED, WIDTH), "", BEFORE]
    for name, members in stages(content):
        lines += ["  |", f"  v  {name}", *(line for step in members for line in _told(step))]
    for name in AFTER:
        lines += ["  |", f"  v  {name}"]
    return "\n".join(lines)


def _told(step: Step) -> Iterator[str]:
    yield f"  |    {step.question.id}: {step.name}{'  -> stop' if step.may_stop else ''}"
    for words in step.emergencies:
        yield fill(words, WIDTH, initial_indent="  |        !! ", subsequent_indent="  |           ")
