"""The note: words stay whole, and nothing is worked out of a text that is far too long."""

import pytest
from flask import Flask

from app.rules.shape import Voice
from app.visit import note
from app.visit.note import LONGEST, MOST_TYPED, tidy
from app.visit.phrases import phrases
from tests.visitor import Page, Visitor


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("para\u00adcet\u00adamol", "paracetamol"),
        ("para\u2060cet\u200bamol\ufeff", "paracetamol"),
        ("\ufb01ne o\ufb03ce", "fine office"),
        ("para\u200ecet\u200fa\u180em\u2061ol", "paracetamol"),
        ("one\u202etwo\u2067three", "one two three"),
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


# ---- ready sentences


def someone(app: Flask, who: str = "patient") -> Visitor:
    """A person, or who cares for them, at the note."""
    visitor = Visitor(app)
    visitor.post("/check/respondent", {"respondent": who})
    return visitor


def shown(page: Page) -> str:
    return (page.all("textarea")[0].text or "").strip()


def pressed(page: Page) -> list[str]:
    return [one.get("value") for one in page.all("button") if one.get("aria-pressed") == "true"]


@pytest.mark.parametrize("who", ["patient", "together", "caregiver"])
def test_one_press_each_adds_a_sentence_in_the_readers_voice(app: Flask, who: str) -> None:
    visitor = someone(app, who)
    page = visitor.get("/note")
    offered = {one.get("value"): one.text for one in page.all("button") if one.get("name") == "phrase"}
    assert 8 <= len(offered) <= 12
    night = "Nights seem to be the worst for them." if who == "caregiver" else "It is worst at night."
    assert offered["night"] == night
    page = visitor.post("/note", {"note": "My own words", "phrase": "night"})
    assert (page.path, page.status) == ("/note", 200)
    page = visitor.post("/note", {"note": shown(page), "phrase": "hospital"})
    assert shown(page).splitlines() == ["My own words", night, offered["hospital"]]
    assert pressed(page) == ["night", "hospital"]
    text = visitor.client.get("/summary.txt").get_data(as_text=True)
    assert night in " ".join(text.split())


def test_a_second_press_takes_the_sentence_out(app: Flask) -> None:
    visitor = someone(app)
    page = visitor.post("/note", {"note": "", "phrase": "turn"})
    page = visitor.post("/note", {"note": shown(page), "phrase": "night"})
    page = visitor.post("/note", {"note": shown(page), "phrase": "turn"})
    assert shown(page) == "It is worst at night."
    assert pressed(page) == ["night"]


def test_a_sentence_without_room_is_not_added_and_no_word_is_lost(app: Flask) -> None:
    visitor = someone(app)
    room = "It is worst at night."
    full = "a" * (LONGEST - len(room))  # a line break is one letter too
    page = visitor.post("/note", {"note": full, "phrase": "night"})
    assert page.status == 400
    assert shown(page) == full
    assert "Take out 1 or more" in page.text
    assert shown(visitor.post("/note", {"note": full[1:], "phrase": "night"})).endswith(room)


@pytest.mark.parametrize("phrase", ["", "no-such", "It is worst at night."])
def test_a_name_that_no_button_sends_is_refused(app: Flask, phrase: str) -> None:
    assert someone(app).post("/note", {"note": "words", "phrase": phrase}).status == 400


@pytest.mark.parametrize("voice", ["patient", "caregiver"])
def test_the_sentences_are_kept_as_they_are_and_short(app: Flask, voice: Voice) -> None:
    with app.test_request_context():
        said = list(phrases(voice).values())
    assert len(set(said)) == len(said)
    for sentence in said:
        assert tidy(sentence) == sentence
        assert len(sentence) <= 60
