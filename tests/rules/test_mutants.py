"""Would a mistake in the rules be noticed? Each one that can be made is made, and something must notice it."""

from collections.abc import Callable, Iterable
from functools import cache

import pytest

from app.rules.checks import check
from app.rules.engine import Rulebook
from app.rules.load import content
from app.rules.shape import Content, Question, Rule
from app.signoff.space import Space
from tests.rules import cases, contract, space
from tests.rules.cases import Case
from tests.rules.mutants import (
    TOO_FEW_OR_WRONG,
    TOO_MANY,
    Mutant,
    calmest_mutants,
    deleted,
    rule_mutants,
    tier_moved,
)

Detector = Callable[[Content], bool]


def by_cases(spoilt: Content) -> bool:
    """A story or a case of the clause table ends otherwise than expected."""
    rulebook = Rulebook(spoilt)
    return any(cases.difference(rulebook, case) for case in _cases_first_of(_changed(spoilt)))


def by_stories(spoilt: Content) -> bool:
    """A story ends otherwise than expected."""
    rulebook = Rulebook(spoilt)
    return any(cases.difference(rulebook, one.case) for one in cases.vignettes())


def by_promises(spoilt: Content) -> bool:
    """A promise about all answers is broken."""
    return any(promise(spoilt) for promise in space.PROMISES)


def by_checks(spoilt: Content) -> bool:
    """The content would be refused at the start."""
    return any(check(spoilt))


def by_contract(spoilt: Content) -> bool:
    """The content is not what the contract says."""
    return any(contract.differences(spoilt))


def by_calmest_list(spoilt: Content) -> bool:
    """The calmest answers are not the frozen ones."""
    return any(contract.calmest_differences(spoilt))


WITHOUT_THE_CONTRACT: tuple[Detector, ...] = (by_cases, by_promises)
WITH_THE_CONTRACT: tuple[Detector, ...] = (by_contract, by_calmest_list)


def survivors(mutants: Iterable[Mutant], detectors: tuple[Detector, ...]) -> list[str]:
    """The mistakes that none of these notices; the quicker detector is asked first."""
    return [mutant.name for mutant in mutants if not any(noticed(mutant.content) for noticed in detectors)]


def _changed(spoilt: Content) -> str:
    kept = set(spoilt.rules)
    return next((rule.id for rule in content().rules if rule not in kept), "")


@cache
def _cases_first_of(rule: str) -> tuple[Case, ...]:
    every = (*(one.case for one in cases.vignettes()), *cases.clauses())
    return tuple(sorted(every, key=lambda case: all(rule not in fired for fired in case.fires.values())))


every_rule = pytest.mark.parametrize("rule", content().rules, ids=lambda rule: rule.id)
every_question = pytest.mark.parametrize("question", content().questions, ids=lambda question: question.id)


@every_rule
def test_stories_cases_and_promises_notice_every_mistake_in_a_rule(rule: Rule) -> None:
    """Deleted, a clause, condition or answer lost, an answer swapped, the tier moved: without the contract's help."""
    assert survivors(rule_mutants(content(), rule, TOO_FEW_OR_WRONG), WITHOUT_THE_CONTRACT) == []


@every_rule
def test_the_contract_notices_every_mistake_in_a_rule(rule: Rule) -> None:
    """The same mistakes, and an answer too many: each makes the content differ from contract.json."""
    assert survivors(rule_mutants(content(), rule, TOO_FEW_OR_WRONG + TOO_MANY), WITH_THE_CONTRACT) == []


@every_rule
def test_the_stories_alone_notice_a_rule_lost_or_moved(rule: Rule) -> None:
    """For each rule somebody is told of it, at its tier: losing or moving it changes a story's end."""
    assert survivors(rule_mutants(content(), rule, (deleted, tier_moved)), (by_stories,)) == []


@every_question
def test_a_wrong_calmest_answer_is_noticed(question: Question) -> None:
    """Another answer marked as calmest, or none: the frozen list of them differs."""
    assert survivors(calmest_mutants(content(), question), (by_calmest_list,)) == []


AS_CALM = {("otc", "prescribed_helps")}
"""Answers for which the proof finds that nothing is calmer: they are as calm as the calmest."""

WARNING_STAGES = [question for question in content().questions if question.stage in ("danger", "pain", "warning")]


@pytest.mark.parametrize("question", WARNING_STAGES, ids=lambda question: question.id)
def test_a_wrong_calmest_answer_breaks_a_promise(question: Question) -> None:
    """Where answers carry warnings, the proof finds for each other answer someone it would be too calm for."""
    everyone = Space(content())
    for mutant in calmest_mutants(content(), question):
        assert mutant.content.rules == content().rules  # the mark alone differs, so the formulas are the same
        spoilt = mutant.content.question[question.id]
        if value := "".join(space.calmest(spoilt)):
            found = space.calmer_than_its_calmest(everyone, spoilt)
            assert (found is None) == ((question.id, value) in AS_CALM), mutant.name


def test_the_rules_as_they_are_alarm_nothing() -> None:
    """A detector that cries at everything would notice every mistake, too."""
    sound = Mutant("nothing", content())
    every = (*WITHOUT_THE_CONTRACT, *WITH_THE_CONTRACT, by_checks, by_stories)
    assert all(survivors([sound], (detector,)) for detector in every)


SOLE_CARRIERS = ("severe-pain", "weight-loss-unknown", "pain-relief-not-helping")


@pytest.mark.parametrize("rule", SOLE_CARRIERS)
def test_an_article_warning_that_loses_its_only_rule_breaks_a_promise(rule: str) -> None:
    """The proof itself notices, not only the cases, where one rule alone carries what the article warns of."""
    lost = next(one for one in content().rules if one.id == rule)
    for mutant in rule_mutants(content(), lost, (deleted,)):
        assert space.article_warnings_are_kept(mutant.content), mutant.name
