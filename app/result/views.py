"""The emergency interrupt and the result page."""

from datetime import UTC, datetime

from flask import Blueprint, current_app, redirect, render_template

from app.rules.engine import Outcome, triage
from app.rules.load import content
from app.rules.shape import Question
from app.telling.script import script
from app.telling.times import clock
from app.telling.told import told
from app.visit import current as visit
from app.visit.reader import speaker
from app.visit.steps import Page, next_address, out_of_turn
from app.web.forms import PlainForm
from app.web.metrics import count_tier

result = Blueprint("result", __name__)


@result.get("/emergency")
def emergency() -> Page:
    """The interrupt: call now. Shown only while the answers call for it."""
    answers = visit.answers()
    outcome = triage(answers)
    if not outcome.tier.calls:
        return redirect(next_address(answers), 303)
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
def show() -> Page:
    """How soon, why, and what may be behind it; from any answers at all, finished or not."""
    answers = visit.answers()
    if not answers:
        return out_of_turn(answers)
    outcome = triage(answers)
    count_tier(outcome.tier.id)
    return render_template(
        "result/result.html",
        answers=answers,
        outcome=outcome,
        told=told(outcome, speaker()),
        content=content(),
        onward=next_address(answers),
        answered=answered_words(),
        form=PlainForm(),
    )


def answered_words() -> str:
    """When the last answer was given, with its time zone, in words."""
    when = visit.answered_at()
    moment = datetime.fromtimestamp(when, UTC) if when else datetime.now(UTC)
    return clock(moment, current_app.config["SITE"].time_zone)


def _mistaken(outcome: Outcome) -> Question:
    """The question to go back to when the emergency came from a slip: the last one answered, if it counted."""
    urgent = [warning for warning in outcome.warnings if warning.rule.tier == outcome.tier.id]
    counted = [reason.question for warning in urgent for reason in warning.reasons]
    last = visit.last_answered()
    return next((one for one in counted if one.id == last), counted[0])
