"""What one visit has in its cookie: the answers, when the last one was given, and the choice of display."""

import time
from typing import Literal, cast

from flask import g, session

from app.rules.answers import Answers, AnswerValues, keep_valid
from app.rules.content import Question, content
from app.words import speak_to

Display = Literal["big", "classic"]
DISPLAYS: tuple[Display, ...] = ("big", "classic")

_ANSWERS, _TIME, _LAST, _DISPLAY = "answers", "time", "last", "display"


def answers() -> Answers:
    """The answers of this visit. Whatever no longer makes sense is left out, so it will be asked again."""
    if "answers" not in g:
        stored = session.get(_ANSWERS)
        given = stored if isinstance(stored, dict) else {}
        g.answers = keep_valid(content(), {key: str(values).split() for key, values in given.items()})
        speak_to(g.answers.voice)
    return cast(Answers, g.answers)


def record(question: Question, values: AnswerValues) -> Answers:
    """Put an answer in the visit, drop the ones it makes senseless, and return all of them."""
    kept = keep_valid(content(), answers().plus(question.id, values))
    session[_ANSWERS] = {key: " ".join(said) for key, said in kept.items()}
    session[_TIME] = int(time.time())
    session[_LAST] = question.id
    g.answers = kept
    speak_to(kept.voice)
    return kept


def last_answered() -> str | None:
    """The id of the question answered last."""
    return cast(str | None, session.get(_LAST))


def answered_at() -> int | None:
    """When the last answer was given, in seconds since 1970 (UTC)."""
    return cast(int | None, session.get(_TIME))


def display() -> Display:
    """Big buttons, unless the person chose classic radios."""
    return "classic" if session.get(_DISPLAY) == "classic" else "big"


def choose_display(choice: Display) -> None:
    """Remember the choice of display in the cookie."""
    session[_DISPLAY] = choice


def was_lost() -> bool:
    """True when a cookie came that could not be opened: too old, cut short, or of another key."""
    return bool(getattr(session, "unreadable", False))


def forget() -> None:
    """Delete everything of this visit."""
    session.clear()
    g.pop("answers", None)
    speak_to("patient")
