"""Languages: every string goes through gettext, so that a language is one .po file. Only English today."""

import hashlib
from functools import cache
from pathlib import Path

import flask_babel
from babel.support import NullTranslations
from flask import Flask, current_app
from markupsafe import Markup

LANGUAGES = ("en",)


def init_i18n(app: Flask) -> None:
    """Set up Flask-Babel and tell templates which language the page is in."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", LANGUAGES[0])
    flask_babel.Babel(app)
    # A site has one language: looked up once, not anew for each of the dozens of strings of a page.
    app.extensions["marked"] = {}
    app.jinja_env.globals["_"] = _marked
    app.jinja_env.globals["language_tag"] = language_tag


def language() -> str:
    """The language of this site, as its .po file is called."""
    return str(current_app.config["BABEL_DEFAULT_LOCALE"])


def language_tag() -> str:
    """The same as HTML and FHIR write it (BCP 47): "pt-BR" for pt_BR."""
    return language().replace("_", "-")


def translation_digest() -> str:
    """The fingerprint of the translation that this site is in; empty in English, where nothing is translated."""
    if language() == LANGUAGES[0]:
        return ""
    folder = Path(current_app.root_path, current_app.config.get("BABEL_TRANSLATION_DIRECTORIES", "translations"))
    return _digest(folder / language() / "LC_MESSAGES" / "messages.mo")


@cache
def _digest(catalogue: Path) -> str:
    return hashlib.sha256(catalogue.read_bytes()).hexdigest()[:8] if catalogue.exists() else "missing"


def gettext(english: str, **values: object) -> str:
    """The words in this site's language, with ``%(name)s`` filled from the values."""
    words = str(_catalogue().ugettext(english))
    return words % values if values else words


def _catalogue() -> NullTranslations:
    kept = current_app.extensions
    if "catalogue" not in kept:
        kept["catalogue"] = flask_babel.get_translations()
    found: NullTranslations = kept["catalogue"]
    return found


def _marked(english: str, **values: object) -> Markup:
    """``_`` of templates: the same, safe to put into HTML, as the values are made. A percent sign is written twice."""
    kept: dict[str, Markup] = current_app.extensions["marked"]
    words = kept.get(english)
    if words is None:
        words = kept[english] = Markup(gettext(english))  # noqa: S704 # nosec B704 - our own words and the site's translator's
    return words % values if values or "%" in words else words
