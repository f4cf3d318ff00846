"""The emergency interrupt and the result page."""

from datetime import UTC, datetime

from flask import Blueprint, redirect, render_template
from flask_babel import format_datetime

from app.rules.engine import Outcome, Warning, triage
from app.rules.load import content
from app.rules.shape import Question
from app.visit import current as visit
from app.visit.steps import Page, next_address, out_of_turn
from app.web.forms import PlainForm
from app.web.metrics import count_tier

result = Blueprint("result", __name__)

# At the most urgent tier everyday causes and reading matter would reassure, so the reader is shown none.
CALL_ONLY = "emergency_now"
READING = ("tests", "medicines", "physical", "surgery", "team", "prevention", "coping")


@result.get("/emergency")
def emergency() -> Page:
    """The interrupt: call now. Shown only while the answers call for it."""
    answers = visit.answers()
    outcome = triage(answers)
    if outcome.tier.id != CALL_ONLY:
        return redirect(next_address(answers), 303)
    count_tier(outcome.tier.id)
    return render_template(
        "result/emergency.html", outcome=outcome, mistaken=_mistaken(outcome), onward=next_address(answers)
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
        replaced=replaced_action(outcome),
        content=content(),
        calls_only=outcome.tier.id == CALL_ONLY,
        reading=READING,
        onward=next_address(answers),
        answered=answered_words(),
        form=PlainForm(),
    )


def replaced_action(outcome: Outcome) -> Warning | None:
    """The warning whose own instruction stands in place of the tier's usual one, if there is one.

    Only a warning of the outcome's own tier may do that: a calmer one never replaces an urgent action.
    """
    return next(
        (found for found in outcome.warnings if found.rule.extra_replaces and found.rule.tier == outcome.tier.id), None
    )


def answered_words() -> str:
    """When the last answer was given, with its time zone, in words."""
    when = visit.answered_at()
    moment = datetime.fromtimestamp(when, UTC) if when else datetime.now(UTC)
    return f"{format_datetime(moment, 'd MMMM yyyy, HH:mm')} UTC"


def _mistaken(outcome: Outcome) -> Question:
    """The question to go back to when the emergency came from a slip: the last one answered, if it counted."""
    urgent = [warning for warning in outcome.warnings if warning.rule.tier == CALL_ONLY]
    counted = [reason.question for warning in urgent for reason in warning.reasons]
    last = visit.last_answered()
    return next((one for one in counted if one.id == last), counted[0])
