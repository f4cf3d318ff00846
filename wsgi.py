"""The WSGI entry point, ``wsgi:application``, for another server than ours (serve.py), and for the `flask` command."""

import logging
import os
import sys

from flask import Flask

from app import create_app
from app.rules.errors import ContentError
from app.signoff.command import content_cli
from app.web.log_lines import UtcLines
from app.web.public_address import warn_unless_set
from config import SettingsError

# Under a server nobody else gives the app's one line a request a place to go.
_lines = logging.StreamHandler()
_lines.setFormatter(UtcLines())
logging.basicConfig(handlers=[_lines], level=logging.WARNING)
logging.getLogger("app.requests").setLevel(logging.INFO)


def _only_content() -> Flask:
    """What `flask content ...` needs: it reads files alone, and a clinician who checks them has no secret key."""
    bare = Flask("app", static_folder=None)
    bare.cli.add_command(content_cli)
    return bare


_is_command = os.environ.get("FLASK_RUN_FROM_CLI") == "true"
_asked_for_content = _is_command and "content" in sys.argv
# `flask run` with its reloader reads this twice, and has said it in the first of its two processes.
_serves = os.environ.get("WERKZEUG_RUN_MAIN") != "true" and "run" in sys.argv if _is_command else True

try:
    application = _only_content() if _asked_for_content else create_app()
except (ContentError, SettingsError) as error:
    # A mistake of the site's or the content's author: the message says how to mend it, a traceback would hide that.
    raise SystemExit(str(error)) from None

if _serves:
    warn_unless_set(application)
