"""A shared computer (KIOSK=1): answers go when their person has gone, and nobody is hurried.

The cookie lasts for the idle time and a minute of warning after the last page (``Site.answers_last``), so a later
one is refused whatever a browser does. Each page therefore writes it again. The browser warns: kiosk.js on the page
itself, and without script, or on a file that the browser shows, a refresh to a page that asks. Registered only where
the site is a kiosk.
"""

import time

from flask import Blueprint, Response, abort, current_app, render_template, request, session, url_for
from werkzeug.exceptions import HTTPException

from app.rules.engine import triage
from app.visit import current as visit
from app.visit.current import COMPARED
from app.web.forms import PlainForm
from app.web.health import ENDPOINTS as HEALTH

kiosk = Blueprint("kiosk", __name__, url_prefix="/kiosk")

SEEN, SHOWN = "seen", "shown"
# What else shows somebody's result, on a page that must not be held up or that is a file: no way to clear stands there.
SHOWING = ("clinic.opened", "crew.show", "fhir.summary_json")
# These must not count as a sign of life: a browser may ask for them on its own.
LIFELESS = ("kiosk.ask", "kiosk.over", "static_file", *HEALTH)
# What a browser says when it fetches a page that nobody has opened yet.
AHEAD = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
# What it says of where a request comes from, and of what its answer will be.
ORIGIN, DEST = "Sec-Fetch-Site", "Sec-Fetch-Dest"
PAGE = "document"


@kiosk.get("/ask")
def ask() -> str:
    """Where a page without script, or a file, goes when the idle time is over. Loading any other page is "yes"."""
    return render_template("around/kiosk_ask.html", onward=_local(request.args.get("page", "/")))


@kiosk.get("/stay")
def stay() -> Response:
    """A sign of life from kiosk.js. An image, for our policy lets a page fetch nothing else."""
    if not session:
        abort(410)
    return Response("<svg xmlns='http://www.w3.org/2000/svg'/>", mimetype="image/svg+xml")


@kiosk.get("/over")
def over() -> str:
    """After the warning. Answers that are still alive, because of another tab, are left alone, and this tab waits."""
    if time.time() - session.get(SEEN, 0) < _idle_seconds():
        return render_template("around/kiosk_elsewhere.html")
    visit.forget()
    return render_template("around/kiosk_over.html")


@kiosk.app_context_processor
def _results() -> dict[str, object]:
    return {"shows_a_result": shows_a_result}


@kiosk.before_app_request
def _next_person() -> str | None:
    """Who opens the start page after a result is somebody else, or has finished; who fetches it ahead is nobody yet.

    A copy fetched ahead is refused rather than given: shown later, it would not come past here to clear anything.
    Whom a page of another site sends here is asked, for that page can do it to somebody who is still reading.
    """
    if request.endpoint != "around.start" or not _has_seen_a_result():
        return None
    if not _is_opened():
        abort(409)
    if _sent_by_another_site():
        return render_template("around/kiosk_whose.html", form=PlainForm())
    visit.forget()
    return None


@kiosk.after_app_request
def _alive(response: Response) -> Response:
    if session and request.endpoint not in LIFELESS and not _fetched_ahead():
        session[SEEN] = int(time.time())
        if response.status_code == 200 and (shows_a_result() or _leads_from_a_result()):
            session[SHOWN] = True
    return response


@kiosk.after_app_request
def _close_files(response: Response) -> Response:
    """A PDF, a text or a picture has no script and no way back: this header takes its tab to the page that asks."""
    if request.blueprint == "handout" and response.mimetype != "text/html":
        response.headers["Refresh"] = f"{_idle_seconds()};url={url_for('kiosk.ask', page='/summary')}"
    return response


def _fetched_ahead() -> bool:
    said = " ".join(request.headers.get(name, "") for name in AHEAD).lower()
    return "prefetch" in said or "prerender" in said or "preview" in said


def _is_opened() -> bool:
    """Whether somebody opens this page now, as far as the browser says: it is no part of another, and has a body."""
    return request.method == "GET" and request.headers.get(DEST, PAGE) == PAGE and not _fetched_ahead()


def _sent_by_another_site() -> bool:
    """Typed, kept as a bookmark or pressed here it is not; browsers from before 2023 do not say."""
    return request.headers.get(ORIGIN, "none") not in ("none", "same-origin")


def _idle_seconds() -> int:
    minutes: int = current_app.config["SITE"].kiosk_idle_minutes
    return minutes * 60


def shows_a_result() -> bool:
    """True on the pages after which a shared computer has done its work for this person."""
    return request.endpoint == "result.show" or request.blueprint == "handout" or _shows_a_comparison()


def _shows_a_comparison() -> bool:
    """Two codes beside each other are somebody's results too, without any answers of this visit."""
    return request.endpoint == "clinic.desk" and COMPARED in request.args and COMPARED in session


def _leads_from_a_result() -> bool:
    """A card for a crew without answers is nobody's; an emergency counts by its answers alone, and may be a slip."""
    part = request.blueprint == "result" and request.endpoint != "result.emergency"
    return bool(visit.answers()) and (part or request.endpoint in SHOWING)


def _has_seen_a_result() -> bool:
    """Who was told to call has: they may never have come to another page. A slip that was put right is forgotten."""
    return bool(session.get(SHOWN)) or triage(visit.answers()).tier.calls


def _local(address: str) -> str:
    """An address of ours that can be opened, or the start page."""
    try:
        current_app.create_url_adapter(request).match(address, method="GET")  # type: ignore[union-attr]
    except HTTPException:
        return url_for("around.start")
    return request.script_root + address
