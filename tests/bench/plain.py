"""What a question page is held against: Flask with a one-line page, and the plainest Flask-WTF radio form."""

import secrets

from flask import Flask, redirect, render_template
from flask_wtf import CSRFProtect, FlaskForm
from jinja2 import DictLoader
from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.validators import InputRequired

CHOICES = [("no", "No"), ("yes", "Yes"), ("not_sure", "Not sure")]
FORM = """<!doctype html><html lang="en"><title>A form</title>
<form method="post" action="/">{{ form.csrf_token }}{{ form.answer.label }}{{ form.answer }}
<button>Continue</button></form>"""


class RadioForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """One question, three answers."""

    answer = RadioField("Is your breathing worse than usual?", choices=CHOICES, validators=[InputRequired()])


def one_line() -> Flask:
    """Flask with a page of one line: the least a page can cost."""
    app = Flask("one_line")
    app.add_url_rule("/", "page", lambda: "One line")
    app.add_url_rule("/", "posted", lambda: redirect("/", 303), methods=["POST"])
    return app


def plain_form() -> Flask:
    """The plainest Flask-WTF radio form there is, CSRF on, Flask's own signed cookie."""
    app = Flask("plain_form")
    app.config["SECRET_KEY"] = secrets.token_hex()
    app.jinja_loader = DictLoader({"form.html": FORM})  # compiled once, as a template in a file would be
    CSRFProtect(app)
    app.add_url_rule("/", "page", _page, methods=["GET", "POST"])
    return app


def _page() -> str | Response:
    form = RadioForm()
    if form.validate_on_submit():
        return redirect("/", 303)
    return render_template("form.html", form=form)
