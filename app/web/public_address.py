"""Where people reach this service from elsewhere: what stands on paper and in a QR code."""

from flask import current_app, request

from app.web.security import is_loopback

NOT_SET = "PUBLIC_ADDRESS is not set, so a summary printed from localhost does not say where its code opens."


def public_address() -> str:
    """The address of the start page, with a slash at its end; empty when there is none that works elsewhere."""
    if fixed := current_app.config["PUBLIC_ADDRESS"]:
        return f"{fixed}/"
    return "" if not request.host or is_loopback(request.host) else request.url_root
