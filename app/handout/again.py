"""A calendar entry that says "check again", as RFC 5545 has it. Nothing of a visit is in it, and no word on health:
calendars are often shared.

Written here and not by a library: it is one entry, and the two things that are easily done wrong are below.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.words.languages import gettext

DAYS = 3
"""As the calmest result says in tiers.toml; tests/handout/test_again.py holds the two together."""

HOUR = time(10)
LONGEST = 75
"""Octets of a line, without its end."""


def again(today: date, zone: str, made: datetime, uid: str) -> bytes:
    """The calendar file with one entry, on the morning some days after ``today`` in this time zone.

    ``made`` is when this is written, with its zone; ``uid`` must be another one each time.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//check again//EN",
        *_event(datetime.combine(today + timedelta(days=DAYS), HOUR, ZoneInfo(zone)), made, uid),
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _event(start: datetime, made: datetime, uid: str) -> Iterator[str]:
    title = _escaped(gettext("Check again"))
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}"
    yield f"DTSTAMP:{_utc(made)}"
    yield f"DTSTART:{_utc(start)}"  # in UTC a file needs no table of the zone's summer times
    yield "DURATION:PT15M"
    yield f"SUMMARY:{title}"
    yield "CLASS:PRIVATE"
    yield "TRANSP:TRANSPARENT"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{title}"
    yield "TRIGGER:PT0S"
    yield "END:VALARM"
    yield "END:VEVENT"


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(words: str) -> str:
    """Words as a value of type TEXT, where some signs are part of the format."""
    return words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """The line and its end; a long one goes on after a line end and a space, and no letter is cut in two."""
    folded, used = b"", 0
    for letter in line:
        octets = letter.encode()
        if used + len(octets) > LONGEST:
            folded, used = folded + b"\r\n ", 1
        folded, used = folded + octets, used + len(octets)
    return folded + b"\r\n"
