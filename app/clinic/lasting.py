"""Answers that do not go away: where a later code no longer says one, it may be another person's, or one is wrong.

Which answers last stands as a mark in the content.
"""

from collections.abc import Iterator
from typing import NamedTuple

from app.rules.answers import Answers, AnswerValues
from app.rules.shape import NOT_SURE, Content, Option, Question


class Lasting(NamedTuple):
    """Answers to one question that last, said then and not now."""

    question: Question
    options: tuple[Option, ...]


def gone(content: Content, then: Answers, now: Answers) -> tuple[Lasting, ...]:
    """What was said then and would still have to be said, but is not."""
    return tuple(each for each in _all_missing(content, then, now) if is_known(now.get(each.question.id, ())))


def not_known(content: Content, then: Answers, now: Answers) -> tuple[Lasting, ...]:
    """What was said then, and now was not asked or is not sure: that is not a No."""
    return tuple(each for each in _all_missing(content, then, now) if not is_known(now.get(each.question.id, ())))


def is_known(said: AnswerValues) -> bool:
    """Whether a question was answered without "not sure", so that what is not said is denied."""
    return bool(said) and NOT_SURE not in said


def missing(question: Question, before: AnswerValues, after: AnswerValues) -> tuple[Option, ...]:
    """The lasting answers to this question that were said before and are not said after."""
    said = (question.find(value) for value in before)
    return tuple(option for option in said if option.lasting and option.value not in after)


def _all_missing(content: Content, then: Answers, now: Answers) -> Iterator[Lasting]:
    for question in content.questions:
        if options := missing(question, then.get(question.id, ()), now.get(question.id, ())):
            yield Lasting(question, options)
