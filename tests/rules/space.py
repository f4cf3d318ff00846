"""Every possible set of answers at once: promises about the rules, proved or refuted by a solver.

A content is written as formulas over one Bool an answer (and one for "not asked"). Each promise is a function
from a content to a counterexample, or None when no set of answers whatever breaks it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

import z3

from app.rules.answers import Answers
from app.rules.shape import NONE, NOT_SURE, RESPONDENT, AnyOf, Content, Question

UNASKED = "(not asked)"
DURATION = "duration"
Said = Mapping[tuple[str, str], Any]
"""A Bool for each question and answer; one more a question for "not asked". (z3 has no types of its own.)"""


class Counterexample(NamedTuple):
    """Answers that break a promise; ``changed`` is the second set where two are compared."""

    what: str
    answers: Answers | None = None
    changed: Answers | None = None

    def __str__(self) -> str:
        sets = [dict(one) for one in (self.answers, self.changed) if one is not None]
        return " | ".join([self.what, *map(str, sets)])


Promise = Callable[[Content], Counterexample | None]


class Space:
    """All valid answers to a content's questions, and how urgent its rules make them."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.ranks = range(1, len(content.tiers))
        self.said: Said = {key: z3.Bool(".".join(key)) for question in content.questions for key in _keys(question)}
        self._made: dict[Any, Any] = {}

    def answered_anew(self, question: Question) -> Said:
        """The same answers but for one question, whose answer is free."""
        return {**self.said, **{key: z3.Bool(".".join(key) + "'") for key in _keys(question)}}

    def valid(self, said: Said) -> list[Any]:
        """The answers could have been given: one or several, as each question allows, in this voice."""
        return [self._valid(question, said) for question in self.content.questions]

    def holds(self, clause: AnyOf, said: Said) -> Any:
        """Each question of the clause has a listed answer; "not asked" is heard as "not sure"."""
        made = (clause, *(self._anew(id, said) for id in clause))
        if made not in self._made:
            met = [z3.Or([said[key] for key in self._counting(id, clause[id])]) for id in clause]
            self._made[made] = z3.And(met)
        return self._made[made]

    def at_least(self, rank: int, said: Said) -> Any:
        """The result is this urgent or more."""
        urgency = self.content.urgency
        clauses = [clause for rule in self.content.rules if urgency[rule.tier] >= rank for clause in rule.when]
        floor = [self.unfinished(said)] if urgency[self.content.unfinished] >= rank else []
        return z3.Or([*(self.holds(clause, said) for clause in clauses), *floor])

    def unfinished(self, said: Said) -> Any:
        """A question that can carry a warning has no answer."""
        return z3.Or([said[question.id, UNASKED] for question in self.content.questions if question.stage != "context"])

    def calmer(self, said: Said, than: Said) -> Any:
        """The one result is less urgent than the other."""
        return z3.Or([z3.And(self.at_least(rank, than), z3.Not(self.at_least(rank, said))) for rank in self.ranks])

    def refute(self, what: str, facts: Iterable[Any], changed: Said | None = None) -> Counterexample | None:
        """Valid answers for which all the facts hold, if there are any."""
        solver = z3.Solver()
        solver.add(z3.And([*self.valid(self.said), *(self.valid(changed) if changed else ()), *facts]))
        found = solver.check()
        if found == z3.unsat:
            return None
        assert found == z3.sat, f"the solver gave up on {what}"
        model = solver.model()
        return Counterexample(what, self._read(model, self.said), self._read(model, changed) if changed else None)

    def tiers_of(self, people: Iterable[Answers]) -> Iterator[str]:
        """The tier of each finished or unfinished set of answers, as the formulas have it."""
        solver = z3.Solver()
        reached = [(rank, z3.Bool(f"at least {rank}")) for rank in self.ranks]
        solver.add(*(mark == self.at_least(rank, self.said) for rank, mark in reached))
        for answers in people:
            assert solver.check(self._literals(answers)) == z3.sat
            model = solver.model()
            yield self.content.tiers[-1 - sum(z3.is_true(model[mark]) for _, mark in reached)].id

    def _literals(self, answers: Answers) -> list[Any]:
        given = {(id, value) for id in self.content.question for value in answers.get(id, (UNASKED,))}
        return [one if key in given else z3.Not(one) for key, one in self.said.items()]

    def _anew(self, id: str, said: Said) -> bool:
        """Whether these answers hold another answer to the question; what is made for each is made once."""
        return said[id, UNASKED] is not self.said[id, UNASKED]

    def _valid(self, question: Question, said: Said) -> Any:
        made = (question.id, self._anew(question.id, said), self._anew(RESPONDENT, said))
        if made not in self._made:
            self._made[made] = z3.And([*_shape(question, said), *_voice(question, said)])
        return self._made[made]

    def _counting(self, id: str, values: Iterable[str]) -> list[tuple[str, str]]:
        heard_unasked = NOT_SURE in values and self.content.question[id].stage != "context"
        return [(id, value) for value in (*values, UNASKED)[: None if heard_unasked else -1]]

    def _read(self, model: Any, said: Said) -> Answers:
        answers = Answers()
        for question in self.content.questions:
            values = tuple(value for value in question.values if z3.is_true(model[said[question.id, value]]))
            answers = answers.plus(question.id, values) if values else answers
        return answers


def _keys(question: Question) -> list[tuple[str, str]]:
    return [(question.id, value) for value in (*question.values, UNASKED)]


def _shape(question: Question, said: Said) -> Iterator[Any]:
    here = [said[key] for key in _keys(question)]
    if question.kind == "one":
        yield z3.PbEq([(one, 1) for one in here], 1)
        return
    yield z3.Or(here)
    for value in (NONE, UNASKED) if NONE in question.values else (UNASKED,):
        alone = said[question.id, value]
        yield z3.Implies(alone, z3.Not(z3.Or([one for one in here if one is not alone])))


def _voice(question: Question, said: Said) -> Iterator[Any]:
    caregiver = said[RESPONDENT, "caregiver"]
    for option in question.option:
        if "patient" not in option.voices:
            yield z3.Implies(said[question.id, option.value], caregiver)
        if "caregiver" not in option.voices:
            yield z3.Implies(said[question.id, option.value], z3.Not(caregiver))


def is_exactly(question: Question, values: Iterable[str], said: Said) -> Any:
    """The answer to the question is these values and no other."""
    return z3.And([said[key] if key[1] in values else z3.Not(said[key]) for key in _keys(question)])


def _ticked_more(question: Question, said: Said, more: Said) -> Iterator[Any]:
    """Nothing but "none" is taken back: it goes when something else is ticked."""
    yield z3.Not(z3.Or(said[question.id, UNASKED], more[question.id, UNASKED]))
    for value in question.values:
        if value != NONE:
            yield z3.Implies(said[question.id, value], more[question.id, value])


def calmest(question: Question) -> list[str]:
    """The answers marked as the calmest a person can give."""
    return [option.value for option in question.option if option.calmest]


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
        rank = content.urgency[tier.id]
        reached = space.at_least(rank, space.said) if rank else z3.BoolVal(True)
        above = space.at_least(rank + 1, space.said) if rank + 1 < len(content.tiers) else z3.BoolVal(False)
        if not space.refute("", [finished, reached, z3.Not(above)]):
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
