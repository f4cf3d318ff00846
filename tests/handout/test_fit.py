"""What the browser's page one leaves to the next page: nothing that staff need first, and only when it must."""

import pytest
from flask import Flask

from app.handout.fit import CHOICES, later
from app.handout.paper import Size
from app.rules.load import content
from tests.rules.people import random_answers
from tests.telling.summary_help import SIZES, make, make_worst, people


@pytest.mark.parametrize("size", SIZES)
def test_few_findings_stand_on_page_one(app: Flask, size: Size) -> None:
    for tier in ("self_care", "routine"):
        assert later(make(app, people(tier)), size) == CHOICES[0]


@pytest.mark.parametrize("size", SIZES)
def test_what_takes_more_pages_anyway_is_left_in_its_order(app: Flask, size: Size) -> None:
    assert later(make_worst(app), size) == CHOICES[0]


def test_a_shorter_page_never_shows_more(app: Flask) -> None:
    for seed in range(60):
        summary = make(app, random_answers(content(), seed, calm=0.85))
        a4, letter = (CHOICES.index(later(summary, size)) for size in SIZES)
        assert letter >= a4 or letter == 0


def test_a_note_takes_room(app: Flask) -> None:
    short, long = (make(app, people("emergency_now"), note) for note in ("", "What helps at night? " * 23))
    assert CHOICES.index(later(long, "a4")) > CHOICES.index(later(short, "a4"))
