"""The application factory: a list of named set-up steps."""

from collections.abc import Callable, Mapping
from typing import Any

import jinja2
from flask import Flask
from flask_wtf.csrf import CSRFProtect

from app.rules.engine import rulebook
from app.rules.load import content
from app.signoff import site_rules
from app.signoff.start import init_sign_off
from app.telling.safety_net import at_the_foot
from app.visit.cookie import EncryptedCookie
from app.visit.mark import init_mark
from app.visit.reader import init_reader
from app.web.compression import init_compression
from app.web.errors import init_errors
from app.web.footer import init_footer
from app.web.gate import LARGEST_REQUEST, init_gate
from app.web.health import health, init_health
from app.web.limits import init_limits
from app.web.metrics import init_metrics
from app.web.proxies import init_proxies
from app.web.request_log import init_request_log
from app.web.security import init_security
from app.web.static_files import init_static_files
from app.words.languages import init_i18n
from app.words.phone import tel
from config import read_config


class Application(Flask):
    """Flask in which nothing is async: it would look for that at each of the dozen functions of each request."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The same function."""
        return func


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """The WSGI application.

    ``settings`` are laid over those of the environment; a SECRET_KEY among them stands in for the
    environment's. Raises SettingsError or ContentError rather than serve with bad settings or content.
    """
    app = Application(__name__, static_folder=None)
    _configure(app, settings or {})
    site_rules.serve(app.config["SITE_RULES"])
    rulebook()  # read and check the content now, so that a mistake stops the start
    for step in (
        _init_templates, init_request_log, init_gate, init_security, _init_cookie, _init_csrf, init_compression,
        init_i18n, init_reader, init_mark, _init_footer, init_static_files, init_errors, _register_pages, init_limits,
        init_metrics, init_proxies, init_sign_off,
    ):  # fmt: skip
        step(app)
    return app


def _configure(app: Flask, settings: Mapping[str, Any]) -> None:
    environ = {"SECRET_KEY": settings["SECRET_KEY"]} if "SECRET_KEY" in settings else None
    app.config.update(read_config(environ) if environ else read_config())
    app.config.update(
        WTF_I18N_ENABLED=False,  # no message of WTForms' own is shown, and its catalogue is read anew on each request
        WTF_CSRF_TIME_LIMIT=None,  # answering takes as long as it takes
        WTF_CSRF_SSL_STRICT=False,  # pages send no Referer; the token in the encrypted cookie is the check
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST,
    )
    app.config.update(settings)


def _init_templates(app: Flask) -> None:
    app.jinja_env.filters["tel"] = tel
    app.jinja_env.undefined = jinja2.StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _init_cookie(app: Flask) -> None:
    keys = [app.config["SECRET_KEY"], *app.config.get("SECRET_KEY_FALLBACKS", [])]
    app.session_interface = EncryptedCookie(keys, app.config["SITE"].answers_last)


def _init_footer(app: Flask) -> None:
    init_footer(app, lambda: at_the_foot(content()))


def _init_csrf(app: Flask) -> None:
    # Like the cookie: a form signed with an earlier key is taken, a new one is signed with the last of these.
    app.config["WTF_CSRF_SECRET_KEY"] = [*app.config.get("SECRET_KEY_FALLBACKS", []), app.config["SECRET_KEY"]]
    CSRFProtect(app)


def _register_pages(app: Flask) -> None:
    from app.api.command import triage_cli
    from app.api.views import api
    from app.around.kiosk import kiosk
    from app.around.settings import settings
    from app.around.views import around
    from app.check.pages import init_pages
    from app.check.views import check
    from app.clinic.views import clinic
    from app.fhir.views import fhir
    from app.handout.blanks import blanks, can_be_made
    from app.handout.views import handout
    from app.reading.views import reading
    from app.result.crew import crew
    from app.result.views import result
    from app.signoff.command import content_cli
    from app.signoff.views import signoff

    init_pages(app)
    init_health(app, {"pdf": can_be_made})
    rooms = (around, check, result, crew, reading, handout, blanks, fhir, settings, clinic, signoff, api, health)
    for blueprint in rooms:
        app.register_blueprint(blueprint)
    if app.config["SITE"].kiosk:
        app.register_blueprint(kiosk)
    app.cli.add_command(content_cli)
    app.cli.add_command(triage_cli)
