"""Sources as a reader can find them."""

import msgspec

from app.rules.shape import Claim, Content, Source

_READ = {"own": "own", "copy": "copy", "no": "title"}


class Cited(msgspec.Struct, frozen=True):
    """A source as a reader can find it. ``read`` is "own", "copy" or "title": how far its text was read."""

    name: str
    read: str


def cited(content: Content, claim: Claim) -> tuple[Cited, ...]:
    """The sources of a claim, each named so that it can be found, with how far it was read."""
    return tuple(Cited(_name(source), _READ[source.read]) for source in map(content.sources.__getitem__, claim.sources))


def _name(source: Source) -> str:
    """A paper by its place in its journal, which is short; anything else by its title."""
    place = source.cite or source.title
    return f"{source.body} {source.year}, {place}" if source.year else f"{source.body}: {place}"
