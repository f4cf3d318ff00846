"""One question a page, by POST, redirect, GET; the emergency interrupt; check your answers."""

from collections.abc import Iterable

from flask import Blueprint, abort, after_this_request, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError

from app.check.drawing import drawn
from app.check.pages import Look, kept_page
from app.rules.answers import Answers
from app.rules.engine import tier_of
from app.rules.load import content
from app.rules.path import danger_done, in_turn, next_question, previous_question
from app.rules.shape import Question, Voice
from app.telling.given import given, place_in_check
from app.visit import current as visit
from app.visit.mark import is_another, other_visit
from app.visit.reader import speaker
from app.visit.steps import Page, next_address, out_of_turn
from app.web.compression import filled_up
from app.web.forms import FieldProblem, form_class
from app.words.languages import gettext

check = Blueprint("check", __name__)

ENTER = "enter"  # the button that Enter presses on a tick; see components/answers.html
STOP = "stop"  # the button that keyboard.js presses for "Stop here" where something is ticked


@check.get("/check/<question_id>")
def question(question_id: str) -> Page:
    """A question with the answer given before, if any; a page that says where to go when it is out of turn."""
    asked = _question_or_404(question_id)
    answers = visit.answers()
    if not in_turn(content(), answers, asked):
        return out_of_turn(answers)
    if asked.id in answers:
        return _render(asked, answers[asked.id])
    look = Look(
        question=asked.id,
        reader=speaker(),
        settings=visit.settings(),
        emergency=bool(answers) and _is_emergency(answers),
        may_stop=danger_done(content(), answers),
    )
    return kept_page(look, lambda: _render(asked, ()))


@check.post("/check/<question_id>")
def answer(question_id: str) -> Page:
    """Take an answer and go on: to the emergency page at the first one that calls for it."""
    asked = _question_or_404(question_id)
    before = visit.answers()
    if refused := _refused(asked, before):
        return refused
    # The token was checked before this view was called; the form would only sign another one.
    form = form_class(asked.id, before.voice)(meta={"csrf": False})
    if ENTER in request.form:
        return _render(asked, form.chosen, [gettext("Enter does not tick. Press Space, then Continue.")]), 400
    if not form.validate_on_submit():
        return _render(asked, form.chosen, form.answer.errors), 400
    after = visit.record(asked, form.said)
    if _is_emergency(after) and not _is_emergency(before):
        return redirect(url_for("result.emergency"), 303)
    return redirect(url_for("result.show") if STOP in request.form else next_address(after), 303)


@check.errorhandler(CSRFError)
def expired(error: CSRFError) -> Page:
    """The page was open too long, or the cookie is gone: ask again, with the answer still chosen."""
    asked = content().question.get((request.view_args or {}).get("question_id", ""))
    answers = visit.answers()
    if asked is None:
        return out_of_turn(answers)
    if refused := _refused(asked, answers):
        return refused
    problem = gettext(
        "Your answer did not reach us. Choose it once more. If this happens again, let your browser keep cookies."
    )
    return _render(asked, tuple(request.form.getlist(asked.id)), [problem]), 400


@check.get("/check-answers")
def check_answers() -> Page:
    """Every answer with a way to change it, the calm ones folded. Before the end, the way on is the next question."""
    answers = visit.answers()
    upcoming = next_question(content(), answers)
    if not answers or upcoming:
        return out_of_turn(answers)
    after_this_request(filled_up())
    found = given(content(), answers)
    return render_template("check/check_answers.html", answers=answers, given=found, last=content().questions[-1])


@check.get("/stop")
def stop() -> Page:
    """Stop here: the result so far, in which everything not asked counts as not sure."""
    return redirect(url_for("result.show"), 303)


def _question_or_404(question_id: str) -> Question:
    return content().question.get(question_id) or abort(404)


def _is_emergency(answers: Answers) -> bool:
    return tier_of(answers).calls


def _refused(asked: Question, answers: Answers) -> Page | None:
    """The page for an answer of another visit, or out of turn: not taken, but a danger that it tells of is said."""
    if is_another():
        return other_visit("danger" if _sends_danger(asked) else "answer")
    return None if in_turn(content(), answers, asked) else out_of_turn(answers, danger=_sends_danger(asked))


def _sends_danger(asked: Question) -> bool:
    """Whether what came in for a question, be it ever so wrong, calls for an ambulance with nothing else known.

    More answers do so than those that do whatever else is answered (``Content.alone_emergency``): unknown is not no.
    """
    came = set(request.form.getlist(asked.id))
    return any(_is_emergency(Answers({asked.id: (option.value,)})) for option in asked.option if option.value in came)


def _back(asked: Question) -> str:
    earlier = previous_question(content(), asked)
    return url_for("check.question", question_id=earlier.id) if earlier else url_for("around.start")


def _first_on_page(asked: Question, voice: Voice) -> str:
    """The id of the answer that stands first: big buttons for "none" and "not sure" come after the ticks."""
    apart = asked.kind == "many" and visit.display() == "big"
    return f"{asked.id}-{(asked.ticks_first(voice) if apart else asked.options_for(voice))[0].value}"


def _render(asked: Question, chosen: tuple[str, ...], problems: Iterable[str] = ()) -> str:
    answers = visit.answers()
    number, total = content().questions.index(asked) + 1, len(content().questions)
    return render_template(
        "check/question.html",
        question=asked,
        options=asked.options_for(answers.voice),
        drawing=drawn(asked),
        chosen=chosen,
        problems=[FieldProblem(asked.id, words, _first_on_page(asked, answers.voice)) for words in problems],
        back=_back(asked),
        place=place_in_check(asked, number, total),
        number=number,
        total=total,
        onward=next_address(answers) if asked.id in answers else None,
        emergency=bool(answers) and _is_emergency(answers),
        may_stop=danger_done(content(), answers),
    )
