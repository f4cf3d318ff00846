"""The emergency interrupt, the result in one look, and a page for each thing the result leaves out."""

from collections.abc import Callable
from functools import wraps

from flask import Blueprint, after_this_request, redirect, render_template, url_for

from app.rules.answers import Answers
from app.rules.engine import Outcome, triage
from app.rules.load import content
from app.rules.shape import Question
from app.telling.given import given
from app.telling.glance import glance
from app.telling.limits import unchecked
from app.telling.safety_net import below_a_result, good_to_know
from app.telling.script import script
from app.telling.standing import edition
from app.telling.told import told
from app.telling.why import explained, no_warning
from app.visit import current as visit
from app.visit.reader import speaker
from app.visit.stamping import answered_words
from app.visit.steps import Page, next_address, with_answers
from app.web.compression import filled_up
from app.web.metrics import count_tier

result = Blueprint("result", __name__)
result.after_request(filled_up())

EMERGENCY_SIZE = 3 * 1024  # less than a result: nothing may hold up a call


def with_outcome(view: Callable[[Answers, Outcome], Page]) -> Callable[[], Page]:
    """Hand the view this visit's answers, finished or not, and their outcome; else say where to start."""

    @with_answers
    @wraps(view)
    def guarded(answers: Answers) -> Page:
        return view(answers, triage(answers))

    return guarded


@result.get("/emergency")
def emergency() -> Page:
    """The interrupt: call now. Shown only while the answers call for it."""
    answers = visit.answers()
    outcome = triage(answers)
    if not outcome.tier.calls:
        return redirect(next_address(answers), 303)
    after_this_request(filled_up(EMERGENCY_SIZE))
    count_tier(outcome.tier.id)
    return render_template(
        "result/emergency.html",
        outcome=outcome,
        told=told(outcome, speaker()),
        script=script(content(), outcome, speaker()),
        mistaken=_mistaken(outcome),
        onward=next_address(answers),
    )


@result.get("/result")
@with_outcome
def show(answers: Answers, outcome: Outcome) -> Page:
    """How soon and what to do, why, when to call sooner, and the ways on."""
    count_tier(outcome.tier.id)
    return render_template(
        "result/result.html",
        answers=answers,
        outcome=outcome,
        told=told(outcome, speaker()),
        glance=glance(content(), answers, outcome, speaker()),
        no_warning=no_warning(speaker()),
        below=below_a_result(content(), speaker()),
        onward=next_address(answers),
    )


@result.get("/result/why")
@with_outcome
def why(answers: Answers, outcome: Outcome) -> Page:
    """Each warning in full, with its sources."""
    return render_template("result/why.html", outcome=outcome, why=explained(outcome), no_warning=no_warning(speaker()))


@result.get("/result/causes")
@with_outcome
def causes(answers: Answers, outcome: Outcome) -> Page:
    """What may be behind the pain; not where reading would hold up a call."""
    if outcome.tier.calls:
        return redirect(url_for("result.show"), 303)
    return render_template("result/causes.html", outcome=outcome)


@result.get("/result/sooner")
@with_outcome
def sooner(answers: Answers, outcome: Outcome) -> Page:
    """Every single change that would make the result more urgent; where there is none, the danger signs of everyone."""
    if not outcome.tripwires:
        return redirect(url_for("around.help_now"), 303)
    return render_template("result/sooner.html", outcome=outcome, good_to_know=good_to_know(content(), speaker()))


@result.get("/result/questions")
@with_outcome
def questions(answers: Answers, outcome: Outcome) -> Page:
    """What to ask the doctor, and the way to add a question of one's own."""
    if outcome.tier.calls:
        return redirect(url_for("result.show"), 303)
    return render_template("result/questions.html", outcome=outcome, note=visit.note())


@result.get("/result/answers")
@with_outcome
def answers_given(answers: Answers, outcome: Outcome) -> Page:
    """What was answered, with a way to change it, and what is not known; from any answers, finished or not."""
    return render_template(
        "result/answers.html",
        answers=answers,
        outcome=outcome,
        given=given(content(), answers),
        unchecked=unchecked(),
        edition=edition(content()),
        answered=answered_words(),
    )


def _mistaken(outcome: Outcome) -> Question:
    """The question to go back to when the emergency came from a slip: the last one answered, if it counted."""
    counted = [reason.question for warning in outcome.deciding for reason in warning.reasons]
    last = visit.last_answered()
    return next((one for one in counted if one.id == last), counted[0])
