"""Start, help now, about, the article ledger, privacy, and clearing the answers."""

from flask import Blueprint, after_this_request, render_template

from app.rules.engine import triage
from app.rules.load import content
from app.telling.limits import untested
from app.telling.safety_net import good_to_know
from app.telling.script import script
from app.telling.told import phones, told_at
from app.visit import current as visit
from app.visit.reader import speaker
from app.visit.steps import next_address
from app.web.compression import filled_up
from app.web.forms import PlainForm

around = Blueprint("around", __name__)

HELP_SIZE = 4 * 1024  # a little more than it has: what to say when calling names the danger in the answers


@around.get("/")
def start() -> str:
    """What this is, for whom, how long it takes; the emergency number before anything else."""
    answers = visit.answers()
    return render_template("around/start.html", onward=next_address(answers), begun=bool(answers))


@around.get("/help-now")
def help_now() -> str:
    """The emergency numbers and what to say; one activation away from every page."""
    after_this_request(filled_up(HELP_SIZE))
    answers = visit.answers()
    return render_template(
        "around/help_now.html",
        told=told_at(content().most_urgent, speaker()),
        script=script(content(), triage(answers) if answers else None, speaker()),
        phones=phones(speaker().site, today=True),
        good_to_know=good_to_know(content(), speaker()),
        content=content(),
    )


@around.get("/about")
def about() -> str:
    """Who made this, what it cannot do, which versions run, and whether a clinician has signed it off."""
    return render_template("around/about.html", content=content(), untested=untested())


@around.get("/article")
def article() -> str:
    """The ledger: what the source article says, and what of it is shown, reworded or withheld."""
    loaded = content()
    entries = {item.id: item for item in loaded.article}
    return render_template("around/article.html", content=loaded, entries=entries)


@around.get("/about-als")
def about_als() -> str:
    """What ALS is, and the early and later signs."""
    return render_template("around/about_als.html", content=content())


@around.get("/privacy")
def privacy() -> str:
    """What is kept where, for how long, and how to delete it."""
    return render_template("around/privacy.html")


@around.get("/clear")
def clear() -> str:
    """Ask before deleting: a slip must not cost twenty answers."""
    return render_template("around/clear.html", form=PlainForm())


@around.post("/clear")
def cleared() -> str:
    """Delete the cookie and say so."""
    visit.forget()
    return render_template("around/cleared.html")
