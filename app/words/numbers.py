"""The site's numbers and lines as words."""

from app.words.languages import gettext
from config import Line, Site


def numbers(site: Site) -> str:
    """The emergency numbers as words: "999", or "911, 999 or 112"."""
    *most, last = [emergency.number for emergency in site.emergency]
    if not most:
        return last
    return gettext("%(most)s or %(last)s", most=", ".join(most), last=last)


def line(someone: Line) -> str:
    """A name and number to call: "the clinic (555 0100)", or whichever of them there is."""
    if someone.name and someone.number and someone.number not in someone.name:
        return f"{someone.name} ({someone.number})"
    return someone.name or someone.number or ""
