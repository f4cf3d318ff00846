"""Where the answers of a visit lead, for every page that offers a way on."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from flask import render_template, url_for
from werkzeug.wrappers import Response

from app.rules.answers import Answers
from app.rules.load import content
from app.rules.path import next_question
from app.visit import current as visit

Page = str | tuple[str, int] | Response
P = ParamSpec("P")


def next_address(answers: Answers) -> str:
    """Where these answers lead: the first question without one, or check your answers."""
    upcoming = next_question(content(), answers)
    return url_for("check.question", question_id=upcoming.id) if upcoming else url_for("check.check_answers")


def way_back() -> str:
    """Where Back leads from a page beside the check: to where the check stands."""
    answers = visit.answers()
    return next_address(answers) if answers else url_for("around.start")


def out_of_turn(answers: Answers, danger: bool = False) -> Page:
    """A page, not a jump: the person learns why they are not where they meant to be.

    ``danger``: an answer that could not be taken calls for an ambulance by itself, and must not be lost.
    """
    onward = next_address(answers)
    page = render_template(
        "visit/out_of_turn.html", answers=answers, onward=onward, lost=visit.was_lost(), danger=danger
    )
    return page, 409


def with_answers(view: Callable[Concatenate[Answers, P], Page]) -> Callable[P, Page]:
    """Hand the view this visit's answers; without any, show the page that says where to start."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Page:
        answers = visit.answers()
        return view(answers, *args, **kwargs) if answers else out_of_turn(answers)

    return guarded
