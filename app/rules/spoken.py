"""Which strings of a content object are sentences that somebody reads, and all of them however deep they stand."""

from collections.abc import Iterator

from app.rules.shape import Frozen, Text

SPOKEN = frozenset(
    {
        "topic",
        "label",
        "caregiver_label",
        "denied",
        "before_treating",
        "words",
        "urgency",
        "within",
        "points_to",
        "name",
        "title",
        "says",
        "reason",
        "note",
    }
)
"""The keys whose strings are read by a person or by staff. A Text is read wherever it stands."""


def texts(item: Frozen) -> Iterator[str]:
    """Every string of a content object that a person may read, however deep it stands."""
    for name in item.__struct_fields__:
        value = getattr(item, name)
        if isinstance(value, Text):
            yield from _said(value)
        elif name in SPOKEN and isinstance(value, str):
            yield value
        elif isinstance(value, Frozen):
            yield from texts(value)
        elif isinstance(value, tuple):
            yield from (words for one in value if isinstance(one, Frozen) for words in _inner(one))


def _inner(item: Frozen) -> Iterator[str]:
    return _said(item) if isinstance(item, Text) else texts(item)


def _said(text: Text) -> Iterator[str]:
    return (words for words in (text.patient, text.caregiver, text.together) if words is not None)
