"""Question pages that were made before: most people are shown one that somebody else has seen.

Everything that can change such a page is in its Look; of a visit itself only its forms' token and its mark, which are
put in anew each time. A page that shows an answer given before or something to put right is made for that person alone
and not kept, and a shared computer's pages, which count down to their own end, are not kept either.
"""

from collections.abc import Callable
from typing import NamedTuple

from flask import Flask, current_app, request
from flask_wtf.csrf import generate_csrf

from app.visit.choices import Settings
from app.visit.mark import own_mark
from app.words.speaker import Speaker

MOST_KEPT = 1000  # pages of some 5 kB; they are few kinds, so this is reached only by rare settings
# Neither can stand in a page of ours.
TOKEN_HERE = "\0token\0"  # noqa: S105 # nosec B105
MARK_HERE = "\0mark\0"


class Look(NamedTuple):
    """What a question page looks like without an answer and without a problem."""

    question: str
    reader: Speaker  # in whose voice and language, at which site, and whether someone is beside the person
    settings: Settings
    emergency: bool
    may_stop: bool


def init_pages(app: Flask) -> None:
    """A place for the pages of this application."""
    app.extensions["question_pages"] = {}


def kept_page(look: Look, make: Callable[[], str]) -> str:
    """The page of this look with this visit's token and mark; ``make`` makes it where nobody has seen it yet."""
    if current_app.config["SITE"].kiosk:
        return make()
    pages: dict[tuple[Look, str], str] = current_app.extensions["question_pages"]
    key = (look, request.script_root)
    token, mark = generate_csrf(), own_mark()
    if key not in pages:
        if len(pages) >= MOST_KEPT:
            pages.clear()
        pages[key] = make().replace(token, TOKEN_HERE).replace(mark, MARK_HERE)
    return pages[key].replace(TOKEN_HERE, token).replace(MARK_HERE, mark)
