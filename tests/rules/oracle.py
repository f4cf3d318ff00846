"""A second, deliberately plain reading of the contract, to hold the engine against.

It reads ``contract.json`` and nothing of ``app/``: no masks, no compiling, no tripwires. What it says is slow
and easy to check by eye: a clause holds when each of its questions has one of the listed answers.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

Said = Mapping[str, Sequence[str]]
Fact = tuple[str, str | None]
"""A question and the answer that counted; None where the question was not asked."""

CONTRACT: dict[str, Any] = json.loads(Path(__file__).with_name("contract.json").read_text(encoding="utf-8"))
QUESTIONS: dict[str, dict[str, Any]] = {question["id"]: question for question in CONTRACT["questions"]}
RULES: list[dict[str, Any]] = CONTRACT["rules"]

CALM_TO_URGENT = ("self_care", "routine", "soon", "same_day", "emergency_now")
UNFINISHED = "routine"
"""The calmest result a check may give while a question that can carry a warning has no answer."""


def values(question: str) -> list[str]:
    """Every answer the contract offers."""
    return [option["value"] for option in QUESTIONS[question]["options"]]


def heard(question: str, said: Said) -> set[str]:
    """What the rules hear: a question without an answer is heard as not sure, except about context."""
    if question in said:
        return set(said[question])
    if QUESTIONS[question]["stage"] == "context":
        return set()
    return {"not_sure"} & set(values(question))


def holds(clause: Said, said: Said) -> bool:
    """Whether every question of the clause has one of its listed answers."""
    return not any(heard(question, said).isdisjoint(listed) for question, listed in clause.items())


def fires(rule: Mapping[str, Any], said: Said) -> bool:
    """Whether any clause of the rule holds."""
    return any(holds(clause, said) for clause in rule["when"])


def fired(said: Said) -> dict[str, list[str]]:
    """The rules that fire, by tier from most to least urgent, in the contract's order."""
    found = {tier: [rule["id"] for rule in RULES if rule["tier"] == tier and fires(rule, said)] for tier in _urgent()}
    return {tier: rules for tier, rules in found.items() if rules}


def unfinished(said: Said) -> bool:
    """Whether a question that can carry a warning has no answer."""
    return any(question not in said for question, known in QUESTIONS.items() if known["stage"] != "context")


def tier(said: Said) -> str:
    """How soon care is needed: the most urgent rule decides, and an unfinished check is never calm."""
    return tier_and_fired(said)[0]


def tier_and_fired(said: Said) -> tuple[str, dict[str, list[str]]]:
    """Both at once, for the second decides the first."""
    floor = UNFINISHED if unfinished(said) else CALM_TO_URGENT[0]
    found = fired(said)
    return max([floor, *found], key=CALM_TO_URGENT.index), found


def facts(rule: Mapping[str, Any], said: Said) -> set[Fact]:
    """Every answer that had a part in firing the rule."""
    return {
        (question, value if question in said else None)
        for clause in rule["when"]
        if holds(clause, said)
        for question, listed in clause.items()
        for value in heard(question, said) & set(listed)
    }


def _urgent() -> tuple[str, ...]:
    return tuple(reversed(CALM_TO_URGENT))
