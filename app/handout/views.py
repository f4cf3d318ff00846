"""What leaves the screen: the print page, the PDF, the plain text, the QR code; and the note that goes with them."""

from collections.abc import Callable
from functools import wraps

from flask import Blueprint, Response, current_app, redirect, render_template, url_for
from flask_wtf.csrf import CSRFError
from markupsafe import Markup

from app.handout import qr
from app.handout.labels import labels
from app.handout.page_css import page_css
from app.handout.paper import PAPERS, asked_size, large_letters, pdf_response
from app.handout.pdf import pdf
from app.handout.sheet import sheet
from app.handout.text import text
from app.rules.answers import Answers
from app.rules.engine import triage
from app.rules.load import content
from app.telling.summary import Summary, summarise
from app.visit import current as visit
from app.visit.note import LONGEST, NoteForm
from app.visit.reader import speaker
from app.visit.stamping import stamp_of
from app.visit.steps import Page, out_of_turn
from app.web.forms import FieldProblem
from app.web.public_address import public_address
from app.words.languages import gettext

handout = Blueprint("handout", __name__)

PDF_NAME = "als-back-pain-summary.pdf"


def with_answers(view: Callable[[Summary], Page | Response]) -> Callable[[], Page | Response]:
    """Hand the view this visit's summary; without answers, show the page that says where to start."""

    @wraps(view)
    def guarded() -> Page | Response:
        answers = visit.answers()
        return view(summary_of(answers)) if answers else out_of_turn(answers)

    return guarded


def summary_of(answers: Answers) -> Summary:
    """The summary of this visit, now, with its note and with a code that opens at this site."""
    outcome = triage(answers)
    stamp = stamp_of(answers, outcome)
    address = public_address()
    # Behind the # a code reaches no server log and no Referer.
    stamp = stamp._replace(address=address and f"{address}open#{stamp.code}")
    return summarise(content(), answers, outcome, speaker(), stamp)


@handout.app_template_global()
def clinic_sheet() -> Markup:
    """The sheet of this visit's answers, for a page that prints it in its own place."""
    found, words = summary_of(visit.answers()), labels()
    drawn = render_template("handout/sheet.html", s=found, t=words, p=sheet(found, words["see_why"]))
    return Markup(drawn)  # noqa: S704 # nosec B704 - our own template, autoescaped


@handout.get("/summary")
@with_answers
def print_page(found: Summary) -> Page:
    """One page to print and a page of all answers; on screen, the ways to take it away."""
    size, words = asked_size(), labels()
    names = {key: paper.name for key, paper in PAPERS.items()}
    others = {key: name for key, name in names.items() if key != size}
    return render_template(
        "handout/summary.html",
        s=found,
        t=words,
        p=sheet(found, words["see_why"]),
        text=text(found),
        size=size,
        papers=names,
        others=others,
        pdf_name=PDF_NAME,
    )


@handout.get("/summary/page.css")
@with_answers
def print_style(found: Summary) -> Response:
    """The paper and the foot of each printed page."""
    return Response(page_css(asked_size(), found.code, labels()), mimetype="text/css")


@handout.get("/summary/qr.svg")
@with_answers
def qr_code(found: Summary) -> Response:
    """The QR code of the print page."""
    return Response(qr.svg(qr.held(found)), mimetype="image/svg+xml")


@handout.get("/summary.pdf")
@with_answers
def summary_pdf(found: Summary) -> Response:
    """The summary as a tagged PDF on the site's paper, or the one asked for; ``letters=large`` for large print."""
    language = current_app.config["BABEL_DEFAULT_LOCALE"]
    return pdf_response(pdf(found, asked_size(), language, large_letters()), PDF_NAME)


@handout.get("/summary.txt")
@with_answers
def summary_text(found: Summary) -> Response:
    """The summary as plain text in SBAR order."""
    return Response(text(found), mimetype="text/plain")


@handout.get("/note")
def note() -> Page:
    """Where the person can say what they most want to ask."""
    answers = visit.answers()
    if not answers:
        return out_of_turn(answers)
    return _show_note(NoteForm(note=visit.note()))


@handout.post("/note")
def keep_note() -> Page:
    """Keep the note, and go to the summary it stands in. No words take it out."""
    answers = visit.answers()
    if not answers:
        return out_of_turn(answers)
    form = NoteForm()
    if not form.validate_on_submit():
        return _show_note(form, *form.note.errors), 400
    visit.keep_note(form.words)
    return redirect(url_for("handout.print_page"), 303)


@handout.errorhandler(CSRFError)
def not_sent(error: CSRFError) -> Page:
    """The page was open too long, or the cookie is gone: show the note again with every word of it."""
    answers = visit.answers()
    if not answers:
        return out_of_turn(answers)
    problem = gettext("Your words did not reach us. Press the button once more.")
    return _show_note(NoteForm(), problem), 400


def _show_note(form: NoteForm, *problems: str) -> str:
    told = [FieldProblem("note", words, "note") for words in problems]
    return render_template("handout/note.html", form=form, problems=told, longest=LONGEST)
