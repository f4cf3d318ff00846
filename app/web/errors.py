"""Error pages that say what to do next, in plain words, with the way to help on each of them."""

import traceback
from types import TracebackType
from typing import Any

from flask import Flask, current_app, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from app.words.languages import gettext

ErrorPage = tuple[str, int]


def init_errors(app: Flask) -> None:
    """Register a page for every way a request can fail."""
    app.log_exception = _log_without_values  # type: ignore[method-assign,assignment]
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(404, _not_found)
    app.register_error_handler(415, _not_a_form)
    app.register_error_handler(429, _too_many)
    app.register_error_handler(HTTPException, _other)
    app.register_error_handler(500, _broken)


Failure = tuple[type, BaseException, TracebackType] | tuple[None, None, None]


def _log_without_values(failure: Failure) -> None:
    """Log where a fault of ours happened, but not its message: that may quote what a person answered."""
    kind, _, place = failure
    route = request.url_rule.rule if request.url_rule else "(no route)"
    name = kind.__name__ if kind else "fault"
    current_app.logger.error("%s at %s %s\n%s", name, request.method, route, "".join(traceback.format_tb(place)))


def _page(status: int, heading: str, *sentences: str) -> ErrorPage:
    return render_template("web/error.html", heading=heading, sentences=sentences), status


def _once_more() -> str:
    return gettext("Go back, load the page again and press the button once more. Your earlier answers are kept.")


def _expired(error: Any) -> ErrorPage:
    return _page(
        400,
        gettext("Press the button once more"),
        gettext("This page was open for a long time, or the browser did not keep its cookie."),
        _once_more(),
    )


def _not_found(error: Any) -> ErrorPage:
    return _page(
        404,
        gettext("There is no page at this address"),
        gettext("Check the address, or go to the start page."),
    )


def _not_a_form(error: Any) -> ErrorPage:
    return _page(
        415,
        gettext("This page takes a form and nothing else"),
        _once_more(),
    )


def _too_many(error: Any) -> ErrorPage:
    return _page(
        429,
        gettext("Wait a minute, then try again"),
        gettext("Too many requests came from your network in a short time."),
        gettext("Your answers are kept. Go back and press the button again."),
    )


def _other(error: Any) -> ErrorPage:
    return _page(
        error.code or 400,
        gettext("This page cannot be used like that"),
        gettext("Go to the start page and try from there. Answers you gave before are kept."),
    )


def _broken(error: Any) -> ErrorPage:
    # Rendered without the layout, its data or gettext: a fault in those may be what brought us here.
    return render_template("web/broken.html", numbers=_plain_numbers(), root=request.script_root), 500


def _plain_numbers() -> list[str]:
    return [emergency.number for emergency in current_app.config["SITE"].emergency]
