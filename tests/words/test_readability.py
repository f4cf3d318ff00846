"""Anyone who is ten years old, or very tired, can read every sentence: Flesch-Kincaid grade 6 at most.

A label of a few words is not a sentence, and the formula cannot judge it: in a label of ``SHORT`` words a
single syllable moves the grade by more than two, and "Privacy" alone counts as grade 20. In labels that short
every word has at most three syllables instead, so that each is one that can be read at a glance.
"""

import re
from functools import cache
from statistics import median

import pytest
import textstat

from app.rules.load import content
from tests.words.texts import Said, filled, said

HARDEST, USUAL = 6, 5
SHORT, SYLLABLES = 5, 3

# Names that a clinic, a box of tablets or a letter uses, so that people have to meet them here.
# They are measured as the plain word they stand for.
MEDICAL_NAMES = {
    "aneurysm": "bulge",
    "morphine-type": "strong",
    "baclofen": "drug",
    "diazepam": "drug",
    "gabapentin": "drug",
    "pregabalin": "drug",
    "tizanidine": "drug",
    "tramadol": "drug",
    "codeine": "drug",
    "fentanyl": "drug",
    "buprenorphine": "drug",
    "riluzole": "drug",
    "palliative": "care",
    "paracetamol": "drug",
    "acetaminophen": "drug",
    "physiotherapist": "nurse",
    "physical therapist": "nurse",
    "occupational therapist": "nurse",
}
NAME = re.compile(rf"\b({'|'.join(MEDICAL_NAMES)})\b", re.IGNORECASE)

# Short labels with a longer word that nothing plainer can replace.
LONGER_LABELS = {
    "Accessibility": "the name by which people look for that page",
    "Accessibility statement": "the name by which people look for that page",
    "Emergency: ambulance now": "the word for it",
}


def plain(words: str) -> str:
    """The text to measure: as it is read, with a plain word for each medical name."""
    return NAME.sub(lambda found: MEDICAL_NAMES[found[1].lower()], filled(words))


@cache
def grade(words: str) -> float:
    return round(textstat.flesch_kincaid_grade(plain(words)), 1)


def is_short(words: str) -> bool:
    return textstat.lexicon_count(plain(words)) <= SHORT


def long_words(words: str) -> list[str]:
    return [word for word in re.findall(r"\w+", plain(words)) if textstat.syllable_count(word) > SYLLABLES]


SENTENCES = [one for one in said() if not is_short(one.words)]
LABELS = [one for one in said() if is_short(one.words)]


def test_every_sentence_is_grade_6_or_easier() -> None:
    hard = [f"grade {grade(one.words)}: {one}" for one in SENTENCES if grade(one.words) > HARDEST]
    assert not hard, "\n".join(["shorter sentences and shorter words are needed:", *hard])


@pytest.mark.parametrize("voice", ["patient", "caregiver", None])
def test_the_usual_sentence_is_grade_5_or_easier(voice: str | None) -> None:
    grades = [grade(one.words) for one in SENTENCES if one.voice == voice]
    assert len(grades) > 50
    assert median(grades) <= USUAL


def test_no_short_label_has_a_long_word() -> None:
    hard = [str(one) for one in LABELS if long_words(one.words) and one.words not in LONGER_LABELS]
    assert not hard, "\n".join([f"words of more than {SYLLABLES} syllables:", *hard])


@pytest.mark.parametrize("voice", ["patient", "caregiver", "together"])
def test_a_hint_has_at_most_25_words(voice: str) -> None:
    """It stands above every answer; what takes longer to say stands behind the fold."""
    hints = {question.id: question.hint for question in content().questions if question.hint}
    heard = {
        id: hint.to("caregiver" if voice == "caregiver" else "patient", voice == "together")
        for id, hint in hints.items()
    }
    assert len(heard) > 15
    assert {id: words for id, words in heard.items() if len(words.split()) > 25} == {}


@pytest.mark.parametrize("name", MEDICAL_NAMES)
def test_every_medical_name_on_the_list_is_used(name: str) -> None:
    assert any(re.search(rf"\b{name}\b", one.words, re.IGNORECASE) for one in said())


@pytest.mark.parametrize("label", LONGER_LABELS)
def test_every_longer_label_on_the_list_is_used_and_needs_to_be(label: str) -> None:
    assert any(one.words == label and long_words(label) for one in LABELS)


@pytest.mark.parametrize(
    ("words", "hard"),
    [
        ("Progressive neurodegenerative disease destroys the voluntary musculature.", True),
        ("Call your doctor if the pain gets worse or you feel ill.", False),
        ("Take care with diazepam, gabapentin and pregabalin at night.", False),
    ],
)
def test_the_measure_tells_hard_from_easy(words: str, hard: bool) -> None:
    assert (grade(words) > HARDEST) is hard


def test_both_readers_and_both_places_are_measured() -> None:
    assert {one.voice for one in said()} == {"patient", "caregiver", None}
    places = {one.where for one in said()}
    assert {"app/templates/result/result.html", "app/web/errors.py", "app/web/forms.py"} <= places
    assert {"breathing hint", "cauda-equina because", "same_day actions", "cope-music text"} <= places
    assert Said("breathing not_sure label", "Not sure") in said()
