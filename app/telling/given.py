"""The answers given, those that matter first; the calm ones fold up by the part of the check they belong to."""

from collections import Counter
from itertools import groupby
from typing import NamedTuple

from app.rules.answers import Answers
from app.rules.shape import Content, Question, Stage
from app.words.languages import gettext
from app.words.stages import stage_name


class Fold(NamedTuple):
    """Calm answers to the questions of one part of the check, under a line that says how many of how many."""

    line: str
    questions: tuple[Question, ...]


class Given(NamedTuple):
    """Questions that were answered: ``said`` with anything but the calmest answer, ``calm`` with that alone."""

    said: tuple[Question, ...]
    calm: tuple[Question, ...]

    def folds(self) -> tuple[Fold, ...]:
        """The calm ones by the parts of the check, each in the order asked."""
        asked = Counter(question.stage for question in (*self.said, *self.calm))
        parts = [(stage, tuple(questions)) for stage, questions in groupby(self.calm, key=lambda one: one.stage)]
        return tuple(Fold(_line(stage, len(questions), asked[stage]), questions) for stage, questions in parts)


def given(content: Content, answers: Answers) -> Given:
    """The answered questions, each kind in the order asked. "Not sure" is never calm."""
    asked = [question for question in content.questions if question.id in answers]
    calm = [one for one in asked if one.calm(answers[one.id])]
    return Given(tuple(one for one in asked if one not in calm), tuple(calm))


def place_in_check(asked: Question, number: int, total: int) -> str:
    """How far a question is, and which part it belongs to: that the dangerous part is over is a comfort."""
    match asked.stage:  # one sentence is looked up, not five: this is the page that is seen most
        case "start":
            return gettext("Question %(number)s of %(total)s", number=number, total=total)
        case "danger":
            return gettext("Question %(number)s of %(total)s: danger signs", number=number, total=total)
        case "pain":
            return gettext("Question %(number)s of %(total)s: the pain", number=number, total=total)
        case "warning":
            return gettext("Question %(number)s of %(total)s: other signs", number=number, total=total)
        case "context":
            return gettext("Question %(number)s of %(total)s: day to day", number=number, total=total)


def _line(stage: Stage, calm: int, asked: int) -> str:
    said = {"part": stage_name(stage), "calm": calm, "asked": asked}
    match stage:
        case "danger":
            return gettext("%(part)s: %(calm)s of %(asked)s are No", **said)
        case "warning":
            return gettext("%(part)s: %(calm)s of %(asked)s are No or calm", **said)
        case _:
            return gettext("%(part)s: %(calm)s of %(asked)s are calm", **said)
