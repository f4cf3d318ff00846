"""Who reads this request's page, and how templates speak to them."""

from flask import Flask, current_app, g

from app.rules.load import content
from app.rules.shape import Voice
from app.telling.standing import signature, standing
from app.visit import current as visit
from app.words.speaker import Speaker, speaker_for


def speaker() -> Speaker:
    """The speaker of this request: in the voice of the page where it chose one, else in that of the answers."""
    answers = visit.answers()
    voice: Voice = g.get("page_voice") or answers.voice
    return speaker_for(voice, current_app.config["SITE"], answers.helped)


def read_as(voice: Voice) -> None:
    """From here on this request's page is in this voice, whoever answered: a paper form that staff copy."""
    g.page_voice = voice


def init_reader(app: Flask) -> None:
    """Give templates ``say``, ``answer``, ``lines`` and ``pick`` for the content's texts, and the site's settings."""
    filters = app.jinja_env.filters
    filters["say"] = lambda text: speaker().say(text)
    filters["answer"] = lambda option: speaker().option(option)
    filters["lines"] = lambda texts: speaker().lines(texts)
    app.jinja_env.globals.update(
        pick=_pick,
        standing=lambda: standing(content(), app.config["SITE"]),
        signed=lambda: signature(content(), app.config["SITE"]) is not None,
        site=app.config["SITE"],
        content=content(),
    )


def _pick(patient: str, caregiver: str) -> str:
    """Of two sentences of a template, each already translated, the one for this reader."""
    return patient if speaker().voice == "patient" else caregiver
