"""The stories and the clause table: what they expect is what the engine, and the plain oracle, give."""

import pytest

from app.rules.answers import read_answers
from app.rules.codes.released import BY_VERSION
from app.rules.engine import Rulebook, triage
from app.rules.load import content
from tests.rules import cases, oracle
from tests.rules.cases import Case, Vignette
from tests.rules.given import given_contract, load

STORIES = cases.vignettes()
GIVEN_CASES = ("P02", "P05", "P07", "P14", "C01", "C04", "C06", "C13")


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    """The shipped content, compiled."""
    return Rulebook(content())


@pytest.mark.parametrize("vignette", STORIES, ids=lambda vignette: vignette.case.name)
def test_a_story_ends_as_expected(vignette: Vignette, rulebook: Rulebook) -> None:
    """The tier exactly, and exactly the rules that should fire, each at its tier."""
    assert cases.difference(rulebook, vignette.case) is None


@pytest.mark.parametrize("vignette", STORIES, ids=lambda vignette: vignette.case.name)
def test_a_story_could_be_told_in_the_app(vignette: Vignette) -> None:
    """Its answers are valid for whoever answers, and it has words."""
    assert read_answers(content(), vignette.case.answers) == vignette.case.answers
    assert len(vignette.told.facts) > 20


@pytest.mark.parametrize("vignette", STORIES, ids=lambda one: one.case.name)
def test_a_story_is_neither_under_nor_over_triaged(vignette: Vignette) -> None:
    """Less urgent than the least is under-triage; more urgent than the most, where given, is over-triage."""
    rank = content().urgency
    found = rank[triage(vignette.case.answers).tier.id]
    assert rank[vignette.told.least] <= found <= rank[vignette.told.most or "emergency_now"]


def test_there_are_at_least_150_stories_and_the_eight_given_ones_among_them() -> None:
    """Eight came with the project; the others were composed for it."""
    assert {one.case.name for one in STORIES} >= set(GIVEN_CASES)
    assert len(STORIES) >= 150


@given_contract
def test_the_given_stories_keep_their_answers_and_bounds() -> None:
    """Retold in other words, with the same answers, minimum and maximum as in vignettes.yaml."""
    told = {one.case.name: one.told for one in STORIES}
    for row in load("vignettes"):
        mine = told[row["id"]]
        assert (mine.least, mine.most) == (row["minimum_tier"], row.get("max_tier"))
        assert mine.answers == {question: tuple(values) for question, values in row["answers"].items()}


def test_the_stories_reach_every_rule_and_every_tier() -> None:
    """No rule is without somebody it was written for."""
    reached = {rule for one in STORIES for rules in one.case.fires.values() for rule in rules}
    assert reached == {rule.id for rule in content().rules}
    assert {one.case.tier for one in STORIES} == set(oracle.CALM_TO_URGENT)


def test_each_answer_that_1_1_added_is_told_in_both_voices() -> None:
    """By somebody with ALS, and by somebody who answers for them."""
    then, now = (
        {(asked.id, value) for asked in BY_VERSION[version].question for value in asked.values}
        for version in ("1.0", "1.1")
    )
    told = {
        (question, value, one.case.answers.voice)
        for one in STORIES
        for question, values in one.told.answers.items()
        for value in values
    }
    added = {(question, value) for question, value in now - then if value != "no"}
    assert len(added) == 16
    assert (
        sorted((*new, voice) for new in added for voice in ("patient", "caregiver") if (*new, voice) not in told) == []
    )


def test_every_danger_question_has_a_twin_that_stays_calm() -> None:
    """Somebody who knows the sign from ordinary ALS, answers as the words ask, and is sent nowhere."""
    twins = [one for one in STORIES if one.case.name.startswith("twin-")]
    assert {one.case.tier for one in twins} == {"self_care"}
    danger = {question.id for question in content().questions if question.stage == "danger"}
    assert danger <= {question for one in twins for question in one.told.answers}


def test_each_name_is_told_once() -> None:
    """Two stories of one name, or two cases of one person, would hide each other."""
    names = [one.case.name for one in STORIES]
    people = [case.answers for case in cases.clauses()]
    assert len(set(names)) == len(names)
    assert len(set(people)) == len(people)


@pytest.mark.parametrize("case", cases.clauses(), ids=lambda case: case.name)
def test_a_case_of_the_clause_table_ends_as_expected(case: Case, rulebook: Rulebook) -> None:
    """Each clause, each answer it names, and each clause short of one condition."""
    assert cases.difference(rulebook, case) is None
    assert read_answers(content(), case.answers) == case.answers


def test_the_clause_table_meets_every_clause_by_every_answer_it_names() -> None:
    """For each answer of each condition there is a case that meets that clause with it."""
    people = [case.answers for case in cases.clauses()]
    missing = [
        (rule["id"], clause, question, value)
        for rule in oracle.RULES
        for clause in rule["when"]
        for question, values in clause.items()
        for value in values
        if not any(oracle.holds(clause, said) and said[question] == (value,) for said in people)
    ]
    assert missing == []
