"""Comparing two codes of one person: what changed in words, what got worse first."""

from collections.abc import Iterable
from typing import NamedTuple

from app.clinic.lasting import Lasting, gone, is_known, missing, not_known
from app.clinic.opening import Opened
from app.rules.answers import Answers, AnswerValues
from app.rules.engine import triage
from app.rules.load import content
from app.rules.shape import NONE, RESPONDENT, Content, Option, Question


class Change(NamedTuple):
    """One question whose answer differs. No options where it was not asked."""

    question: Question
    then: tuple[Option, ...]
    now: tuple[Option, ...]


class Comparison(NamedTuple):
    """Two codes in the order of time, and every question in one of five groups.

    ``gone`` is what does not go away and is no longer said, ``not_known`` what was said and now nobody knows.
    """

    then: Opened
    now: Opened
    worse: tuple[Change, ...]
    changed: tuple[Change, ...]
    asked_once: tuple[Change, ...]
    better: tuple[Change, ...]
    same: tuple[Question, ...]
    gone: tuple[Lasting, ...]
    not_known: tuple[Lasting, ...]


def compare(one: Opened, other: Opened) -> Comparison:
    """What changed from the earlier to the later of two codes, whichever comes first.

    An answer is worse when it makes care more urgent, either beside the other answers of then or by itself. It is
    better the other way round, but never where it may only be unknown, another person's or wrong. Within a group the
    answers that are most urgent now come first.
    """
    then, now = sorted((one, other), key=lambda opened: opened.answered_at)
    groups: dict[str, list[Change]] = {"worse": [], "changed": [], "asked_once": [], "better": []}
    same = []
    for question in content().questions:
        before, after = then.answers.get(question.id, ()), now.answers.get(question.id, ())
        if before != after:
            change = Change(question, _options(question, before), _options(question, after))
            groups[_group(question, before, after, then.answers)].append(change)
        elif before:
            same.append(question)
    ordered = {name: tuple(_most_urgent_first(changes)) for name, changes in groups.items()}
    return Comparison(
        then,
        now,
        **ordered,
        same=tuple(same),
        gone=gone(content(), then.answers, now.answers),
        not_known=not_known(content(), then.answers, now.answers),
    )


def _options(question: Question, said: AnswerValues) -> tuple[Option, ...]:
    return tuple(question.find(value) for value in said)


def _group(question: Question, before: AnswerValues, after: AnswerValues, rest: Answers) -> str:
    if not before or not after:
        return "asked_once"
    beside = _urgency(rest.plus(question.id, after)) - _urgency(rest)
    alone = _alone(question, after) - _alone(question, before)
    step = beside or alone or _ticks(question, after) - _ticks(question, before)
    if step > 0:
        return "worse"
    return "better" if step < 0 and _may_be_better(question, before, after) else "changed"


def _may_be_better(question: Question, before: AnswerValues, after: AnswerValues) -> bool:
    """False where nobody is sure now, and where something is no longer said that does not go away."""
    return is_known(after) and not missing(question, before, after)


def _most_urgent_first(changes: Iterable[Change]) -> list[Change]:
    return sorted(changes, key=lambda change: -_alone(change.question, [option.value for option in change.now]))


def _urgency(answers: Answers) -> int:
    return content().urgency[triage(answers).tier.id]


def _alone(question: Question, said: Iterable[str]) -> int:
    """How urgent an answer is when every other answer is the calmest one."""
    return _urgency(_calm(content()).plus(question.id, tuple(said)))


def _calm(loaded: Content) -> Answers:
    """The calmest answer to every question."""
    calmest = {
        question.id: tuple(option.value for option in question.option if option.calmest)
        for question in loaded.questions
        if question.id != RESPONDENT
    }
    return Answers({question: said for question, said in calmest.items() if said})


def _ticks(question: Question, said: AnswerValues) -> int:
    """How many troubles are ticked. In the context questions a tick is no trouble."""
    if question.kind == "one" or not question.warns:
        return 0
    return sum(value != NONE for value in said)
