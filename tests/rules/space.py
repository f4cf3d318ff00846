"""Promises about the rules, proved or refuted by a solver for every possible set of answers at once.

Each promise is a function from a content to a counterexample, or None when no set of answers whatever breaks it. How a
content becomes formulas is in app/signoff/space.py, which the check of a site's own rules uses too.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

import z3

from app.rules.answers import Answers
from app.rules.shape import NONE, NOT_SURE, Content, Question
from app.signoff.space import UNASKED, Counterexample, Said, Space, calmest, is_exactly

DURATION = "duration"
Promise = Callable[[Content], Counterexample | None]


def tiers_of(content: Content, people: Iterable[Answers]) -> Iterator[str]:
    """The tier of each finished or unfinished set of answers, as the formulas have it."""
    space = Space(content)
    solver = z3.Solver()
    reached = [(rank, z3.Bool(f"at least {rank}")) for rank in space.ranks]
    solver.add(*(mark == space.at_least(rank, space.said) for rank, mark in reached))
    for answers in people:
        assert solver.check(_literals(space, answers)) == z3.sat
        model = solver.model()
        yield content.tiers[-1 - sum(z3.is_true(model[mark]) for _, mark in reached)].id


def _literals(space: Space, answers: Answers) -> list[Any]:
    given = {(id, value) for id in space.content.question for value in answers.get(id, (UNASKED,))}
    return [one if key in given else z3.Not(one) for key, one in space.said.items()]


def _ticked_more(question: Question, said: Said, more: Said) -> Iterator[Any]:
    """Nothing but "none" is taken back: it goes when something else is ticked."""
    yield z3.Not(z3.Or(said[question.id, UNASKED], more[question.id, UNASKED]))
    for value in question.values:
        if value != NONE:
            yield z3.Implies(said[question.id, value], more[question.id, value])


def one_more_tick_never_calms(content: Content) -> Counterexample | None:
    """(a) Ticking more answers of a question never lowers the tier, whatever the other answers."""
    space = Space(content)
    for question in (question for question in content.questions if question.kind == "many"):
        more = space.answered_anew(question)
        facts = [*_ticked_more(question, space.said, more), space.calmer(more, than=space.said)]
        if found := space.refute(f"a tick at {question.id} calms", facts, more):
            return found
    return None


def nothing_is_calmer_than_the_calmest(content: Content) -> Counterexample | None:
    """(b, c) No answer, nor "not sure", nor none at all, gives a lower tier than the calmest answer."""
    space = Space(content)
    return next((found for question in content.questions if (found := calmer_than_its_calmest(space, question))), None)


def calmer_than_its_calmest(space: Space, question: Question) -> Counterexample | None:
    """An answer to the question that gives a lower tier than its calmest, whatever the other answers."""
    other = space.answered_anew(question)
    for value in calmest(question):
        facts = [is_exactly(question, [value], other), space.calmer(space.said, than=other)]
        if found := space.refute(f"{question.id} has an answer calmer than {value}", facts, other):
            return found
    return None


def unknown_duration_is_never_calmer(content: Content) -> Counterexample | None:
    """(c) Where no answer is calmest (duration), "not sure" and none at all are at least as urgent as each."""
    space, question = Space(content), content.question[DURATION]
    other = space.answered_anew(question)
    for value in (NOT_SURE, UNASKED):
        facts = [is_exactly(question, [value], space.said), space.calmer(space.said, than=other)]
        if found := space.refute(f"{DURATION} {value} is calmer than an answer", facts, other):
            return found
    return None


LADDERS: Mapping[str, tuple[str, ...]] = {
    "breathing": ("no", "slow_known", "slow", "a_bit_worse", "much_worse"),
    "fall": ("no", "fall_no_change", "fall_pain_only", "fall_with_danger_signs"),
    "coping": ("no", "low", "cannot_go_on"),
    "severity": ("mild", "moderate", "severe", "unbearable"),
    "checked": ("same", "no", "changed"),
    "otc": ("helps_some", "not_tried", "no_help", "prescribed_no_help"),
    "skin": ("no", "early", "open", "infected"),
    "weight": ("no", "yes_known", "yes_new"),
}
"""Answers that get worse step by step, to questions that take one answer."""


def worse_is_never_calmer(content: Content) -> Counterexample | None:
    """(b) Where answers get worse step by step, no step down the ladder lowers the tier."""
    space = Space(content)
    for question, steps in ((content.question[id], steps) for id, steps in LADDERS.items()):
        other = space.answered_anew(question)
        for better, worse in pairwise(steps):
            given = [is_exactly(question, [worse], space.said), is_exactly(question, [better], other)]
            facts = [*given, space.calmer(space.said, than=other)]
            if found := space.refute(f"{question.id} {worse} is calmer than {better}", facts, other):
                return found
    return None


def unasked_is_heard_as_not_sure(content: Content) -> Counterexample | None:
    """(c) Leaving a question out is never calmer than answering "not sure"."""
    space = Space(content)
    for question in content.questions:
        if NOT_SURE not in question.values:
            continue
        other = space.answered_anew(question)
        facts = [
            space.said[question.id, UNASKED],
            is_exactly(question, [NOT_SURE], other),
            space.calmer(space.said, than=other),
        ]
        if found := space.refute(f"leaving out {question.id} calms", facts, other):
            return found
    return None


def every_clause_can_fire(content: Content) -> Counterexample | None:
    """(d) Each rule, and each clause of it, is met by some valid and finished set of answers."""
    space = Space(content)
    finished = z3.Not(space.unfinished(space.said))
    for rule in content.rules:
        for number, clause in enumerate(rule.when, 1):
            if not space.refute("", [finished, space.holds(clause, space.said)]):
                return Counterexample(f"clause {number} of {rule.id} can never hold")
    return None


def every_tier_is_reached(content: Content) -> Counterexample | None:
    """(e) Each tier is the result of some finished set of answers."""
    space = Space(content)
    finished = z3.Not(space.unfinished(space.said))
    for tier in content.tiers:
        if not space.refute("", [finished, space.exactly(content.urgency[tier.id], space.said)]):
            return Counterexample(f"no answers lead to {tier.id}")
    return None


ARTICLE_WARNINGS: Mapping[str, tuple[Mapping[str, tuple[str, ...]], ...]] = {
    "severe-or-persistent": (
        {"severity": ("severe", "unbearable")},
        {"severity": ("moderate",), "duration": ("over_6_weeks", NOT_SURE, UNASKED),
         "otc": ("no_help", "prescribed_no_help", "not_tried", NOT_SURE, UNASKED)},
        {"pattern": ("night",)},
    ),
    "fall-or-injury": ({"fall": ("fall_pain_only", "fall_with_danger_signs", "serious_accident", "snap")},),
    "fever": ({"fever": ("fever", "cold", "stiff_neck", "shaking", NOT_SURE, UNASKED)},),
    "neurological-symptoms": (
        {"bladder_saddle": ("numb_saddle", "hard_to_pee", "leak_pee", "bowel", "sex", NOT_SURE, UNASKED)},
        {"limbs": ("pain_one", "weak_one", "sudden_one_side", "weak_both", NOT_SURE, UNASKED)},
    ),
    "new-medication": ({"medicine": ("new_medicine", "sedating_painkiller", "back_procedure", NOT_SURE, UNASKED)},),
    "weight-loss": ({"weight": ("yes_new", NOT_SURE, UNASKED)},),
    "otc-not-helping": ({"otc": ("no_help", "prescribed_no_help")},),
}  # fmt: skip
"""The article's six reasons to see a doctor (its line on fever or nerve signs has two ids), as answers.

Each line is a set of questions with the answers that say it; all the questions of a line together say it.
Known to be looser than the article's words, by the contract: lasting moderate pain that shop medicine does
help (``moderate``, ``over_6_weeks``, ``helps_some``) is routine, and so is moderate pain of 2 to 6 weeks.
"""


def article_warnings_are_kept(content: Content) -> Counterexample | None:
    """(f) Whoever has one of the article's reasons to see a doctor is told to call within two working days."""
    space = Space(content)
    too_calm = z3.Not(space.at_least(content.urgency["soon"], space.said))
    for warning, readings in ARTICLE_WARNINGS.items():
        for reading in readings:
            said = [z3.Or([space.said[question, value] for value in values]) for question, values in reading.items()]
            if found := space.refute(f"{warning} is calmer than soon", [*said, too_calm]):
                return found
    return None


def silence_is_not_calm(content: Content) -> Counterexample | None:
    """(g) Someone who answered nothing at all is told to get help the same day, or sooner."""
    space = Space(content)
    silent = [space.said[question.id, UNASKED] for question in content.questions]
    calm = z3.Not(space.at_least(content.urgency["same_day"], space.said))
    return space.refute("no answers at all are calmer than same_day", [*silent, calm])


def unfinished_is_never_self_care(content: Content) -> Counterexample | None:
    """(h) A check with a gap outside context never ends at the calmest tier."""
    space = Space(content)
    calm = z3.Not(space.at_least(1, space.said))
    return space.refute("an unfinished check is the calmest", [space.unfinished(space.said), calm])


PROMISES: tuple[Promise, ...] = (
    one_more_tick_never_calms,
    nothing_is_calmer_than_the_calmest,
    worse_is_never_calmer,
    unknown_duration_is_never_calmer,
    unasked_is_heard_as_not_sure,
    every_clause_can_fire,
    every_tier_is_reached,
    article_warnings_are_kept,
    silence_is_not_calm,
    unfinished_is_never_self_care,
)
