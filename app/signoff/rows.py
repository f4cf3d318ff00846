"""A label and the words behind it: what the papers for a clinician are made of."""

from collections.abc import Iterator

import msgspec

from app.rules.shape import Text


class Row(msgspec.Struct, frozen=True):
    """A label and the words behind it."""

    label: str
    words: str


def voices(label: str, text: Text | None) -> Iterator[Row]:
    """A text in each of its voices; once where both say the same."""
    if text is None:
        return
    if text.patient == text.caregiver and text.together is None:
        yield Row(label, text.patient)
        return
    yield Row(f"{label}, person", text.patient)
    if text.together is not None:
        yield Row(f"{label}, together", text.together)
    yield Row(f"{label}, caregiver", text.caregiver)
