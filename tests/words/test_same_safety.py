"""What keeps somebody safe is said to everybody: to the person, to a caregiver, and to the two of them together.

The words may differ, as each voice is written for its reader. What may not differ is whether a number is named, what
the crew is told, what to do meanwhile and what not to stop. Each such thing has words by which it is known here, and
a list of places where it must be found, so that a mark which no longer finds anything fails.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

import msgspec
import pytest

from app.rules.load import content
from app.rules.shape import Frozen, Text, Tier

MEDICINES = (
    "baclofen", "tizanidine", "diazepam", "gabapentin", "pregabalin", "riluzole", "steroid", "fentanyl",
    "buprenorphine", "ibuprofen", "naproxen", "paracetamol", "tramadol", "adrenaline",
)  # fmt: skip


class Mark(NamedTuple):
    """Words that say one thing about safety, and the entries in which both voices are known to say it."""

    words: str
    found_in: tuple[str, ...]


MARKS = {
    "call the emergency number": Mark(
        r"\{emergency\}",
        (
            "emergency_now", "tablets-stopped", "sedating-medicine-weak-breathing", "fall-on-blood-thinners",
            "aneurysm-and-pain", "aneurysm-known", "pain-between-shoulders", "tummy-or-liver", "fever-at-risk",
            "fall-new-pain-weak-bones", "cannot-go-on", "same_day", "soon", "routine", "self_care", "call-breathing",
            "medicine-slow-breathing", "medicine-never-stop-baclofen", "medicine-spine-pump", "prevent-lift-alone",
        ),
    ),
    "call the urgent line": Mark(
        r"\{urgent_line\}", ("same_day", "soon", "routine", "self_care", "blocked-catheter", "tube-or-device")
    ),
    "ask the ALS team": Mark(
        r"\{als_team\}", ("same_day", "soon", "routine", "slow-change", "severe-pain", "pain-relief-not-helping")
    ),
    "call the palliative line too": Mark(r"\{palliative_line\}", ("emergency_now", "same_day")),
    "talk to a crisis line": Mark(r"\{crisis_line\}", ("cannot-go-on", "cope-crisis-line")),
    "call by text": Mark(r"\{emergency_text\}", ("routine", "self_care")),
    "tell the crew": Mark(
        r"\b(tell|show)\b[^.?]*\bcrew\b",
        (
            "emergency_now", "cancer-with-nerve-signs", "baclofen-stopped-with-fever", "pump-problem",
            "sedating-medicine-and-breathing", "steroids-missed-and-sick", "tell-crew-before-oxygen",
        ),
    ),
    "what to say": Mark(
        r"(?:^|[.:,?!] |\band )(?:say|mention)\b|\bon the call\b",
        (
            "emergency_now", "allergic-reaction", "stroke-signs", "aneurysm-and-new-pain", "fever-and-weak-immune",
            "feeding-tube-and-pain", "fever-at-risk", "fever-on-new-riluzole", "cancer-with-spine-signs",
            "cancer-and-newer-pain", "cauda-equina", "medicine-riluzole-fever",
        ),
    ),
    "do not stop or start it": Mark(
        r"\b(do not|never|must not)\b[^.?]*\b(stop|start|change the dose|new medicine)\b",
        (
            "sedating-medicine-weak-breathing", "pain-after-new-medicine", "no-medicine-change", "medicine-new-pain",
            "medicine-never-stop-baclofen", "prevent-cramp-medicines", "medicine",
        ),
    ),
    "keep to the dose": Mark(
        r"\bkeep to the dose\b",
        ("pain-relief-not-helping", "medicine-only-with-team", "sedating-medicine-weak-breathing"),
    ),
    "do not blame ALS": Mark(
        r"\bblam",
        ("cauda-equina", "new-weakness-both-sides", "new-weakness-one-limb", "do-not-blame-als", "bladder_saddle"),
    ),
    "sit up and use the machines": Mark(
        r"\bsit (them )?up\b.*\bcough machine and suction\b", ("emergency_now", "breathe-until-the-crew-is-there")
    ),
    "oxygen with care": Mark(
        r"\boxygen\b.*\bcarbon dioxide\b", ("emergency_now", "tell-crew-before-oxygen", "oxygen")
    ),
    "do not drive": Mark(r"\b(drive yourself|let them drive)\b", ("emergency_now",)),
    "keep still, breathing first": Mark(
        r"\bstill\b.*\bbreathing comes first\b.*\bin one line\b", ("fall-with-danger-signs", "fall")
    ),
    "nothing down the tube": Mark(
        r"\bnothing down\b", ("feeding-tube-and-pain", "tube-or-device", "call-feeding-tube")
    ),
    "ask before the next feed": Mark(r"\bbefore the next feed\b", ("new-feeding-tube",)),
    "look at the skin there": Mark(
        r"\blook at the skin|\blook there\b|\bskin looked at\b|\bask a nurse to look\b",
        ("new-feeding-tube", "after-back-procedure", "pressure-sore", "self_care", "physical-heat-cold"),
    ),
    "keep weight off it": Mark(r"\bweight off\b|\boff that spot\b", ("infected-sore", "pressure-sore")),
    "move gently": Mark(r"\bmove (you|them) gently\b|\bgentle movement\b", ("fall-new-pain", "self_care")),
    "watch for new pain on moving": Mark(
        r"\bwatch for (new )?pain when\b", ("fall-no-change-weak-bones", "knock-without-change")
    ),
    "watch the breathing": Mark(r"\bwatch (you|them)\b.*\bsleep\b", ("breathing-a-bit-worse",)),
    "take the temperature now": Mark(r"\btake (your|their) temperature now\b", ("unsure-at-risk",)),
    "write down each reading": Mark(r"\bwrite down each reading\b", ("fever-with-back-pain",)),
    "do not rub": Mark(r"\bdo not rub\b", ("possible-leg-clot",)),
    "go to an emergency department": Mark(
        r"\bemergency department\b", ("same_day", "blocked-catheter", "fever-at-risk", "fall-new-pain-weak-bones")
    ),
    "ask to be taken": Mark(
        r"\bask on the call if\b.*\bcall again\b",
        ("cauda-equina", "new-weakness-both-sides", "cord-abscess-or-bleed", "cancer-with-nerve-signs"),
    ),
    "no heat there": Mark(
        r"\b(never|no)\b[^.]*\bheat\b",
        ("physical-heat-safety", "medicine-creams"),
    ),
    "breathing at night": Mark(r"\bbreathing at night\b", ("moderate-pain",)),
    "nobody lifts alone": Mark(r"\blift (you|them) alone\b", ("prevent-lift-alone", "knock-without-change")),
    **{f"names {name}": Mark(rf"\b{name}", ()) for name in MEDICINES},
}  # fmt: skip

FOR_A_HELPER = Mark(
    r"\bstay (with them|together)\b|\bwatch how (they|you) breathe\b",
    ("emergency_now", "same_day", "cannot-go-on", "allergic-reaction", "cope-crisis-line"),
)
"""What only somebody beside the person can do: the person alone need not hear it, the two together must."""

NOT_FOR_BOTH = {
    ("fever-on-new-riluzole", "3"): "one says how long ago, the other when; both say that a blood count is needed",
}
"""A number in one voice alone, and why that is no loss."""


class Entry(NamedTuple):
    """What is told in one place: the texts that a reader meets together."""

    id: str
    where: str
    texts: tuple[Text, ...]

    def heard(self, voice: str) -> str:
        """All of it as one reader hears it."""
        return " ".join(
            text.to("caregiver" if voice == "caregiver" else "patient", voice == "together") for text in self.texts
        )


def entries() -> Iterator[Entry]:
    """Every rule, every action of a tier, every line of advice, every help with a question, and the crew's card."""
    known = content()
    for tier in known.tiers:
        for where, text in _of_tier(tier):
            yield Entry(tier.id, f"tier {tier.id} {where}", (text,))
    for rule in known.rules:
        yield Entry(rule.id, f"rule {rule.id}", tuple(text for text in (rule.because, rule.extra) if text))
    for question in known.questions:
        if texts := tuple(text for text in (question.hint, question.more) if text):
            yield Entry(question.id, f"question {question.id}", texts)
    claims: tuple[Iterable[Frozen], ...] = (known.advice, known.mechanisms, known.causes, known.risk_factors)
    for claim in (*(one for part in claims for one in part), *known.crew.card):
        yield Entry(claim.id, f"line {claim.id}", (claim.text,))  # type: ignore[attr-defined]


def _of_tier(tier: Tier) -> Iterator[tuple[str, Text]]:
    for field in msgspec.structs.fields(tier):
        value = getattr(tier, field.name)
        for number, text in enumerate(value if isinstance(value, tuple) else (value,)):
            if isinstance(text, Text):
                yield f"{field.name} {number}", text


@cache
def marks_in(words: str) -> frozenset[str]:
    """Which things about safety are said, and every number that is named."""
    said = {name for name, mark in MARKS.items() if re.search(mark.words, words, re.IGNORECASE)}
    return frozenset(said | set(re.findall(r"\d+", words)))


def for_helpers(words: str) -> bool:
    return re.search(FOR_A_HELPER.words, words, re.IGNORECASE) is not None


def unequal(entry: Entry) -> set[str]:
    """What one of the two voices says and the other does not."""
    different = marks_in(entry.heard("patient")) ^ marks_in(entry.heard("caregiver"))
    return {one for one in different if (entry.id, one) not in NOT_FOR_BOTH}


def test_both_voices_say_the_same_about_safety() -> None:
    wrong = [f"{entry.where}: only one voice says: {sorted(found)}" for entry in entries() if (found := unequal(entry))]
    assert not wrong, "\n".join(wrong)


def test_together_they_hear_all_that_each_would_hear() -> None:
    """A person with a helper beside them is told what the person does, and what the helper does."""
    wrong = []
    for entry in entries():
        alone = marks_in(entry.heard("patient")) | marks_in(entry.heard("caregiver"))
        missing = {one for one in alone - marks_in(entry.heard("together")) if (entry.id, one) not in NOT_FOR_BOTH}
        if for_helpers(entry.heard("caregiver")) and not for_helpers(entry.heard("together")):
            missing.add("what a helper does")
        wrong += [f"{entry.where}: together they do not hear: {sorted(missing)}"] if missing else []
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", [name for name, mark in MARKS.items() if mark.found_in])
def test_a_mark_finds_what_it_is_for(name: str) -> None:
    """In each listed entry, in each voice: so the comparison above is never one of nothing with nothing."""
    here = {(entry.id, voice) for entry in entries() for voice in VOICES if name in marks_in(entry.heard(voice))}
    assert {(id, voice) for id in MARKS[name].found_in for voice in VOICES} <= here


VOICES = ("patient", "caregiver", "together")


def test_what_a_helper_does_is_found_where_it_should_be() -> None:
    here = {(entry.id, voice) for entry in entries() for voice in VOICES if for_helpers(entry.heard(voice))}
    assert {(id, voice) for id in FOR_A_HELPER.found_in for voice in ("caregiver", "together")} <= here


@pytest.mark.parametrize("name", MEDICINES)
def test_each_medicine_is_named_somewhere(name: str) -> None:
    """One that nothing names any more is no mark."""
    assert any(f"names {name}" in marks_in(entry.heard("patient")) for entry in entries())


@pytest.mark.parametrize("lost", NOT_FOR_BOTH)
def test_an_exception_is_still_one(lost: tuple[str, str]) -> None:
    """A number on the list that both voices name again, or neither, comes off it."""
    (entry,) = (one for one in entries() if one.id == lost[0])
    assert lost[1] in marks_in(entry.heard("patient")) ^ marks_in(entry.heard("caregiver"))


@pytest.mark.parametrize(
    ("patient", "caregiver", "only_one"),
    [
        ("Call {emergency}.", "Get help for them.", {"call the emergency number"}),
        ("Rest.", "Tell the crew about the pump.", {"tell the crew"}),
        ("Do not stop it by yourself.", "Ask about it.", {"do not stop or start it"}),
        ("No answer in 2 hours?", "No answer in 3 hours?", {"2", "3"}),
        ("Ask about baclofen.", "Ask about the medicine.", {"names baclofen"}),
        ("Tell the crew about it.", "Show the crew what they take.", set()),
    ],
)
def test_a_loss_in_one_voice_is_noticed(patient: str, caregiver: str, only_one: set[str]) -> None:
    assert unequal(Entry("", "", (Text(patient=patient, caregiver=caregiver),))) == only_one
