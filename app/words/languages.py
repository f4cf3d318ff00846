"""Languages: every string goes through gettext, so that a language is one .po file. Only English today."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import cast

import flask_babel
from flask import Flask, current_app, g

LANGUAGES = ("en",)


def init_i18n(app: Flask) -> None:
    """Set up Flask-Babel and tell templates which language the page is in."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", LANGUAGES[0])
    flask_babel.Babel(app)
    # Flask-Babel looks its catalogue up anew for each string; a page has dozens.
    app.jinja_env.install_gettext_callables(_translate, _translate_many, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals["language"] = lambda: app.config["BABEL_DEFAULT_LOCALE"]


def translation_digest() -> str:
    """The fingerprint of the translation that this site is in; empty in English, where nothing is translated."""
    language = current_app.config["BABEL_DEFAULT_LOCALE"]
    if language == LANGUAGES[0]:
        return ""
    folder = Path(current_app.root_path, current_app.config.get("BABEL_TRANSLATION_DIRECTORIES", "translations"))
    return _digest(folder / language / "LC_MESSAGES" / "messages.mo")


@cache
def _digest(catalogue: Path) -> str:
    return hashlib.sha256(catalogue.read_bytes()).hexdigest()[:8] if catalogue.exists() else "missing"


def gettext(english: str, **values: object) -> str:
    """The words in this request's language, with ``%(name)s`` filled from the values."""
    words = _translate(english)
    return words % values if values else words


def _translate(english: str) -> str:
    try:
        translate = g.translate
    except AttributeError:
        translate = g.translate = flask_babel.get_translations().ugettext
    return cast(Callable[[str], str], translate)(english)


def _translate_many(singular: str, plural: str, count: int) -> str:
    return str(flask_babel.get_translations().ungettext(singular, plural, count))
