"""Every answer, every pair and every triple of answers of a person who is otherwise calm.

No clause of the contract asks for more than three things that a calm person does not say, so each clause, met exactly
and missed by one, is among them, together with everything that could be mistaken for it.
"""

from collections.abc import Iterator
from functools import cache
from itertools import combinations
from typing import NamedTuple

import pytest

from app.rules.answers import Answers
from app.rules.engine import Rulebook
from app.rules.load import content
from tests.rules import oracle
from tests.rules.people import CALM, Given, Values

CAREGIVER_CALM: Given = {**CALM, "respondent": ("caregiver",)}


class Choice(NamedTuple):
    """One answer; ``values`` is None for leaving the question out."""

    question: str
    value: str | None


ANSWERS = tuple(
    Choice(question, value)
    for question in oracle.QUESTIONS
    for value in oracle.values(question)
    if (value,) != CALM[question] or question == "location"
)
WITH_GAPS = tuple(
    choice
    for question in oracle.QUESTIONS
    for choice in (*(one for one in ANSWERS if one.question == question), Choice(question, None))
)


@cache
def go_together(one: Choice, other: Choice) -> bool:
    """One answer a question, or several ticks; and what only a caregiver is offered comes from one."""
    single = oracle.QUESTIONS[one.question]["kind"] == "one" or None in (one.value, other.value)
    if single and one.question == other.question:
        return False
    return not (one.question == "respondent" and one.value != "caregiver" and other.value == "nothing_seen")


def given(choices: tuple[Choice, ...]) -> dict[str, Values]:
    """The calm person, with these answers instead."""
    said = dict(CAREGIVER_CALM if any(one.value == "nothing_seen" for one in choices) else CALM)
    for question, _ in choices:
        said.pop(question, None)
    for question, value in choices:
        if value:
            said[question] = (*said.get(question, ()), value)
    return said


@cache
def engine() -> Rulebook:
    """The real engine, compiled once for all of these."""
    return Rulebook(content())


def combined(size: int, first: str, among: tuple[Choice, ...] = ANSWERS) -> Iterator[tuple[Choice, ...]]:
    """Every combination of answers that go together whose earliest question is this one."""
    for place, choice in enumerate(among):
        if choice.question == first:
            yield from _with_others((choice,), among[place + 1 :], size - 1)


def _with_others(chosen: tuple[Choice, ...], later: tuple[Choice, ...], more: int) -> Iterator[tuple[Choice, ...]]:
    if not more:
        yield chosen
        return
    fit = tuple(one for one in later if go_together(chosen[-1], one))
    for place, one in enumerate(fit):
        yield from _with_others((*chosen, one), fit[place + 1 :], more - 1)


def test_every_single_answer() -> None:
    """Each answer alone, and each question left out, over a calm person: tier and rules are the contract's."""
    for choice in WITH_GAPS:
        said = given((choice,))
        assert _seen(said) == oracle.tier_and_fired(said), choice


@pytest.mark.parametrize("first", oracle.QUESTIONS)
def test_every_pair(first: str) -> None:
    """Each pair, gaps included: the tier, and every rule with its tier, are the contract's."""
    for choices in combined(2, first, WITH_GAPS):
        said = given(choices)
        assert _seen(said) == oracle.tier_and_fired(said), choices


def _seen(said: Given) -> tuple[str, dict[str, list[str]]]:
    outcome = engine().triage(Answers(said))
    assert engine().tier(Answers(said)) == outcome.tier
    fired: dict[str, list[str]] = {}
    for warning in outcome.warnings:
        fired.setdefault(warning.rule.tier, []).append(warning.rule.id)
    return outcome.tier.id, fired


@pytest.mark.parametrize("first", oracle.QUESTIONS)
def test_every_triple(first: str) -> None:
    """Each triple: the tier is the contract's."""
    quick = Quick()
    for choices in combined(3, first):
        said = given(choices)
        assert engine().tier(Answers(said)).id == quick.tier(said), choices


def test_no_clause_asks_for_more_than_three_things_of_a_calm_person() -> None:
    """So that triples are enough to meet every clause exactly: what asks for four is met by the calm one in part."""
    unmet = [
        sum(not set(CALM[question]) & set(listed) for question, listed in clause.items())
        for rule in oracle.RULES
        for clause in rule["when"]
    ]
    assert max(unmet) == 3


def test_the_quick_reading_is_the_plain_one() -> None:
    """The triples are held against the oracle read with numbers for sets, which gives what the plain one does."""
    quick = Quick()
    for choices in combinations(ANSWERS, 2):
        assert quick.tier(given(choices)) == oracle.tier(given(choices)), choices


class Quick:
    """The oracle's tier of a finished check, quick enough for two hundred thousand of them."""

    def __init__(self) -> None:
        every = ((question, value) for question in oracle.QUESTIONS for value in oracle.values(question))
        self._bit = {fact: 1 << place for place, fact in enumerate(every)}
        clauses = [
            (tier, [sum(self._bit[question, value] for value in listed) for question, listed in clause.items()])
            for tier in reversed(oracle.CALM_TO_URGENT)
            for rule in oracle.RULES
            if rule["tier"] == tier
            for clause in rule["when"]
        ]
        self._clauses = [(tier, first, rest) for tier, (first, *rest) in clauses]
        self._heard: dict[tuple[str, Values], int] = {}

    def tier(self, said: Given) -> str:
        """The tier of the first clause that holds, from the most urgent down."""
        heard = sum(map(self._hear, said.items()))
        for tier, first, rest in self._clauses:
            if heard & first and all(heard & group for group in rest):
                return tier
        return oracle.CALM_TO_URGENT[0]

    def _hear(self, answered: tuple[str, Values]) -> int:
        if answered not in self._heard:
            question, values = answered
            self._heard[answered] = sum(self._bit[question, value] for value in values)
        return self._heard[answered]
