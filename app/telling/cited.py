"""Sources as staff can find them."""

import msgspec

from app.rules.shape import Claim, Content, Source
from app.words.languages import gettext


class Cited(msgspec.Struct, frozen=True):
    """A source as staff can find it, and as it is ``shown``: with how far its text was read for this project, where
    that is not the whole of it."""

    name: str
    shown: str


def cited(content: Content, claim: Claim) -> tuple[Cited, ...]:
    """The sources of a claim, each named so that it can be found, with how far it was read."""
    return tuple(_cited(content.sources[id]) for id in claim.sources)


def how_read(source: Source) -> str:
    """How far its text was read, for whoever answered; empty where it was read itself."""
    match source.read:
        case "own":
            return ""
        case "copy":
            return gettext("We read this in a copy or summary.")
        case "no":
            return gettext("We know this by its title and have not read it.")


def _cited(source: Source) -> Cited:
    name = _name(source)
    match source.read:
        case "own":
            return Cited(name, name)
        case "copy":
            return Cited(name, f"{name} ({gettext('copy')})")
        case "no":
            return Cited(name, f"{name} ({gettext('title only')})")


def _name(source: Source) -> str:
    """A paper by its place in its journal, which is short; anything else by its title."""
    place = source.cite or source.title
    return f"{source.body} {source.year}, {place}" if source.year else f"{source.body}: {place}"
