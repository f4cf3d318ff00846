"""The note: words stay whole, and nothing is worked out of a text that is far too long."""

import pytest
from flask import Flask

from app.visit import note
from app.visit.note import MOST_TYPED, tidy
from tests.visitor import Visitor


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("para\u00adcet\u00adamol", "paracetamol"),
        ("para\u2060cet\u200bamol\ufeff", "paracetamol"),
        ("\ufb01ne o\ufb03ce", "fine office"),
        ("one\u202etwo", "one two"),
        ("a\tb   c", "a b c"),
    ],
)
def test_what_cannot_be_seen_does_not_tear_a_word(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


def test_the_length_is_looked_at_before_anything_else(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """65 kB of combining marks took a second to put in order: now nobody tries."""
    monkeypatch.setattr(note, "tidy", lambda raw: pytest.fail("it was worked on"))
    visitor = Visitor(app)
    visitor.walk(stop_before="awake")
    page = visitor.post("/note", {"note": "a" + "\u0315\u0300" * MOST_TYPED})
    assert page.status == 400
    assert "letters long" in page.text
