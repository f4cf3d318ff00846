"""Open a code, compare two, enter a paper form, and print one. No code ever stands in an address."""

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, cast, get_args

from flask import Blueprint, abort, after_this_request, current_app, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError

from app.clinic.compare import compare
from app.clinic.entry import SET, board_field, may_be_blank, read_boards, read_form, ticked
from app.clinic.opening import go_on_with, keep_comparison, last_compared, last_opened, open_code, why_not
from app.rules.answers import Answers
from app.rules.codes.boards import READER, boards
from app.rules.codes.letters import BadCode
from app.rules.load import content
from app.rules.path import next_question
from app.rules.shape import Option, Voice
from app.telling.disclaimer import for_staff
from app.telling.standing import who_answered
from app.visit import current as visit
from app.visit.current import COMPARED
from app.visit.mark import is_of, mark, other_visit
from app.visit.reader import speaker_in
from app.visit.stamping import moment
from app.visit.steps import Page, next_address, with_answers
from app.web.compression import filled_up
from app.web.forms import FieldProblem, PlainForm
from app.words.languages import gettext
from app.words.paper import PAPERS

clinic = Blueprint("clinic", __name__)

CODE, THEN, NOW = "code", "code_then", "code_now"
Problems = Sequence[FieldProblem]


@clinic.get("/open")
def open_page() -> str:
    """Where a code is typed, or comes in behind the # of the QR code's address."""
    return _show_open()


@clinic.post("/open")
def take_code() -> Page:
    """Take a code, and go to the choice of what to do with it."""
    return _open(_show_open)


@clinic.get("/opened")
@with_answers
def opened(answers: Answers) -> Page:
    """The answers of a code are in this browser now: go on with them, or see the summary."""
    found = last_opened()
    if not found:  # they were changed since; what the code said is no longer what is here
        return redirect(next_address(answers), 303)
    after_this_request(filled_up())
    finished = next_question(content(), answers) is None
    return render_template("clinic/opened.html", found=found, onward=next_address(answers), finished=finished)


@clinic.get("/clinic")
def desk() -> Page:
    """For staff: open a code, compare two, take the summary away, print or enter a paper form.

    At the address of a comparison, what changed: a page that Back leads to without sending anything again.
    """
    found = last_compared() if COMPARED in request.args else None
    if not found:
        return _show_desk()
    id, one, other = found
    if not is_of(id, COMPARED):
        return other_visit()
    after_this_request(filled_up())
    return render_template("clinic/compare.html", found=compare(one, other), disclaimer=for_staff())


@clinic.post("/clinic")
def work_at_desk() -> Page:
    """Open a code or, where two came, go to what changed between them."""
    return _open(_show_desk) if CODE in request.form else _compare()


@clinic.get("/clinic/enter")
def blank_form() -> str:
    """All questions on one page, to copy a paper form quickly; or a field for the digits of each eye-pointing board."""
    return _show_copying()


@clinic.post("/clinic/enter")
def take_form() -> Page:
    """Take the copied answers, and go to their result."""
    answers, problems = (read_boards if _from_boards() else read_form)(request.form)
    if problems:
        return _show_copying(problems), 400
    visit.restore(answers, int(time.time()))
    return redirect(url_for("result.show"), 303)


@clinic.errorhandler(CSRFError)
def expired(error: CSRFError) -> Page:
    """The page was open too long, or the cookie is gone: show it again with everything that was typed and ticked."""
    words = gettext(
        "This did not reach us. Press the button once more. If it happens again, let your browser keep cookies."
    )
    if request.endpoint == "clinic.take_form":
        return _show_copying([FieldProblem("", words, "send")]), 400
    show = _show_open if request.endpoint == "clinic.take_code" else _show_desk
    return show([FieldProblem("", words, CODE)]), 400


@clinic.context_processor
def _words() -> dict[str, object]:
    return {"who_answered": who_answered, "moment": moment, "as_seen": _as_seen, "version": content().version}


def _as_seen(option: Option, voice: Voice) -> str:
    """An answer word for word as the one who gave it saw it."""
    return gettext(option.words(voice))


def _open(show: Callable[[Problems], str]) -> Page:
    typed = request.form.get(CODE, "")
    try:
        found = open_code(typed)
    except BadCode as error:
        return show([FieldProblem(CODE, why_not(error.reason, typed), CODE)]), 400
    go_on_with(found)
    return redirect(url_for("clinic.opened"), 303)


def _compare() -> Page:
    names = {THEN: gettext("First code"), NOW: gettext("Second code")}
    typed = [request.form.get(field, "") for field in names]
    problems = []
    for (field, name), code in zip(names.items(), typed, strict=True):
        try:
            open_code(code)
        except BadCode as error:
            problems.append(FieldProblem(field, f"{name}: {why_not(error.reason, code)}", field))
    if problems:
        return _show_desk(problems), 400
    return redirect(url_for("clinic.desk", compared=mark(keep_comparison(*typed))), 303)


def _show_open(problems: Problems = ()) -> str:
    answers = visit.answers()
    return render_template("clinic/open.html", form=PlainForm(), problems=problems, typed=_typed(), answers=answers)


def _show_desk(problems: Problems = ()) -> str:
    answers = visit.answers()
    size = current_app.config["SITE"].other_page_size
    return render_template(
        "clinic/desk.html",
        form=PlainForm(),
        problems=problems,
        typed=_typed(),
        answers=answers,
        other_size=size.lower(),  # as addresses have it
        other_paper=PAPERS[size].name,
    )


def _show_copying(problems: Problems = ()) -> str:
    template, more = _boards() if _from_boards() else _form()
    wrong = {problem.field: problem.words for problem in problems}
    return render_template(template, form=PlainForm(), problems=problems, wrong=wrong, **more)


def _from_boards() -> bool:
    """Whether the address asks to copy the digits of boards."""
    copied = request.args.get("from", "form")
    return copied == "boards" if copied in ("form", "boards") else abort(400)


def _boards() -> tuple[str, dict[str, Any]]:
    more = {"boards": boards(content()), "board_field": board_field, "set_field": SET}
    return "clinic/enter_boards.html", {**more, "speaker": speaker_in(READER)}


def _form() -> tuple[str, dict[str, Any]]:
    voice = _voice()
    given = partial(ticked, request.form)
    more = {"questions": content().questions, "voice": voice, "ticked": given, "may_be_blank": may_be_blank}
    return "clinic/enter.html", {**more, **_other_form(voice), "speaker": speaker_in(voice)}


def _other_form(voice: Voice) -> dict[str, str]:
    """The way to the form in the other wording."""
    if voice == "caregiver":
        return {"other_voice": "patient", "other_form": gettext("The form was in the words for the person")}
    return {"other_voice": "caregiver", "other_form": gettext("The form was in the words for a caregiver")}


def _typed() -> dict[str, str]:
    """What was typed into each code field, for showing it again."""
    return {field: request.form.get(field, "") for field in (CODE, THEN, NOW)}


def _voice() -> Voice:
    """Whose words to use: the person's own, unless the address asks for the caregiver's."""
    voice = request.args.get("voice", "patient")
    if voice not in get_args(Voice):
        if request.method == "POST":
            return "patient"  # no form of ours says so, and this may be the page that shows again what was ticked
        abort(400)
    return cast(Voice, voice)
