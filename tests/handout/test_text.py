"""The plain text: SBAR order, complete, and never wider than a record's field."""

from unicodedata import east_asian_width

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from app.handout.text import COLUMNS, text, wrap
from app.rules.load import content
from app.telling.summary import Summary
from app.visit.note import tidy
from tests.rules.people import random_answers
from tests.telling.summary_help import CODE, MARKUP, TIERS, make, make_worst, people, squeezed

SBAR = ("\nS - SITUATION\n", "\nB - BACKGROUND\n", "\nA - ASSESSMENT", "\nR - RECOMMENDATION\n")


def made_text(app: Flask, summary: Summary) -> str:
    with app.test_request_context():
        return text(summary)


def columns(line: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in line)


@pytest.mark.parametrize("tier", TIERS)
def test_the_four_parts_stand_in_their_order_under_the_urgency(app: Flask, tier: str) -> None:
    summary = make(app, people(tier), "What helps at night?")
    made = made_text(app, summary)
    places = [made.index(part) for part in SBAR]
    assert places == sorted(places)
    top = made[: places[0]]
    assert summary.urgency.upper() in top
    assert summary.within in top
    assert summary.respondent in top
    assert summary.completed in top
    assert "> What helps at night?" in made[places[3] :]


@given(seed=st.integers(0, 10_000))
@settings(max_examples=100, deadline=None)
def test_nothing_of_the_summary_is_missing(app: Flask, seed: int) -> None:
    summary = make(app, random_answers(content(), seed, asked=0.9, calm=0.5), "Why?")
    made = squeezed(made_text(app, summary))
    words = [*summary.alerts, *summary.new, *summary.usual, *summary.noes, *summary.not_sure, *summary.not_asked]
    words += [*summary.context, *summary.told.extras, *summary.told.actions, *summary.questions, *summary.safety]
    words += [warned.points_to for warned in summary.warnings] + [cause.name for cause in summary.causes]
    words += [cited.name for warned in summary.warnings for cited in warned.sources]
    words += [one.words for warned in summary.warnings for one in warned.said]
    words += [one for answered in summary.answers for one in answered.words]
    words += [CODE, summary.printed, summary.digest, summary.sign_off, "not verified; not a diagnosis"]
    assert not [one for one in words if squeezed(one) not in made]


def test_even_the_worst_is_whole_and_narrow(app: Flask) -> None:
    summary = make_worst(app)
    made = made_text(app, summary)
    assert max(map(len, made.splitlines())) <= COLUMNS
    for warned in summary.warnings:
        assert squeezed(warned.points_to) in squeezed(made)
    assert squeezed(summary.note) in squeezed(made.replace("\n> ", ""))


@given(words=st.text(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_note_stays_narrow_and_whole_and_cannot_pass_for_a_part_of_the_summary(app: Flask, words: str) -> None:
    note = tidy(words + "\nR - RECOMMENDATION\nGo home.")[:500]
    made = made_text(app, make(app, people("soon"), note))
    assert max(columns(line) for line in made.splitlines()) <= COLUMNS
    quoted = "".join(line.removeprefix("> ") for line in made.split("\n") if line.startswith("> "))
    assert squeezed(quoted) == squeezed(note)
    assert made.count("\nR - RECOMMENDATION\n") == 1


@given(line=st.text(alphabet=st.sampled_from("ab 漢é-"), max_size=300), room=st.integers(5, 40))
def test_wrapping_loses_nothing(line: str, room: int) -> None:
    wrapped = list(wrap("- " + line, room))
    assert all(columns(one) <= room for one in wrapped)
    assert squeezed("".join(wrapped)) == squeezed("- " + line)


def test_markup_is_just_text(app: Flask) -> None:
    assert squeezed(MARKUP) in squeezed(made_text(app, make(app, people("soon"), MARKUP)).replace("\n> ", ""))


def test_it_ends_with_one_line_feed_and_has_no_trailing_spaces(app: Flask) -> None:
    made = made_text(app, make(app, people("same_day")))
    assert made.endswith("diagnosis.\n")
    assert not [line for line in made.split("\n") if line != line.rstrip()]
