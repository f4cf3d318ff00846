"""In which way somebody is worse off by one content than by another: looked for among all sets of answers at once.

The engine takes the most urgent rule that fires, so a rule that is added can only raise. A rule that takes another's
place can do more: make a result calmer, leave out a warning, or leave out what the result says to do.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import z3

from app.rules.answers import Answers
from app.rules.engine import Rulebook
from app.rules.errors import Problem
from app.rules.shape import Content, Question, Rule
from app.rules.site import replaced
from app.signoff.space import Space

WITHIN = 10_000
"""Milliseconds that the solver has for each of its few questions. It takes some hundred for all of them."""

REMEDY = "let the rule wait for as many answers as the shipped one, and be as urgent; or give it an id of your own"


class Both(NamedTuple):
    """The same answers, by the shipped rules and with those of the site; and that these make the result calmer."""

    before: Space
    after: Space
    calmer: Any


def worse(before: Content, after: Content) -> Iterator[Problem]:
    """Each way in which somebody is worse off, with the plainest answers that show it. Raises GaveUp if unsure."""
    old, new = Space(before, WITHIN), Space(after, WITHIN)
    both = Both(old, new, new.calmer(new.said, than=old.said, by=old))
    yield from _calmer(both)
    for rule, own in replaced(before, after):
        yield from _silent(both, rule, own)
    yield from _instead(both)


def _calmer(both: Both) -> Iterator[Problem]:
    """A set of answers that gets a less urgent result."""
    before, after, calmer = both
    found = after.plainest("a result becomes calmer", [calmer])
    if found:
        old, new = Rulebook(before.content), Rulebook(after.content).tier(found)
        outcome = old.triage(found)
        deciding = [each.rule.id for each in outcome.deciding]
        changed = [rule.id for rule, _ in replaced(before.content, after.content) if rule.id in deciding]
        what = f"the result would be {new.urgency!r} in place of {outcome.tier.urgency!r}"
        yield _problem(", ".join(f"rule {id!r}" for id in changed), what, after.content, found)


def _silent(both: Both, old: Rule, new: Rule) -> Iterator[Problem]:
    """A set of answers for which the rule that took another's place does not warn, or does not say what to do."""
    before, after, _ = both
    fires = before.fires(old, before.said)
    missed = after.plainest(f"{old.id} falls silent", [fires, z3.Not(after.fires(new, after.said))])
    if missed:
        yield _problem(f"rule {old.id!r}", "this warning would be missing", after.content, missed)
    elif old.extra and (unsaid := after.plainest(f"{old.id} says less", [_heard_less(both, old, new)])):
        yield _problem(f"rule {old.id!r}", "its extra words would be missing", after.content, unsaid)


def _heard_less(both: Both, old: Rule, new: Rule) -> Any:
    """The result is the same, and the words of the old rule were heard beside it and those of the new one are not."""
    before, after, _ = both
    same = [
        (rank, z3.And(before.exactly(rank, before.said), after.exactly(rank, after.said))) for rank in _ranks(after)
    ]
    return z3.Or([z3.And(here, _heard(before, old, rank), z3.Not(_heard(after, new, rank))) for rank, here in same])


def _heard(space: Space, rule: Rule, rank: int) -> Any:
    """As telling/told.py has it: a rule's words belong to its own result, or stay beside a more urgent one."""
    said = rule.extra_stays or space.content.urgency[rule.tier] == rank
    return space.fires(rule, space.said) if said else z3.BoolVal(False)


def _instead(both: Both) -> Iterator[Problem]:
    """A set of answers for which a rule's words stand in place of a result's usual actions, where they did not."""
    before, after, calmer = both
    for rank in _ranks(after):
        stood = z3.And(before.exactly(rank, before.said), _replacing(before, rank))
        facts = [after.exactly(rank, after.said), _replacing(after, rank), z3.Not(stood), z3.Not(calmer)]
        if found := after.plainest("the usual actions are left out", facts):
            rules = [each.rule for each in Rulebook(after.content).triage(found).warnings if each.rule.extra_replaces]
            where = ", ".join(f"rule {rule.id!r}" for rule in rules)
            yield _problem(where, "extra_replaces would leave out what the result says to do", after.content, found)


def _replacing(space: Space, rank: int) -> Any:
    urgency = space.content.urgency
    rules = [rule for rule in space.content.rules if rule.extra_replaces and urgency[rule.tier] == rank]
    return z3.Or([space.fires(rule, space.said) for rule in rules])


def _ranks(space: Space) -> range:
    return range(len(space.content.tiers))


def _problem(where: str, what: str, content: Content, answers: Answers) -> Problem:
    return Problem("rules", where or "the file", f"{what} for these answers: {in_words(content, answers)}", REMEDY)


def in_words(content: Content, answers: Answers) -> str:
    """A set of answers as questions and answers are read; the calmest ones, which say least, together at the end."""
    telling = [question for question in content.questions if not question.calm(answers.get(question.id, ()))]
    asked = [f"{question.ask.to(answers.voice)!r}: {_answer(question, answers)}" for question in telling]
    rest = ["to every other question the calmest answer"] if len(telling) < len(content.questions) else []
    return "; ".join([*asked, *rest])


def _answer(question: Question, answers: Answers) -> str:
    values = answers.get(question.id, ())
    return " and ".join(repr(question.find(value).words(answers.voice)) for value in values) or "not asked"
