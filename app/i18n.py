"""Languages: every string goes through gettext, so that a language is one .po file. Only English today."""

import flask_babel
from flask import Flask

LANGUAGES = ("en",)


def init_i18n(app: Flask) -> None:
    """Set up Flask-Babel and tell templates which language the page is in."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", LANGUAGES[0])
    flask_babel.Babel(app)
    app.jinja_env.globals["language"] = lambda: app.config["BABEL_DEFAULT_LOCALE"]


def gettext(english: str, **values: object) -> str:
    """The words in this request's language, with ``%(name)s`` filled from the values."""
    return str(flask_babel.gettext(english, **values))
