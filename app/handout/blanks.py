"""What is handed out blank: the paper form, the eye-pointing boards, the reminder. Nothing of a visit is in them."""

from datetime import UTC, datetime
from typing import cast, get_args
from uuid import uuid4

from flask import Blueprint, Flask, Response, abort, current_app, request

from app.handout.again import again
from app.handout.board import eye_boards
from app.handout.paper import asked_size, large_letters, pdf_response
from app.handout.paper_form import large_paper_form, paper_form
from app.rules.shape import Voice
from app.web.today import today
from app.words.languages import language

blanks = Blueprint("blanks", __name__)

PAPER_FORM_NAME = "als-back-pain-check-on-paper.pdf"
BOARDS_NAME = "als-back-pain-check-eye-pointing.pdf"
REMINDER_NAME = "check-again.ics"


@blanks.get("/paper.pdf")
def paper() -> Response:
    """The same questions to tick on paper, in either wording and paper size; ``letters=large`` for large print."""
    make = large_paper_form if large_letters() else paper_form
    made = make(current_app.config["SITE"], _voice(), asked_size(), language())
    return pdf_response(made, PAPER_FORM_NAME)


@blanks.get("/board.pdf")
def board() -> Response:
    """The same questions as boards to answer with the eyes, on either paper size."""
    return pdf_response(eye_boards(current_app.config["SITE"], asked_size(), language()), BOARDS_NAME)


@blanks.get("/again.ics")
def reminder() -> Response:
    """A reminder for the calendar to do the check again, the same for everyone."""
    made = again(today(), current_app.config["SITE"].time_zone, datetime.now(UTC), str(uuid4()))
    response = Response(made, mimetype="text/calendar")
    response.headers["Content-Disposition"] = f"inline; filename={REMINDER_NAME}"
    return response


def can_be_made(app: Flask) -> None:
    """Make one, as /readyz wants to know. Raises when fonts, templates or the typesetter are not in order."""
    paper_form(app.config["SITE"], "patient", asked_size(), language())


def _voice() -> Voice:
    """Whose words to use: the person's own, unless the address asks for the caregiver's."""
    voice = request.args.get("voice", "patient")
    return cast(Voice, voice) if voice in get_args(Voice) else abort(400)
