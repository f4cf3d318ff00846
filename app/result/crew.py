"""/crew: one screen in huge letters to show to an ambulance crew, and a card when it is printed."""

from flask import Blueprint, render_template

from app.rules.engine import triage
from app.rules.load import content
from app.telling.crew import crew_card
from app.visit import current as visit
from app.visit.reader import speaker
from app.visit.stamping import stamp_of
from app.web.compression import filled_up

crew = Blueprint("crew", __name__)
crew.after_request(filled_up())


@crew.get("/crew")
def show() -> str:
    """The card, with the code of the answers where there are any."""
    answers = visit.answers()
    outcome = triage(answers) if answers else None
    card = crew_card(content(), answers, outcome, speaker())
    code = stamp_of(answers, outcome).code if outcome else ""
    return render_template("result/crew.html", card=card, code=code)
