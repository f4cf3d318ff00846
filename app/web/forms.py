"""WTForms built from a question: one field, named after the question id, with the contract's values."""

import re
from typing import NamedTuple

from flask_wtf import FlaskForm
from wtforms import Field, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from app.rules.answers import AnswerValues, BadAnswer, read_values
from app.rules.kept import kept
from app.rules.load import content
from app.rules.shape import NONE, NOT_SURE, Question, Voice
from app.words.languages import gettext


class FieldProblem(NamedTuple):
    """What is wrong with a field, in words, and the id of the element to go to."""

    field: str
    words: str
    target: str

    @property
    def brief(self) -> str:
        """The first sentence, which says what is wrong."""
        return re.split(r"(?<=[.?!]) ", self.words, maxsplit=1)[0]


class PlainForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form with nothing but its CSRF token, for buttons that act."""


class QuestionForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The form of one question. ``said`` holds the valid answer once ``validate()`` was true."""

    said: AnswerValues = ()

    @property
    def answer(self) -> Field:
        """The question's own field."""
        return next(field for field in self if field.name != "csrf_token")

    @property
    def chosen(self) -> tuple[str, ...]:
        """Everything that came in for the question, valid or not, for showing it again."""
        return tuple(self.answer.raw_data or ())


@kept()
def form_class(question_id: str, voice: Voice) -> type[QuestionForm]:
    """The form of a question for one reader, built once a process. Raises KeyError for an unknown question."""
    question = content().question[question_id]
    kind = RadioField if question.kind == "one" else SelectMultipleField
    choices = [SelectChoice(option.value, option.words(voice)) for option in question.options_for(voice)]
    # The one validator below knows every way an answer can be wrong; WTForms' own would say less.
    field = kind(choices=choices, validate_choice=False, validators=[_Valid(question, voice)])
    return type(f"{question_id.title()}Form", (QuestionForm,), {question_id: field})


class _Valid:
    """Accepts what the contract accepts, and says in plain words what to do otherwise."""

    def __init__(self, question: Question, voice: Voice) -> None:
        self._question = question
        self._voice = voice

    def __call__(self, form: QuestionForm, field: Field) -> None:
        try:
            form.said = read_values(self._question, field.raw_data or (), self._voice)
        except BadAnswer as error:
            raise ValidationError(message(error.reason, self._question, self._voice)) from None


def message(reason: str, question: Question, voice: Voice) -> str:
    """What the person can do about a bad answer, with the names of the buttons."""
    apart = {option.value: gettext(option.words(voice)) for option in question.options_for(voice)}
    if reason == "none_with_others":
        return gettext("You ticked something and also chose '%(none)s'. Keep one or the other.", none=apart[NONE])
    if reason == "doubled":
        return gettext("Two answers came at once. Choose one answer.")
    if NONE in apart:
        return gettext("Tick what fits, or press '%(none)s' or '%(unsure)s'.", none=apart[NONE], unsure=apart[NOT_SURE])
    if question.kind == "many":
        return gettext("Tick what fits, or press '%(unsure)s'.", unsure=apart[NOT_SURE])
    return gettext("Choose an answer. 'Not sure' is an answer too.")
