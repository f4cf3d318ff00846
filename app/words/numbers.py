"""The site's numbers and lines as words."""

from collections.abc import Sequence

from app.words.languages import gettext
from site_settings import CrisisLine, Line, Site


def numbers(site: Site) -> str:
    """The emergency numbers as words: "999", or "911, 999 or 112"."""
    return _either([emergency.number for emergency in site.emergency])


def line(someone: Line) -> str:
    """A name and number to call: "the clinic (555 0100)", or whichever of them there is."""
    if someone.name and someone.number and someone.number not in someone.name:
        return f"{someone.name} ({someone.number})"
    return someone.name or someone.number or ""


def lines_of(lines: Sequence[CrisisLine]) -> str:
    """The crisis lines as words, each with where it works: "988 (United States and Canada)"."""
    said = [f"{one.name} {one.number}".strip() + (f" ({gettext(one.label)})" if one.label else "") for one in lines]
    return _either(said)


def texting(site: Site) -> str:
    """How to reach each emergency number without a voice, as sentences; empty where the site says nothing."""
    return " ".join(gettext(emergency.text) for emergency in site.emergency if emergency.text)


def _either(said: Sequence[str]) -> str:
    *most, last = said
    return gettext("%(most)s or %(last)s", most=", ".join(most), last=last) if most else last
