"""Every sentence of the content reaches the translators."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from app.rules.files import FILES
from app.rules.load import CONTENT_FOLDER, content
from app.rules.shape import Content, Frozen
from app.rules.spoken import texts
from app.signoff.messages import extract, sentences
from scripts.messages import TEMPLATE, template

PROJECT = Path(__file__).parents[2]

SAMPLE = b"""\
[[question]]
id = "breathing"
stage = "danger"
topic = "Breathing"
ask.patient = "Is it \\"worse\\"?"
ask.caregiver = "Is theirs worse?"

[[question.option]]
value = "no"
label = "No"

[[rule]]
id = "r"
when = [{ breathing = ["no"] }]
because.patient = '''
Two
lines'''
sources = ["nhs"]
"""


def everything_spoken(loaded: Content) -> Iterator[str]:
    """What the content's own checks take for words, for each object of every file."""
    groups: list[tuple[Frozen, ...]] = [
        loaded.questions, loaded.tiers, loaded.rules, loaded.mechanisms, loaded.causes, loaded.risk_factors,
        loaded.advice, (loaded.crew,), loaded.crew.card, tuple(loaded.sources.values()), loaded.parts, loaded.article,
    ]  # fmt: skip
    for group in groups:
        for item in group:
            yield from texts(item)


def extracted(source: bytes) -> list[tuple[int, str, str]]:
    return [(line, words, where) for line, _, words, (where,) in extract(BytesIO(source), {}, [], {})]


def test_it_finds_the_sentences_with_their_lines_and_says_where_they_stand() -> None:
    assert extracted(SAMPLE) == [
        (4, "Breathing", "question breathing topic"),
        (5, 'Is it "worse"?', "question breathing ask patient"),
        (6, "Is theirs worse?", "question breathing ask caregiver"),
        (10, "No", "question breathing option no label"),
        (10, "Two\nlines", "rule r because patient"),
    ]


def test_it_leaves_out_what_nobody_reads() -> None:
    words = {found.words for found in sentences({"rule": [{"id": "r", "tier": "soon", "when": [{"risk": ["age"]}]}]})}
    assert words == set()


@pytest.mark.parametrize("name", FILES)
def test_the_lines_it_gives_hold_the_sentences(name: str) -> None:
    source = (CONTENT_FOLDER / f"{name}.toml").read_bytes()
    lines = source.decode().splitlines()
    for line, words, where in extracted(source):
        assert words.strip().splitlines()[0] in lines[line - 1].replace('\\"', '"'), where


def test_it_finds_exactly_what_the_content_calls_words() -> None:
    found = {words for name in FILES for _, words, _ in extracted((CONTENT_FOLDER / f"{name}.toml").read_bytes())}
    assert found == set(everything_spoken(content()))


LISTED = (PROJECT / TEMPLATE).read_bytes()


def offered() -> set[str]:
    return {message.id for message in read_po(BytesIO(LISTED)) if message.id}


def test_the_template_holds_every_sentence_of_the_content() -> None:
    assert set(everything_spoken(content())) <= offered()


def test_the_template_holds_what_the_program_and_the_pages_say() -> None:
    assert "Get help now" in offered()  # app/templates/layout.html
    assert "Press the button once more" in offered()  # app/web/errors.py


def test_the_template_is_what_the_sources_make_each_time_and_holds_no_dates() -> None:
    """The committed file was made another day, in another process."""
    assert template(PROJECT) == LISTED, "run `make messages` and commit it"
    assert b"Date" not in LISTED.split(b"\n\n")[0]
