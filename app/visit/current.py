"""What one visit has in its cookie: the answers, when the last one was given, and the settings."""

import secrets
import time
from typing import cast

from flask import current_app, g, session

from app.rules.answers import Answers, AnswerValues, keep_valid
from app.rules.load import content
from app.rules.shape import Question
from app.visit.choices import Display, Settings

COMPARED = "compared"  # a comparison, in the cookie and in the address of its page

_ANSWERS, _TIME, _LAST, _NOTE, _SETTINGS, _ID = "answers", "time", "last", "note", "settings", "id"


def answers() -> Answers:
    """The answers of this visit. Whatever no longer makes sense is left out, so it will be asked again."""
    found: Answers | None = g.get("answers")
    if found is None:
        stored = session.get(_ANSWERS)
        given = stored if isinstance(stored, dict) else {}
        found = g.answers = keep_valid(content(), {key: str(values).split() for key, values in given.items()})
    return found


def record(question: Question, values: AnswerValues) -> Answers:
    """Put an answer in the visit, drop the ones it makes senseless, and return all of them."""
    session[_LAST] = question.id
    return _put(answers().plus(question.id, values), int(time.time()))


def restore(given: Answers, at: int) -> Answers:
    """Put the answers of a code or a paper form, given at that time, in place of everything of this visit.

    Returns those that still make sense. Only the settings, the CSRF token and a comparison, which has its own address,
    stay: anything else here, a note for instance, may be another person's.
    """
    for key in session.keys() - {_SETTINGS, "csrf_token", COMPARED}:
        del session[key]
    return _put(given, at)


def _put(given: Answers, at: int) -> Answers:
    kept = keep_valid(content(), given)
    session[_ANSWERS] = {key: " ".join(said) for key, said in kept.items()}
    session[_TIME] = at
    ensure_id()
    g.answers = kept
    return kept


def new_id() -> str:
    """Something that nothing else has."""
    return secrets.token_urlsafe(6)


def ensure_id() -> str:
    """What tells this visit from every other, whatever its answers: random, made and kept where there is none yet."""
    return cast(str, session.setdefault(_ID, new_id()))


def own_id() -> str | None:
    """The same; None before the first question was shown."""
    return cast(str | None, session.get(_ID))


def last_answered() -> str | None:
    """The id of the question answered last."""
    return cast(str | None, session.get(_LAST))


def answered_at() -> int | None:
    """When the last answer was given, in seconds since 1970 (UTC)."""
    return cast(int | None, session.get(_TIME))


def note() -> str:
    """What the person most wants to ask, in their own words; empty when they wrote nothing."""
    return str(session.get(_NOTE, ""))


def keep_note(words: str) -> None:
    """Keep the note in the cookie; no words take it out."""
    session.pop(_NOTE, None)
    if words:
        session[_NOTE] = words


def settings() -> Settings:
    """How the check looks and works for this person."""
    found: Settings | None = g.get("settings")
    if found is None:
        found = g.settings = Settings.from_cookie(session.get(_SETTINGS))
    return found


def choose(name: str, value: str) -> None:
    """Remember one setting. The caller has checked that it is offered."""
    _keep(settings().with_choice(name, value))


def reset_settings() -> None:
    """Put every setting back."""
    _keep(Settings())


def _keep(chosen: Settings) -> None:
    session.pop(_SETTINGS, None)
    if stored := chosen.to_cookie():
        session[_SETTINGS] = stored
    g.settings = chosen


def display() -> Display:
    """Big buttons, unless the person chose classic radios."""
    return settings().display


def was_lost() -> bool:
    """True when a cookie came that could not be opened: too old, cut short, or of another key."""
    return bool(getattr(session, "unreadable", False))


def forget() -> None:
    """Delete everything of this visit, but not the settings, for setting up again costs strength.

    On a shared computer those go too.
    """
    chosen = Settings() if current_app.config["SITE"].kiosk else settings()
    session.clear()
    _keep(chosen)
    g.pop("answers", None)
