"""The WSGI entry point, ``wsgi:application``, for another server than ours (serve.py)."""

import logging

from app import create_app
from app.rules.errors import ContentError
from config import SettingsError

# Under a server nobody else gives the app's one line a request a place to go.
logging.basicConfig(format="[%(asctime)s] %(message)s", level=logging.WARNING)
logging.getLogger("app.requests").setLevel(logging.INFO)

try:
    application = create_app()
except (ContentError, SettingsError) as error:
    # A mistake of the site's or the content's author: the message says how to mend it, a traceback would hide that.
    raise SystemExit(str(error)) from None
