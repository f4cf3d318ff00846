"""What leaves the screen: the print page, the PDF, the plain text, the QR code; and the note that goes with them."""

from flask import (
    Blueprint,
    Response,
    abort,
    after_this_request,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_wtf.csrf import CSRFError
from markupsafe import Markup

from app.handout import qr
from app.handout.labels import labels
from app.handout.page_css import page_css
from app.handout.paper import asked_size, large_letters, pdf_response
from app.handout.pdf import pdf
from app.handout.sheet import sheet
from app.handout.text import text
from app.rules.answers import Answers
from app.rules.engine import Outcome, triage
from app.rules.load import content
from app.telling.summary import Stamp, Summary, summarise
from app.visit import current as visit
from app.visit.mark import marking, with_own_answers
from app.visit.note import LONGEST, NoteForm, toggled, too_long
from app.visit.phrases import phrases
from app.visit.reader import speaker, writer
from app.visit.stamping import stamp_of
from app.visit.steps import Page, with_answers
from app.web.compression import filled_up
from app.web.forms import FieldProblem
from app.web.public_address import public_address
from app.web.security import may_ask_us
from app.words.languages import gettext, language
from app.words.paper import PAPERS

handout = Blueprint("handout", __name__)
handout.after_request(filled_up())

PHRASE = "phrase"  # what the buttons of the ready sentences send
PDF_NAME = "als-back-pain-summary.pdf"
SMALL = 1280  # bytes, for what a page brings with it

handout.app_url_defaults(
    marking(
        "handout.print_page", "handout.print_style", "handout.qr_code", "handout.summary_pdf", "handout.summary_text"
    )
)


def summary_of(answers: Answers) -> Summary:
    """The summary of this visit, now, with its note and with a code that opens at this site."""
    outcome = triage(answers)
    return summarise(content(), answers, outcome, writer(), _stamp(answers, outcome))


def _stamp(answers: Answers, outcome: Outcome) -> Stamp:
    stamp = stamp_of(answers, outcome)
    address = public_address()
    # Behind the # a code reaches no server log and no Referer.
    return stamp._replace(address=address and f"{address}open#{stamp.code}")


@handout.app_template_global()
def clinic_sheet() -> Markup:
    """The sheet of this visit's answers, for a page that prints it in its own place."""
    drawn = render_template("handout/sheet.html", **_on_the_sheet(summary_of(visit.answers())))
    return Markup(drawn)  # noqa: S704 # nosec B704 - our own template, autoescaped


def _on_the_sheet(found: Summary) -> dict[str, object]:
    """What the sheet's template draws, wherever it stands."""
    words = labels()
    return {"s": found, "t": words, "p": sheet(found, words["see_why"]), "code_lines": qr.lines(found.code)}


@handout.get("/summary")
@with_own_answers
def print_page(answers: Answers) -> Page:
    """One page to print and a page of all answers; on screen, the ways to take it away."""
    after_this_request(may_ask_us)
    found, size = summary_of(answers), asked_size().lower()
    names = {key.lower(): paper.name for key, paper in PAPERS.items()}  # as addresses have them
    others = {key: name for key, name in names.items() if key != size}
    return render_template(
        "handout/summary.html",
        **_on_the_sheet(found),
        text=text(found),
        size=size,
        papers=names,
        others=others,
        pdf_name=PDF_NAME,
    )


@handout.get("/summary/page.css")
@with_own_answers
def print_style(answers: Answers) -> Response:
    """The paper and the foot of each printed page."""
    after_this_request(filled_up(SMALL))
    return Response(page_css(asked_size(), _stamp(answers, triage(answers)).code, labels()), mimetype="text/css")


@handout.get("/summary/qr.svg")
@with_own_answers
def qr_code(answers: Answers) -> Response:
    """The QR code of the print page."""
    after_this_request(filled_up(SMALL))
    return Response(qr.code_of(_stamp(answers, triage(answers))).svg, mimetype="image/svg+xml")


@handout.get("/summary.pdf")
@with_own_answers
def summary_pdf(answers: Answers) -> Response:
    """The summary as a tagged PDF on the site's paper, or the one asked for; ``letters=large`` for large print."""
    return pdf_response(pdf(summary_of(answers), asked_size(), language(), large_letters()), PDF_NAME)


@handout.get("/summary.txt")
@with_own_answers
def summary_text(answers: Answers) -> Response:
    """The summary as plain text in SBAR order."""
    return Response(text(summary_of(answers)), mimetype="text/plain")


@handout.get("/note")
@with_answers
def note(answers: Answers) -> Page:
    """Where the person can say what they most want to ask."""
    return _show_note(NoteForm(note=visit.note()))


@handout.post("/note")
@with_own_answers
def keep_note(answers: Answers) -> Page:
    """Keep the note, and go to the summary it stands in. No words take it out."""
    form = NoteForm()
    if not form.validate_on_submit():
        return _show_note(form, *form.note.errors), 400
    if PHRASE in request.form:
        return _with_phrase(form, request.form[PHRASE])
    visit.keep_note(form.words)
    return redirect(url_for("handout.print_page"), 303)


def _with_phrase(form: NoteForm, name: str) -> Page:
    """Put a ready sentence into the note, or take it out again, and stay: the next one is one press away."""
    sentence = phrases(speaker().voice).get(name) or abort(400)
    words = toggled(form.words, sentence)
    if len(words) > LONGEST:
        return _show_note(form, too_long(len(words))), 400
    visit.keep_note(words)
    return redirect(url_for("handout.note", _anchor="phrases"), 303)


@handout.errorhandler(CSRFError)
@with_own_answers
def not_sent(answers: Answers, error: CSRFError) -> Page:
    """The page was open too long, or the cookie is gone: show the note again with every word of it."""
    problem = gettext("Your words did not reach us. Press the button once more.")
    return _show_note(NoteForm(), problem), 400


def _show_note(form: NoteForm, *problems: str) -> str:
    told = [FieldProblem("note", words, "note") for words in problems]
    return render_template(
        "handout/note.html",
        form=form,
        problems=told,
        longest=LONGEST,
        phrases=phrases(speaker().voice),
        lines=(form.note.data or "").splitlines(),
    )
