"""The answers given, those that matter first."""

from typing import NamedTuple

from app.rules.answers import Answers
from app.rules.shape import Content, Question


class Given(NamedTuple):
    """Questions that were answered: ``said`` with anything but the calmest answer, ``calm`` with that alone."""

    said: tuple[Question, ...]
    calm: tuple[Question, ...]


def given(content: Content, answers: Answers) -> Given:
    """The answered questions, each kind in the order asked. "Not sure" is never calm."""
    asked = [question for question in content.questions if question.id in answers]
    calm = [one for one in asked if all(one.find(value).calmest for value in answers[one.id])]
    return Given(tuple(one for one in asked if one not in calm), tuple(calm))
