"""triage(): from answers to how soon care is needed, and why.

A pure function: no clock, no I/O, no Flask. The rules are compiled once into bit masks (one bit an answer,
one bit for "not asked" where that counts as not sure), so that a result takes microseconds and the
tripwires fall out of the same pass: a clause that lacks exactly one of its conditions names the single
answers that would complete it.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from app.rules.answers import Answers
from app.rules.kept import kept
from app.rules.load import content
from app.rules.shape import (
    LOCATION,
    NOT_SURE,
    AnyOf,
    Cause,
    Content,
    Option,
    Question,
    RiskFactor,
    Rule,
    Text,
    Tier,
    Voice,
)

ANYWHERE = "any"


class Reason(NamedTuple):
    """An answer that counted. ``option`` is None where the question was not asked."""

    question: Question
    option: Option | None


class Warning(NamedTuple):
    """A rule that fired and every answer that made it fire."""

    rule: Rule
    reasons: tuple[Reason, ...]


class PossibleCause(NamedTuple):
    """A cause that fits the place of the pain, and the answers that support it (perhaps none)."""

    cause: Cause
    support: tuple[Reason, ...]


class PresentRisk(NamedTuple):
    """A risk factor and the answers that show it."""

    factor: RiskFactor
    shown_by: tuple[Reason, ...]


class Tripwires(NamedTuple):
    """Single changes for the worse that would raise this person's tier to ``tier``."""

    tier: Tier
    changes: tuple[Reason, ...]


class Outcome(NamedTuple):
    """Everything every output is made from.

    ``warnings`` run from most to least urgent; ``causes`` from best to least supported. ``not_sure`` and
    ``not_asked`` are questions, never to be listed among the Noes. ``unfinished`` is true when a question
    that can carry a warning was not asked.
    """

    tier: Tier
    warnings: tuple[Warning, ...]
    causes: tuple[PossibleCause, ...]
    risks: tuple[PresentRisk, ...]
    not_sure: tuple[Question, ...]
    not_asked: tuple[Question, ...]
    tripwires: tuple[Tripwires, ...]
    questions_to_ask: tuple[Text, ...]
    unfinished: bool

    @property
    def deciding(self) -> tuple[Warning, ...]:
        """The warnings that are as urgent as the whole result."""
        return tuple(warning for warning in self.warnings if warning.rule.tier == self.tier.id)

    @property
    def lesser(self) -> tuple[Warning, ...]:
        """The warnings that could wait longer by themselves."""
        return tuple(warning for warning in self.warnings if warning.rule.tier != self.tier.id)


class _Clause(NamedTuple):
    """What must be true together: a mask a condition, and the bits of all of them."""

    conditions: tuple[int, ...]
    every: int


class _CompiledRule(NamedTuple):
    """A rule as it is tried, with its place among all and the bits of all its clauses."""

    place: int
    rank: int
    every: int
    clauses: tuple[_Clause, ...]


class _Answer(NamedTuple):
    """What the engine knows of one question: its bit for each value, and the bits for "not asked"."""

    question: Question
    bits: Mapping[str, int]
    unasked: int
    not_sure: int


class Rulebook:
    """The rules of one content, compiled. Immutable; safe to share between threads."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self._reasons: list[Reason] = []
        self._answers = {question.id: self._lay_out(question) for question in content.questions}
        self._most_urgent_first = sorted(content.rules, key=lambda rule: -content.urgency[rule.tier])
        self._rules = [self._compile(place, rule) for place, rule in enumerate(self._most_urgent_first)]
        self._causes = [(self._listed(cause), self._said(cause.supported_by)) for cause in content.causes]
        self._risks = [self._said(factor.shown_by) for factor in content.risk_factors]
        self._changes: Mapping[Voice, int] = {
            "patient": self._changeable("patient"),
            "caregiver": self._changeable("caregiver"),
        }
        self._ranks = tuple(reversed(content.tiers))
        self._alone = [self._alone_at(rank) for rank in range(len(self._ranks))]
        self._floor = content.urgency[content.unfinished]
        # The same answers come again and again, and so does what is made of them.
        self.decode = lru_cache(maxsize=8192)(self._decode)
        self._warning = lru_cache(maxsize=8192)(self._warning_of)
        self._cause = lru_cache(maxsize=1024)(self._cause_of)
        self._risk = lru_cache(maxsize=1024)(self._risk_of)

    def triage(self, answers: Answers) -> Outcome:
        """The outcome of these answers, finished or not. The answers must be valid (see answers.py)."""
        mask, not_sure, not_asked = self._mask(answers)
        fired, near = self._fire(mask)
        rank = self._rank(fired, not_asked)
        causes = self._possible_causes(mask)
        warnings = tuple([self._warning(compiled.place, matched) for compiled, matched in fired])
        return Outcome(
            tier=self._ranks[rank],
            warnings=warnings,
            causes=causes,
            risks=tuple([self._risk(place, mask & shown) for place, shown in enumerate(self._risks) if mask & shown]),
            not_sure=not_sure,
            not_asked=not_asked,
            tripwires=self._tripwires(rank, near, answers.voice),
            questions_to_ask=_questions_to_ask(warnings, causes),
            unfinished=any(question.warns for question in not_asked),
        )

    def tier(self, answers: Answers) -> Tier:
        """The tier of these answers alone, for where the reasons are not needed."""
        mask, _, not_asked = self._mask(answers)
        return self._ranks[self._rank(self._fire(mask)[0], not_asked)]

    def _rank(self, fired: list[tuple[_CompiledRule, int]], not_asked: tuple[Question, ...]) -> int:
        floor = self._floor if any(question.warns for question in not_asked) else 0
        return max(fired[0][0].rank, floor) if fired else floor

    def _compile(self, place: int, rule: Rule) -> _CompiledRule:
        clauses = (self._conditions(clause) for clause in rule.when)
        compiled = tuple(_Clause(conditions, _union(conditions)) for conditions in clauses)
        every = _union(clause.every for clause in compiled)
        return _CompiledRule(place, self.content.urgency[rule.tier], every, compiled)

    def _warning_of(self, place: int, bits: int) -> Warning:
        return Warning(self._most_urgent_first[place], self.decode(bits))

    def _cause_of(self, place: int, bits: int) -> PossibleCause:
        return PossibleCause(self.content.causes[place], self.decode(bits))

    def _risk_of(self, place: int, bits: int) -> PresentRisk:
        return PresentRisk(self.content.risk_factors[place], self.decode(bits))

    def _alone_at(self, rank: int) -> int:
        """The bits of the clauses of this rank that have a single condition."""
        clauses = [clause for compiled in self._rules if compiled.rank == rank for clause in compiled.clauses]
        return _union(clause.every for clause in clauses if len(clause.conditions) == 1)

    def _lay_out(self, question: Question) -> _Answer:
        bits = {option.value: self._bit(Reason(question, option)) for option in question.option}
        not_sure = bits.get(NOT_SURE, 0)
        if not question.warns or not not_sure:
            return _Answer(question, bits, 0, not_sure)
        return _Answer(question, bits, self._bit(Reason(question, None)), not_sure)

    def _bit(self, reason: Reason) -> int:
        self._reasons.append(reason)
        return 1 << (len(self._reasons) - 1)

    def _said(self, any_of: AnyOf) -> int:
        """The bits of the listed answers, without "not asked"."""
        return _union(self._answers[question].bits[value] for question, values in any_of.items() for value in values)

    def _conditions(self, clause: AnyOf) -> tuple[int, ...]:
        """One mask a condition; where "not sure" counts, "not asked" counts too."""
        conditions = []
        for question, values in clause.items():
            known = self._answers[question]
            bits = _union(known.bits[value] for value in values)
            conditions.append(bits | known.unasked if bits & known.not_sure else bits)
        return tuple(conditions)

    def _listed(self, cause: Cause) -> int:
        """The bits any of which puts a cause on the list: its area hurts, or what decides it is unknown."""
        if cause.area != ANYWHERE:
            place = self._answers[LOCATION]
            return place.bits[cause.area] | place.not_sure | place.unasked
        decisive = [self._answers[question] for question in cause.supported_by]
        return self._said(cause.supported_by) | _union(known.not_sure | known.unasked for known in decisive)

    def _changeable(self, voice: Voice) -> int:
        """The answers that can come true later and that this reader can be told of."""
        return _union(
            1 << place
            for place, reason in enumerate(self._reasons)
            if reason.option and reason.option.tripwire and voice in reason.option.voices
        )

    def _mask(self, answers: Answers) -> tuple[int, tuple[Question, ...], tuple[Question, ...]]:
        mask = 0
        not_sure, not_asked = [], []
        given = answers.given
        for key, known in self._answers.items():
            values = given.get(key)
            if values is None:
                mask |= known.unasked
                not_asked.append(known.question)
                continue
            for value in values:
                mask |= known.bits[value]
            if NOT_SURE in values:
                not_sure.append(known.question)
        return mask, tuple(not_sure), tuple(not_asked)

    def _fire(self, mask: int) -> tuple[list[tuple[_CompiledRule, int]], list[int]]:
        """The rules that fire with the bits that fired them; and for each rank the bits one short of firing.

        A clause fires when each of its conditions holds. Where exactly one does not, its bits are one short; that is
        only looked for where firing would make the result more urgent. There no clause of a single condition fires,
        and each is one short. The rules stand most urgent first.
        """
        fired = []
        near = self._alone.copy()
        reached = -1
        for compiled in self._rules:
            if not mask & compiled.every:
                continue  # nothing of it was said
            matched = 0
            for conditions, every in compiled.clauses:
                if not mask & every:
                    continue  # nothing of it was said
                lacking = 0
                for condition in conditions:
                    if not mask & condition:
                        if lacking or compiled.rank <= reached:
                            break  # no single answer completes this clause, or it would change nothing
                        lacking = condition
                else:
                    if lacking:
                        near[compiled.rank] |= lacking
                    else:
                        matched |= mask & every
            if matched:
                fired.append((compiled, matched))
                reached = fired[0][0].rank
        return fired, near

    def _possible_causes(self, mask: int) -> tuple[PossibleCause, ...]:
        listed = [
            self._cause(place, mask & support) for place, (area, support) in enumerate(self._causes) if mask & area
        ]
        listed.sort(key=lambda possible: -len(possible.support))  # stable: the file's order breaks ties
        return tuple(listed)

    def _tripwires(self, rank: int, near: list[int], voice: Voice) -> tuple[Tripwires, ...]:
        found, seen = [], 0
        for higher in range(len(near) - 1, rank, -1):
            changes = near[higher] & self._changes[voice] & ~seen
            seen |= changes
            if changes:
                found.append(Tripwires(self._ranks[higher], self.decode(changes)))
        return tuple(found)

    def _decode(self, mask: int) -> tuple[Reason, ...]:
        found = []
        while mask:
            lowest = mask & -mask
            found.append(self._reasons[lowest.bit_length() - 1])
            mask ^= lowest
        return tuple(found)


def _union(masks: Iterable[int]) -> int:
    union = 0
    for mask in masks:
        union |= mask
    return union


def _questions_to_ask(warnings: Iterable[Warning], causes: Iterable[PossibleCause]) -> tuple[Text, ...]:
    """What to ask the doctor: from the warnings that fired, then from the causes that answers support."""
    asks = [warning.rule.ask for warning in warnings]
    asks += [possible.cause.ask for possible in causes if possible.support]
    return tuple(dict.fromkeys(ask for ask in asks if ask))


@kept()
def rulebook() -> Rulebook:
    """The content in force, compiled once."""
    return Rulebook(content())


def triage(answers: Answers) -> Outcome:
    """The outcome of these answers by the rules in force. Pure: the same answers give the same outcome."""
    return rulebook().triage(answers)


def tier_of(answers: Answers) -> Tier:
    """The tier alone, by the rules in force: what triage() would say, at a fraction of the work."""
    return rulebook().tier(answers)
