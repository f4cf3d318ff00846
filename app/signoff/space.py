"""Every possible set of answers at once, for a solver (z3): what is proved of the rules holds for all of them.

A content is written as formulas over one Bool an answer, and one a question for "not asked". The proofs of tests/rules
and the check of a site's own rules (site_rules.py) share them. z3 is no requirement of the service: whoever needs this
module imports it when it is needed.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import z3

from app.rules.answers import Answers
from app.rules.shape import NONE, NOT_SURE, RESPONDENT, AnyOf, Content, Question, Rule

UNASKED = "(not asked)"
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


class GaveUp(Exception):
    """The solver does not know. That is never to be taken for a no."""


class Space:
    """All valid answers to a content's questions, and how urgent its rules make them.

    ``within`` is how many milliseconds the solver may take for one question; as long as it needs when not given.
    """

    def __init__(self, content: Content, within: int | None = None) -> None:
        self.content = content
        self._within = within
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

    def fires(self, rule: Rule, said: Said) -> Any:
        """One of the rule's clauses holds."""
        return z3.Or([self.holds(clause, said) for clause in rule.when])

    def at_least(self, rank: int, said: Said) -> Any:
        """The result is this urgent or more."""
        made = (rank, *(question.id for question in self.content.questions if self._anew(question.id, said)))
        if made not in self._made:
            self._made[made] = z3.Or([*self._reaching(rank, said)])
        return self._made[made]

    def _reaching(self, rank: int, said: Said) -> Iterator[Any]:
        """What makes a result this urgent, each by itself."""
        urgency = self.content.urgency
        for rule in self.content.rules:
            if urgency[rule.tier] >= rank:
                yield self.fires(rule, said)
        if urgency[self.content.unfinished] >= rank:
            yield self.unfinished(said)

    def unfinished(self, said: Said) -> Any:
        """A question that can carry a warning has no answer."""
        return z3.Or([said[question.id, UNASKED] for question in self.content.questions if question.warns])

    def calmer(self, said: Said, than: Said, by: "Space | None" = None) -> Any:
        """The one result is less urgent than the other, which is by another content's rules where one is given."""
        other = by or self
        return z3.Or([z3.And(other.at_least(rank, than), z3.Not(self.at_least(rank, said))) for rank in self.ranks])

    def exactly(self, rank: int, said: Said) -> Any:
        """The result is this urgent and no more."""
        here = self.at_least(rank, said) if rank in self.ranks else z3.BoolVal(True)
        above = self.at_least(rank + 1, said) if rank + 1 in self.ranks else z3.BoolVal(False)
        return z3.And(here, z3.Not(above))

    def refute(self, what: str, facts: Iterable[Any], changed: Said | None = None) -> Counterexample | None:
        """Valid answers for which all the facts hold, if there are any. Raises GaveUp when the solver cannot tell."""
        solver = self._solver([*facts, *(self.valid(changed) if changed else ())])
        if _decided(solver, what) == z3.unsat:
            return None
        model = solver.model()
        return Counterexample(what, self._read(model, self.said), self._read(model, changed) if changed else None)

    def plainest(self, what: str, facts: Iterable[Any]) -> Answers | None:
        """As ``refute``, but the calmest answer wherever it does: what is left is what it takes. None if nothing is."""
        solver = self._solver(facts)
        if _decided(solver, what) == z3.unsat:
            return None
        for question in self.content.questions:
            calm = is_exactly(question, calmest(question) or question.values[:1], self.said)
            if solver.check(calm) == z3.sat:
                solver.add(calm)
        _decided(solver, what)
        return self._read(solver.model(), self.said)

    def _solver(self, facts: Iterable[Any]) -> Any:
        solver = z3.Solver()
        if self._within is not None:
            solver.set("timeout", self._within)
        solver.add(z3.And([*self.valid(self.said), *facts]))
        return solver

    def _anew(self, id: str, said: Said) -> bool:
        """Whether these answers hold another answer to the question; what is made for each is made once."""
        return said[id, UNASKED] is not self.said[id, UNASKED]

    def _valid(self, question: Question, said: Said) -> Any:
        made = (question.id, self._anew(question.id, said), self._anew(RESPONDENT, said))
        if made not in self._made:
            self._made[made] = z3.And([*_shape(question, said), *_voice(question, said)])
        return self._made[made]

    def _counting(self, id: str, values: Iterable[str]) -> list[tuple[str, str]]:
        heard_unasked = NOT_SURE in values and self.content.question[id].warns
        return [(id, value) for value in (*values, UNASKED)[: None if heard_unasked else -1]]

    def _read(self, model: Any, said: Said) -> Answers:
        answers = Answers()
        for question in self.content.questions:
            values = tuple(value for value in question.values if z3.is_true(model[said[question.id, value]]))
            answers = answers.plus(question.id, values) if values else answers
        return answers


def _decided(solver: Any, what: str) -> Any:
    found = solver.check()
    if found == z3.unknown:
        raise GaveUp(what)
    return found


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


def calmest(question: Question) -> list[str]:
    """The answers marked as the calmest a person can give."""
    return [option.value for option in question.option if option.calmest]
