"""Where people reach this service from elsewhere: what stands on paper and in a QR code."""

import logging

from flask import Flask, current_app, request

from app.web.security import is_loopback

log = logging.getLogger("app.server")

NOT_SET = "PUBLIC_ADDRESS is not set, so a summary printed from localhost does not say where its code opens."


def warn_unless_set(app: Flask) -> None:
    """A line for whoever starts the server. Called by what starts one, for a command of ours prints nothing."""
    if not app.config["PUBLIC_ADDRESS"]:
        log.warning(NOT_SET)


def public_address() -> str:
    """The address of the start page, with a slash at its end; empty when there is none that works elsewhere."""
    if fixed := current_app.config["PUBLIC_ADDRESS"]:
        return f"{fixed}/"
    return "" if not request.host or is_loopback(request.host) else request.url_root
