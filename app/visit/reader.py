"""Who reads this request's page, and how templates speak to them."""

from flask import Flask, Response, current_app, g, has_request_context, request
from werkzeug.local import LocalProxy

from app.rules.load import content
from app.rules.shape import Voice
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
    """The speaker of this request's page: in the voice that it chose, else in that of the answers."""
    return _speaking(site_here())


def writer() -> Speaker:
    """Who speaks in what is printed, saved or handed on: other people read it elsewhere, so no browser orders it."""
    return _speaking(current_app.config["SITE"])


def _speaking(site: Site) -> Speaker:
    answers = visit.answers()
    voice: Voice = g.get("page_voice") or answers.voice
    return speaker_for(voice, site, answers.helped)


def set_page_voice(voice: Voice) -> None:
    """From here on this request's page is in this voice, whoever answered: a paper form that staff copy."""
    g.page_voice = voice


def init_reader(app: Flask) -> None:
    """Give templates the filters and functions that speak to this reader, and the site's settings."""
    filters = app.jinja_env.filters
    filters["say"] = lambda text: speaker().say(text)
    filters["answer"] = lambda option: speaker().option(option)
    filters["lines"] = lambda texts: speaker().lines(texts)
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


def _pick(patient: str, caregiver: str) -> str:
    """Of two sentences of a template, each already translated, the one for this reader."""
    return speaker().pick(patient, caregiver)
