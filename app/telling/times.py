"""Moments in words: one function and one time zone for the result, print, PDF, text and FHIR."""

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
