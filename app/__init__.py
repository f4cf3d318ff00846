"""The application factory: a list of named set-up steps."""

from collections.abc import Mapping
from typing import Any

import jinja2
from flask import Flask
from flask_compress import Compress
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from app.rules.engine import rulebook
from app.visit.cookie import EncryptedCookie
from app.visit.reader import init_reader
from app.web.errors import init_errors
from app.web.footer import init_footer
from app.web.health import health
from app.web.limits import init_limits
from app.web.request_log import init_request_log
from app.web.security import init_security
from app.web.static_files import init_static_files
from app.words.languages import init_i18n
from config import read_config

LARGEST_REQUEST = 64 * 1024


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """The WSGI application.

    ``settings`` are laid over those of the environment; a SECRET_KEY among them stands in for the
    environment's. Raises SettingsError or ContentError rather than serve with bad settings or content.
    """
    app = Flask(__name__, static_folder=None)
    _configure(app, settings or {})
    rulebook()  # read and check the content now, so that a mistake stops the start
    for step in (
        _init_templates, init_request_log, init_security, _init_cookie, _init_csrf, _init_compression,
        init_i18n, init_reader, init_footer, init_static_files, init_errors, _register_pages, init_limits,
        _trust_proxies,
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
    app.jinja_env.undefined = jinja2.StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _init_cookie(app: Flask) -> None:
    keys = [app.config["SECRET_KEY"], *app.config.get("SECRET_KEY_FALLBACKS", [])]
    app.session_interface = EncryptedCookie(keys, app.config["SITE"].answers_last)


def _init_csrf(app: Flask) -> None:
    CSRFProtect(app)


def _init_compression(app: Flask) -> None:
    app.config.setdefault("COMPRESS_ALGORITHM", ["br", "gzip"])
    app.config.setdefault("COMPRESS_BR_LEVEL", 4)
    app.config.setdefault("COMPRESS_MIN_SIZE", 400)
    Compress(app)


def _register_pages(app: Flask) -> None:
    from app.api.command import triage_cli
    from app.api.views import api
    from app.around.kiosk import kiosk
    from app.around.settings import settings
    from app.around.views import around
    from app.check.views import check
    from app.clinic.views import clinic
    from app.fhir.views import fhir
    from app.handout.blanks import blanks
    from app.handout.views import handout
    from app.result.views import result
    from app.signoff.command import content_cli

    for blueprint in (around, check, result, handout, blanks, fhir, settings, clinic, api, health):
        app.register_blueprint(blueprint)
    if app.config["SITE"].kiosk:
        app.register_blueprint(kiosk)
    app.cli.add_command(content_cli)
    app.cli.add_command(triage_cli)


def _trust_proxies(app: Flask) -> None:
    if hops := app.config.get("TRUSTED_PROXIES", 0):
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
