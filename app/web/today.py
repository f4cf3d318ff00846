"""Which day it is, at the site: the only clock behind "review overdue". Tests set ``TODAY`` in the app's settings."""

from datetime import UTC, date, datetime
from typing import cast
from zoneinfo import ZoneInfo

from flask import current_app


def today() -> date:
    """The day in the site's time zone."""
    fixed = current_app.config.get("TODAY")
    return (
        cast(date, fixed)
        if fixed
        else datetime.now(UTC).astimezone(ZoneInfo(current_app.config["SITE"].time_zone)).date()
    )
