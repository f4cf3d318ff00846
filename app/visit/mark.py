"""The mark of a visit, in every form that changes it and in every link to what leaves the screen.

Two people's checks in two tabs share one cookie, and the cookie holds the second person's. A page of the first tab
names the visit that it was drawn for, so what it asks for is refused in words: no answer of one person comes among
another's, and nobody is given another's file. The mark is made with the site's key from a random id that lives as long
as its visit: it says nothing of the answers, stays while they change, and equal answers have different marks.

What names no visit is taken as it always was: an address typed by hand, a program, a page from before there were marks.
"""

import hmac
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Literal

from flask import Flask, current_app, render_template, request

from app.rules.answers import Answers
from app.telling.standing import who_answered
from app.visit import current as visit
from app.visit.stamping import answered_words
from app.visit.steps import P, Page, next_address, with_answers

OF = "of"  # its name in an address and in a form
LETTERS = 12  # 48 bits: far more than keeps the visits of one browser apart
Sent = Literal["nothing", "answer", "danger"]
PURPOSE = b"als-back-pain mark of a visit 1"


def init_mark(app: Flask) -> None:
    """Hold the keys: the first makes marks, the others are for pages that were drawn before a change of key."""
    keys = [app.config["SECRET_KEY"], *app.config.get("SECRET_KEY_FALLBACKS", [])]
    app.extensions["mark_keys"] = [hmac.digest(key.encode(), PURPOSE, "sha256") for key in keys]
    app.jinja_env.globals["visit_mark"] = own_mark


def mark(id: str) -> str:
    """The mark of what has this random id."""
    return _marks(id)[0]


def own_mark() -> str:
    """The mark of this visit. The page of the first question has one too: a visit begins where it is shown."""
    return mark(visit.ensure_id())


def is_of(id: str | None, name: str = OF) -> bool:
    """Whether this request names what has this id. One that names nothing was typed by hand, and gets what is here."""
    said = request.values.get(name)
    return not said or (id is not None and said in _marks(id))


def marking(*endpoints: str) -> Callable[[str, dict[str, Any]], None]:
    """For ``app_url_defaults``: puts the mark of this visit into every address of these endpoints."""

    def put(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint in endpoints and OF not in values and (own := visit.own_id()):
            values[OF] = mark(own)

    return put


def with_own_answers(view: Callable[Concatenate[Answers, P], Page]) -> Callable[P, Page]:
    """As ``with_answers``; and what was asked for another visit than the one in this browser is refused in words."""

    @with_answers
    @wraps(view)
    def guarded(answers: Answers, /, *args: P.args, **kwargs: P.kwargs) -> Page:
        return other_visit() if is_another() else view(answers, *args, **kwargs)

    return guarded


def is_another() -> bool:
    """Whether this request names another visit than the one whose answers are here. No answers, nobody to mix up."""
    return bool(visit.answers()) and not is_of(visit.own_id())


def other_visit(sent: Sent = "nothing") -> tuple[str, int]:
    """The page for a link or a form that was drawn for another visit than the one in this browser.

    ``sent``: what is refused with it, for a danger must not be lost with the answer that told of it.
    """
    answers = visit.answers()
    page = render_template(
        "visit/other_visit.html",
        answers=answers,
        who=who_answered(answers),
        when=answered_words(),
        onward=next_address(answers),
        sent=sent,
    )
    return page, 409


def _marks(id: str) -> list[str]:
    keys: list[bytes] = current_app.extensions["mark_keys"]
    return [hmac.digest(key, id.encode(), "sha256").hex()[:LETTERS] for key in keys]
