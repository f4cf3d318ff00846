"""What the log says at the start about who answers for the content: a line when a signature does not hold."""

import logging

from flask import Flask

from app.rules.load import content
from app.telling.standing import signature, translation_signed
from app.web.today import today

log = logging.getLogger("app.signoff")


def init_sign_off(app: Flask) -> None:
    """Warn when a signature is set that is for another version, and when the content should have been reviewed."""
    site, loaded = app.config["SITE"], content()
    with app.app_context():
        if site.sign_off and not signature(loaded, site):
            log.warning(
                "SIGN_OFF_DIGEST is %r, this content is %s: each page says that it is not signed off for this version.",
                site.sign_off.digest,
                loaded.digest,
            )
        if site.translation_sign_off and not translation_signed(site):
            log.warning("TRANSLATION_SIGN_OFF_DIGEST is for other words: every page says that they are not signed off.")
        if loaded.overdue(today()):
            log.warning("The content was to be reviewed by %s: every page says that it is overdue.", loaded.review_by)
