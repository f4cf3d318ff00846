"""The settings page, where each button acts at once, and the accessibility statement."""

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.around.settings_form import RESET, SettingsForm
from app.telling.limits import untested
from app.visit import current as visit
from app.visit.choices import CHOICES, DEFAULTS
from app.visit.steps import next_address

settings = Blueprint("settings", __name__)


@settings.get("/settings")
def page() -> str:
    """Every setting with its values, the current one marked. Nobody has to come here first."""
    answers = visit.answers()
    onward = next_address(answers) if answers else url_for("around.start")
    return render_template(
        "around/settings.html",
        form=SettingsForm(),
        choices=CHOICES,
        current=visit.settings(),
        usual=DEFAULTS,
        onward=onward,
    )


@settings.get("/settings/speed")
def speed() -> str:
    """Five presses, from which a script works out how long the scanner's frame should stay."""
    return render_template("around/speed.html", form=SettingsForm(), steps=CHOICES["step"])


@settings.get("/display")
def display() -> Response:
    """The address of the choice between big buttons and radios, from before there were other settings."""
    return redirect(url_for("settings.page", _anchor="display"))


@settings.post("/display")
@settings.post("/settings")
def choose() -> Response:
    """Apply one choice and show the page again, at the same group: the way to the next choice stays short."""
    form = SettingsForm()
    if not form.validate_on_submit():
        abort(400)
    name, value = form.chosen
    if name == RESET:
        visit.reset_settings()
    else:
        visit.choose(name, value)
    return redirect(url_for("settings.page", _anchor=name), 303)


@settings.get("/accessibility")
def accessibility() -> str:
    """What was tested and how, what was not, and whom to tell of a problem."""
    return render_template("around/accessibility.html", untested=untested())
