"""Start, help now, about, the article ledger, privacy, and clearing the answers."""

from flask import Blueprint, render_template

from app import visit
from app.check.forms import PlainForm
from app.check.steps import next_address
from app.rules.content import content

pages = Blueprint("pages", __name__)


@pages.get("/")
def start() -> str:
    """What this is, for whom, how long it takes; the emergency number before anything else."""
    answers = visit.answers()
    return render_template("pages/start.html", onward=next_address(answers) if answers else None)


@pages.get("/help-now")
def help_now() -> str:
    """The emergency numbers and what to say; one activation away from every page."""
    visit.answers()
    return render_template("pages/help_now.html", tiers=content().tier, net=content().advice_in("safety_net"))


@pages.get("/about")
def about() -> str:
    """Who made this, what it cannot do, which versions run, and whether a clinician has signed it off."""
    visit.answers()
    return render_template("pages/about.html", content=content())


@pages.get("/article")
def article() -> str:
    """The ledger: what the source article says, and what of it is shown, reworded or withheld."""
    visit.answers()
    loaded = content()
    entries = {item.id: item for item in loaded.article}
    return render_template("pages/article.html", content=loaded, entries=entries)


@pages.get("/about-als")
def about_als() -> str:
    """What ALS is, and the early and later signs."""
    visit.answers()
    return render_template("pages/about_als.html", content=content())


@pages.get("/privacy")
def privacy() -> str:
    """What is kept where, for how long, and how to delete it."""
    visit.answers()
    return render_template("pages/privacy.html")


@pages.get("/clear")
def clear() -> str:
    """Ask before deleting: a slip must not cost twenty answers."""
    visit.answers()
    return render_template("pages/clear.html", form=PlainForm())


@pages.post("/clear")
def cleared() -> str:
    """Delete the cookie and say so."""
    visit.forget()
    return render_template("pages/cleared.html")
