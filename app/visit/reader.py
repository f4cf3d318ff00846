"""Who reads this request's page, and how templates speak to them."""

from collections.abc import Iterable

from flask import Flask, Response, current_app, g, has_request_context, request
from jinja2 import pass_context
from jinja2.runtime import Context
from werkzeug.local import LocalProxy

from app.rules.load import content
from app.rules.shape import Option, Text, Voice
from app.telling.cited import how_read
from app.telling.standing import signature, standing
from app.visit import current as visit
from app.visit.steps import way_back
from app.words.region import nearest_first, region_of
from app.words.speaker import Speaker, speaker_for
from site_settings import Site


def site_here() -> Site:
    """The site as this request's page shows it: the emergency number of the browser's region is the first."""
    site: Site = current_app.config["SITE"]
    if not has_request_context() or len(site.emergency) == 1:
        return site
    here: Site | None = g.get("site_here")
    if here is None:
        here = g.site_here = nearest_first(site, region_of(request.accept_languages))
    return here


def speaker() -> Speaker:
    """The speaker of this request's page: in the voice of the answers."""
    return _speaking(site_here())


def speaker_in(voice: Voice) -> Speaker:
    """For a page in this voice, whoever answered: a paper form that staff copy. A view hands it on as ``speaker``."""
    return speaker_for(voice, site_here())


def writer() -> Speaker:
    """Who speaks in what is printed, saved or handed on: other people read it elsewhere, so no browser orders it."""
    return _speaking(current_app.config["SITE"])


def _speaking(site: Site) -> Speaker:
    answers = visit.answers()
    return speaker_for(answers.voice, site, answers.helped)


def init_reader(app: Flask) -> None:
    """Give templates the filters and functions that speak to this reader, and the site's settings."""
    filters = app.jinja_env.filters
    filters["say"] = _say
    filters["answer"] = _answer
    filters["lines"] = _lines
    filters["how_read"] = how_read
    app.jinja_env.globals.update(
        # Functions, not results: the page for a fault of ours must not fail on a cookie, and most have their own Back.
        settings=visit.settings,
        way_back=way_back,
        pick=_pick,
        standing=lambda: standing(content(), app.config["SITE"]),
        signed=lambda: signature(content(), app.config["SITE"]) is not None,
        site=LocalProxy(site_here),
        content=content(),
    )
    app.after_request(_vary)


def _vary(response: Response) -> Response:
    """Say that another browser may get another order, for whatever keeps pages against their wish."""
    if "site_here" in g:
        response.headers.add("Vary", "Accept-Language")  # nothing else of ours says what an answer hangs on
    return response


def _speaker_of(context: Context) -> Speaker:
    """The speaker that the view handed to its page, else that of the answers."""
    found: Speaker = context["speaker"] if "speaker" in context else speaker()
    return found


@pass_context
def _say(context: Context, text: Text | str) -> str:
    return _speaker_of(context).say(text)


@pass_context
def _answer(context: Context, option: Option) -> str:
    return _speaker_of(context).option(option)


@pass_context
def _lines(context: Context, texts: Iterable[Text]) -> list[str]:
    return _speaker_of(context).lines(texts)


@pass_context
def _pick(context: Context, patient: str, caregiver: str) -> str:
    """Of two sentences of a template, each already translated, the one for this reader."""
    return _speaker_of(context).pick(patient, caregiver)
