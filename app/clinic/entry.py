"""Copying a paper form, or the digits of eye-pointing boards: all questions at once, read by the same rules as one
at a time."""

from itertools import groupby

from werkzeug.datastructures import MultiDict

from app.rules.answers import Answers, BadAnswer, read_values
from app.rules.codes.boards import READER, BadNumbers, Board, boards, read_numbers, set_number
from app.rules.load import content
from app.rules.shape import NOT_SURE, RESPONDENT, Question, Voice
from app.web.forms import FieldProblem, message
from app.words.languages import gettext

SET = "board_set"


def read_form(form: MultiDict[str, str]) -> tuple[Answers, list[FieldProblem]]:
    """The answers on a form, and what has to be put right in the others.

    A question with nothing ticked was left blank, so it counts as not asked; only who answered is needed.
    """
    answers, problems = Answers(), list[FieldProblem]()
    for number, question in enumerate(content().questions, 1):
        said = ticked(form, question.id)
        if not said and may_be_blank(question):
            continue
        try:
            answers = answers.plus(question.id, read_values(question, said, answers.voice))
        except BadAnswer as error:
            problems.append(_problem(number, question, error.reason, answers.voice))
    return answers, problems


def read_boards(form: MultiDict[str, str]) -> tuple[Answers, list[FieldProblem]]:
    """The answers whose digits were typed for each board, and what has to be put right in the others.

    Digits mean something only on the boards they were read from, so those of another set are not looked at.
    """
    if problem := _wrong_set(form.get(SET, "").strip()):
        return Answers(), [problem]
    answers, problems = Answers(), list[FieldProblem]()
    for _, group in groupby(boards(content()), key=lambda board: board.question.id):
        parts = list(group)
        question = parts[0].question
        try:
            said = read_numbers([(board, form.get(board_field(board), "")) for board in parts])
            if said or not may_be_blank(question):
                answers = answers.plus(question.id, read_values(question, said, answers.voice))
        except BadNumbers as error:
            wrong = next(board for board in parts if board.number == error.board)
            problems.append(_board_problem(wrong, _why_not(error.reason, wrong)))
        except BadAnswer as error:
            words = (
                gettext("Type who answered.") if question.id == RESPONDENT else message(error.reason, question, READER)
            )
            problems.append(_board_problem(parts[0], words))
    return answers, problems


def board_field(board: Board) -> str:
    """The name of the field for a board's digits."""
    return f"board_{board.number}"


def may_be_blank(question: Question) -> bool:
    """Whether a form without an answer to this question is taken: all but who answered, be they danger questions.

    The check asks more of a person (``Question.must_be_answered``): who copies paper can only copy what is on it.
    """
    return question.id != RESPONDENT


def ticked(form: MultiDict[str, str], question_id: str) -> list[str]:
    """What came in for a question. Its "left blank" radio sends an empty value."""
    return [value for value in form.getlist(question_id) if value]


def _problem(number: int, question: Question, reason: str, voice: Voice) -> FieldProblem:
    words = message(reason, question, voice)
    if question.id == RESPONDENT:
        words = gettext("Choose who answered.")
    elif reason == "unknown_value":
        words = gettext("This is not one of the answers for who answered. Tick another, or change who answered.")
    named = gettext("%(number)s. %(topic)s: %(words)s", number=number, topic=gettext(question.topic), words=words)
    return FieldProblem(question.id, named, f"{question.id}-{question.options_for(voice)[0].value}")


def _wrong_set(typed: str) -> FieldProblem | None:
    if typed == set_number(content()):
        return None
    words = gettext(
        "This is not the number of the boards that we print now. Look at it again. If it is right, the boards are of "
        "another version, where the digits mean other answers: copy the words of the answers into the form with boxes."
    )
    return FieldProblem(SET, words if typed else gettext("Type the number of the set, from the sheet."), SET)


def _board_problem(board: Board, words: str) -> FieldProblem:
    named = gettext(
        "Board %(number)s, %(topic)s: %(words)s", number=board.number, topic=gettext(board.question.topic), words=words
    )
    return FieldProblem(board_field(board), named, board_field(board))


def _why_not(reason: str, board: Board) -> str:
    if reason == "not_pairs":
        return gettext("Type two digits for each answer, and nothing else.")
    if reason == "not_here":
        return gettext("Some of these digits are not on this board. One may be wrong, or belong to another board.")
    if reason == "twice":
        return gettext("The same two digits stand here twice. Look at the sheet again.")
    return gettext(
        "This part is blank, but another part of the question is not. Show it now. Can it not be shown any more? Then "
        "type %(digits)s, for not sure.",
        digits=board.numbers[NOT_SURE],
    )
