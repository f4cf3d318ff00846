"""Small mistakes put into the rules on purpose, each by itself, to see that something notices."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from msgspec.structs import replace

from app.rules.shape import AnyOf, Content, Option, Question, Rule


class Mutant(NamedTuple):
    """A content with one mistake in it, and what the mistake is."""

    name: str
    content: Content


Change = tuple[str, Rule | None]
"""What was done to a rule, and the rule after it; None when it is gone."""


def rule_mutants(content: Content, rule: Rule, mutators: tuple["Mutator", ...]) -> Iterator[Mutant]:
    """The content with this rule spoilt, in every way the mutators know."""
    for mutate in mutators:
        for done, spoilt in mutate(content, rule):
            rules = (spoilt if one is rule else one for one in content.rules)
            yield Mutant(f"{rule.id}: {done}", replace(content, rules=tuple(one for one in rules if one)))


def deleted(_: Content, rule: Rule) -> Iterator[Change]:
    """The rule left out."""
    yield "deleted", None


def clause_dropped(_: Content, rule: Rule) -> Iterator[Change]:
    """One of several clauses left out."""
    if len(rule.when) > 1:
        for place, clause in enumerate(rule.when):
            yield f"without clause {clause}", replace(rule, when=rule.when[:place] + rule.when[place + 1 :])


def condition_dropped(_: Content, rule: Rule) -> Iterator[Change]:
    """One of several conditions of a clause left out, so that it fires too often."""
    for place, clause in enumerate(rule.when):
        for id in clause if len(clause) > 1 else ():
            rest = AnyOf({other: clause[other] for other in clause if other != id})
            yield f"{clause} without {id}", _with_clause(rule, place, rest)


def value_dropped(_: Content, rule: Rule) -> Iterator[Change]:
    """One of several answers of a condition left out."""
    for place, id, values in _conditions(rule):
        for value in values if len(values) > 1 else ():
            rest = tuple(one for one in values if one != value)
            yield f"{rule.when[place]} without {value}", _with_values(rule, place, id, rest)


def value_swapped(content: Content, rule: Rule) -> Iterator[Change]:
    """One answer of a condition taken for another of the same question."""
    for place, id, values in _conditions(rule):
        for value in values:
            for other in _others(content, id, values):
                swapped = tuple(other if one == value else one for one in values)
                yield f"{rule.when[place]} with {other} for {value}", _with_values(rule, place, id, swapped)


def value_added(content: Content, rule: Rule) -> Iterator[Change]:
    """One answer too many in a condition."""
    for place, id, values in _conditions(rule):
        for other in _others(content, id, values):
            yield f"{rule.when[place]} with {other} too", _with_values(rule, place, id, (*values, other))


def tier_moved(content: Content, rule: Rule) -> Iterator[Change]:
    """The rule a tier calmer, or a tier more urgent."""
    tiers = [tier.id for tier in content.tiers]
    place = tiers.index(rule.tier)
    for other in {max(place - 1, 0), min(place + 1, len(tiers) - 1)} - {place}:
        yield f"{tiers[other]} for {rule.tier}", replace(rule, tier=tiers[other])


Mutator = Callable[[Content, Rule], Iterator[Change]]
TOO_FEW_OR_WRONG: tuple[Mutator, ...] = (
    deleted, clause_dropped, condition_dropped, value_dropped, value_swapped, tier_moved,
)  # fmt: skip
TOO_MANY: tuple[Mutator, ...] = (value_added,)


def calmest_mutants(content: Content, question: Question) -> Iterator[Mutant]:
    """The content with another answer of this question marked as its calmest, or none at all."""
    marked = {option.value for option in question.option if option.calmest}
    for value in (*question.values, None):
        if {value} - {None} != marked:
            options = tuple(_marked(option, option.value == value) for option in question.option)
            yield Mutant(f"{question.id}: calmest is {value}", _with_options(content, question, options))


def _marked(option: Option, calmest: bool) -> Option:
    return replace(option, calmest=calmest)


def _with_options(content: Content, question: Question, options: tuple[Option, ...]) -> Content:
    changed = replace(question, option=options)
    return replace(content, questions=tuple(changed if one is question else one for one in content.questions))


def _conditions(rule: Rule) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    for place, clause in enumerate(rule.when):
        for id, values in clause.items():
            yield place, id, values


def _others(content: Content, id: str, values: tuple[str, ...]) -> list[str]:
    return [value for value in content.question[id].values if value not in values]


def _with_values(rule: Rule, place: int, id: str, values: tuple[str, ...]) -> Rule:
    return _with_clause(rule, place, AnyOf({**rule.when[place], id: values}))


def _with_clause(rule: Rule, place: int, clause: AnyOf) -> Rule:
    return replace(rule, when=(*rule.when[:place], clause, *rule.when[place + 1 :]))
