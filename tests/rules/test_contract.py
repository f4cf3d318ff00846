"""The content keeps the contract, and the contract kept here is the one the project was given."""

from typing import Any

from app.rules.load import content
from tests.rules import oracle
from tests.rules.contract import CALMEST, calmest_differences, differences
from tests.rules.given import given_contract, load
from tests.rules.people import CALM, USUAL


def test_the_content_keeps_the_contract() -> None:
    """Ids, order, kinds, stages, values, voices, tiers, clauses, article, sources and judgement are frozen."""
    assert list(differences(content())) == []


def test_the_calmest_answers_are_the_frozen_ones() -> None:
    """Each question has one calmest answer, but for who answers and how long it has hurt."""
    assert list(calmest_differences(content())) == []
    assert set(oracle.QUESTIONS) - set(CALMEST) == {"respondent", "duration"}


def test_the_calm_person_of_the_tests_gives_the_calmest_answers() -> None:
    """What the other tests start from is calm by the content's own marks, and raises nothing."""
    assert {id: CALM[id] for id in CALMEST} == {id: (value,) for id, value in CALMEST.items()}
    assert oracle.fired(CALM) == oracle.fired(USUAL) == {}


def test_the_tiers_run_from_most_urgent_to_calmest() -> None:
    """Five tiers, in the order the contract gives them, and the floor of an unfinished check."""
    assert tuple(tier.id for tier in reversed(content().tiers)) == oracle.CALM_TO_URGENT
    assert content().unfinished == oracle.UNFINISHED


@given_contract
def test_the_frozen_questions_are_the_given_ones() -> None:
    """contract.json holds the questions of questions.yaml, nothing changed."""
    both = ["patient", "caregiver"]
    assert oracle.CONTRACT["questions"] == [
        {
            "id": question["id"],
            "stage": question["stage"],
            "kind": question["kind"],
            "options": [{"value": one["value"], "voices": one.get("voices", both)} for one in question["options"]],
        }
        for question in load("questions")
    ]


@given_contract
def test_the_frozen_rules_are_the_given_ones() -> None:
    """contract.json holds the rules of rules.yaml, nothing changed."""
    unsaid: dict[str, Any] = {"article": None, "sources": [], "judgement": False}
    kept = ("id", "tier", "when", *unsaid)
    assert [{key: {**unsaid, **rule}[key] for key in kept} for rule in load("rules")] == oracle.RULES


@given_contract
def test_rules_with_something_extra_to_say_still_say_it() -> None:
    """Every rule with an ``extra`` in rules.yaml has one here, in both voices."""
    with_extra = {rule["id"] for rule in load("rules") if "extra" in rule}
    assert with_extra <= {rule.id for rule in content().rules if rule.extra}
