"""Copying a paper form: all questions at once, read by the same rules as one at a time."""

from werkzeug.datastructures import MultiDict

from app.rules.answers import Answers, BadAnswer, read_values
from app.rules.load import content
from app.rules.shape import RESPONDENT, Question, Voice
from app.web.forms import FieldProblem, message
from app.words.languages import gettext


def read_form(form: MultiDict[str, str]) -> tuple[Answers, list[FieldProblem]]:
    """The answers on a form, and what has to be put right in the others.

    A question with nothing ticked was left blank, so it counts as not asked; only who answered is needed.
    """
    answers, problems = Answers(), list[FieldProblem]()
    for number, question in enumerate(content().questions, 1):
        said = ticked(form, question.id)
        if not said and question.id != RESPONDENT:
            continue
        try:
            answers = answers.plus(question.id, read_values(question, said, answers.voice))
        except BadAnswer as error:
            problems.append(_problem(number, question, error.reason, answers.voice))
    return answers, problems


def ticked(form: MultiDict[str, str], question_id: str) -> list[str]:
    """What came in for a question. Its "left blank" radio sends an empty value."""
    return [value for value in form.getlist(question_id) if value]


def _problem(number: int, question: Question, reason: str, voice: Voice) -> FieldProblem:
    words = message(reason, question)
    if question.id == RESPONDENT:
        words = gettext("Choose who answered.")
    elif reason == "unknown_value":
        words = gettext("This is not one of the answers for who answered. Tick another, or change who answered.")
    named = gettext("%(number)s. %(topic)s: %(words)s", number=number, topic=gettext(question.topic), words=words)
    return FieldProblem(question.id, named, f"{question.id}-{question.options_for(voice)[0].value}")
