"""Modified condition/decision coverage: every condition of every clause is shown to change the result by itself.

For each condition there are two people who differ in the answer to that one question. One meets the clause, and no
other clause holds that is as urgent; the other does not meet the condition, and is told something calmer. So it is
this clause that decides, and this condition that decides it. Who met which clause is read from the contract by the
oracle; how soon care is needed comes from the engine.
"""

from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import NamedTuple

import pytest
import z3

from app.rules.answers import Answers, BadAnswer, read_answers
from app.rules.engine import Rulebook
from app.rules.load import content
from app.signoff.space import Space
from tests.rules import oracle
from tests.rules.mutants import deleted, rule_mutants
from tests.rules.people import CALM, Given

ONLY_ADD_WORDS = {
    "fall-new-pain-weak-bones": "fall-new-pain is as urgent and holds whenever it does; it adds where to go: an X-ray",
    "fever-at-risk": "fever-with-back-pain is as urgent and holds whenever it does; it adds: do not wait for a call",
    "fever-on-new-riluzole": "fever-with-back-pain is as urgent and holds whenever it does; it adds: a blood count",
}
"""The rules that never decide a result. All others decide one by each condition of each of their clauses."""


LONG_KNOWN: Given = {**CALM, "duration": ("over_6_weeks",)}
"""As calm, with an ache that is old and was checked."""


class Condition(NamedTuple):
    """One question of one clause of a rule."""

    rule: str
    clause: int
    question: str


def conditions() -> Iterator[Condition]:
    """Every condition there is, in the contract's order."""
    for rule in oracle.RULES:
        for number, clause in enumerate(rule["when"]):
            for question in clause:
                yield Condition(rule["id"], number, question)


@cache
def rulebook() -> Rulebook:
    """The shipped content, compiled."""
    return Rulebook(content())


def rank_of(said: Given) -> int:
    """How urgent the engine finds these answers, from 0 for the calmest."""
    return oracle.CALM_TO_URGENT.index(rulebook().tier(Answers(said)).id)


def clauses_at(said: Given, rank: int) -> list[tuple[str, int]]:
    """Every clause that holds in a rule at least this urgent."""
    return [
        (rule["id"], number)
        for rule in oracle.RULES
        if oracle.CALM_TO_URGENT.index(rule["tier"]) >= rank
        for number, clause in enumerate(rule["when"])
        if oracle.holds(clause, said)
    ]


def meeting(clause: oracle.Said) -> Iterator[Given]:
    """Calm people with each combination of the answers that a clause lists, told by whoever can give them."""
    for base, *values in product((CALM, LONG_KNOWN), *clause.values()):
        said = {**base, **{question: (value,) for question, value in zip(clause, values, strict=True)}}
        yield said if can_be_given(said) else {**said, "respondent": ("caregiver",)}


def can_be_given(said: Given) -> bool:
    """Whether whoever answers is offered these answers."""
    try:
        return read_answers(content(), said) == said
    except BadAnswer:
        return False


@cache
def decided_alone(rule_id: str, number: int) -> tuple[Given, ...]:
    """Those whose result rests on this one clause: no other clause that holds is as urgent as its rule."""
    rule = next(one for one in oracle.RULES if one["id"] == rule_id)
    rank = oracle.CALM_TO_URGENT.index(rule["tier"])
    met = meeting(rule["when"][number])
    return tuple(said for said in met if rank_of(said) == rank and clauses_at(said, rank) == [(rule_id, number)])


def witnesses(condition: Condition) -> Iterator[tuple[Given, Given]]:
    """Pairs that differ in the condition's answer alone, the second of them calmer and short of that condition."""
    rule = next(one for one in oracle.RULES if one["id"] == condition.rule)
    listed = rule["when"][condition.clause][condition.question]
    for said in decided_alone(condition.rule, condition.clause):
        for value in oracle.values(condition.question):
            other = {**said, condition.question: (value,)}
            if value not in listed and can_be_given(other) and rank_of(other) < rank_of(said):
                yield said, other


def test_every_condition_of_every_clause_changes_the_result_alone() -> None:
    """All of them, but for those of the three rules that only add words."""
    silent = [condition for condition in conditions() if next(witnesses(condition), None) is None]
    assert {condition.rule for condition in silent} == set(ONLY_ADD_WORDS)
    assert silent == [condition for condition in conditions() if condition.rule in ONLY_ADD_WORDS]


@pytest.mark.parametrize("rule_id", ONLY_ADD_WORDS)
def test_a_rule_that_only_adds_words_decides_nothing_for_anyone(rule_id: str) -> None:
    """The reason given for each, proved: without it nobody whatever is told something calmer. And it has words."""
    rule = next(one for one in content().rules if one.id == rule_id)
    (without,) = rule_mutants(content(), rule, (deleted,))
    with_it, without_it = Space(content()), Space(without.content)
    rank = content().urgency[rule.tier]
    lowered = [with_it.at_least(rank, with_it.said), z3.Not(without_it.at_least(rank, with_it.said))]
    assert with_it.refute("it decides", lowered) is None
    assert rule.extra is not None


def test_the_pairs_differ_in_one_answer_and_in_the_result() -> None:
    """What counts as shown, looked at once from outside: one question differs, and so does how soon."""
    pairs = [pair for condition in conditions() for pair in [next(witnesses(condition), None)] if pair]
    for one, other in pairs:
        assert sum(one[question] != other[question] for question in one) == 1
        assert oracle.tier(one) != oracle.tier(other)
    assert len(pairs) > 200
