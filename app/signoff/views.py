"""Why to trust it, for the public: the proof, the versions, reporting a mistake, whom to tell of a security hole."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, after_this_request, current_app, render_template

from app.rules.engine import triage
from app.rules.load import content
from app.signoff.changelog import releases
from app.signoff.proof import proof
from app.telling.standing import edition
from app.telling.times import instant
from app.visit import current as visit
from app.visit.stamping import stamp_of
from app.web.compression import filled_up
from app.web.today import today

signoff = Blueprint("signoff", __name__)

REPORT_SIZE = 2 * 1024  # it has the code, whose length tells something of the answers


@signoff.get("/proof")
def proof_page() -> str:
    """What is known of all possible answers, for which content, and how to check it oneself."""
    return render_template("signoff/proof.html", proof=proof(), content=content())


@signoff.get("/changes")
def changes() -> str:
    """The versions of the content, in words for clinicians."""
    return render_template("signoff/changes.html", releases=releases())


@signoff.get("/report")
def report() -> str:
    """A text to send when it got something wrong. Nothing is sent from here, and no address holds an answer."""
    after_this_request(filled_up(REPORT_SIZE))
    answers = visit.answers()
    code = stamp_of(answers, triage(answers)).code if answers else None
    return render_template("signoff/report.html", code=code, edition=edition(content()))


@signoff.get("/robots.txt")
def robots() -> Response:
    """The start and what is written about the service may be found; nothing that belongs to a visit."""
    allowed = ("/$", "/about", "/proof", "/changes", "/read/", "/article", "/privacy", "/accessibility")
    lines = ["User-agent: *", *(f"Allow: {path}" for path in allowed), "Disallow: /"]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@signoff.get("/.well-known/security.txt")
def security_txt() -> Response:
    """RFC 9116: whom to tell. Not there without a contact, or once the day is over that the site promised it for."""
    site = current_app.config["SITE"]
    if not site.security_contact or today() > (last := date.fromisoformat(site.security_contact_until)):
        abort(404)
    lines = (
        f"Contact: {site.security_contact}",
        f"Expires: {_end_of(last, site.time_zone)}",
        "Preferred-Languages: en",
    )
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


def _end_of(day: date, zone: str) -> str:
    return instant(datetime.combine(day, time(23, 59, 59), ZoneInfo(zone)), zone)
