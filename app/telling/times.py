"""Moments in the site's one time zone: in words for people, and as other programs read them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import format_datetime


def clock(moment: datetime, zone: str) -> str:
    """A moment in a time zone (an IANA name), with the zone's name, and its distance from UTC where it has one."""
    local = moment.astimezone(ZoneInfo(zone))
    name = local.strftime("%Z")
    if local.utcoffset():
        name += local.strftime(" (UTC%z)")
    return f"{format_datetime(local, 'd MMM yyyy, HH:mm', rebase=False)} {name}"


def instant(moment: datetime, zone: str) -> str:
    """The same to the second in ISO 8601, as FHIR has it: with its distance from UTC, or Z where there is none."""
    return moment.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds").replace("+00:00", "Z")
