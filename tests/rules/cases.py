"""Cases with their expected result, read from TOML: the shipped worked cases, and one case a clause and a value."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from app.rules.answers import Answers
from app.rules.cases import case as worked
from app.rules.cases import reading
from app.rules.engine import Rulebook
from app.rules.load import content
from tests.rules.people import CALM, with_answers

Fired = Mapping[str, list[str]]


class Case(NamedTuple):
    """Answers, and what must come of them: the tier, and every rule that fires, by its tier."""

    name: str
    answers: Answers
    tier: str
    fires: Fired


class Vignette(NamedTuple):
    """A shipped case as a case of the rules, and what it says of itself."""

    case: Case
    told: worked.Case


def table(name: str) -> dict[str, Any]:
    """A TOML file of this folder."""
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))


@cache
def vignettes() -> tuple[Vignette, ...]:
    """The cases the app ships, each with the tier and the rules it says."""
    shipped = reading.read(reading.SHIPPED, content())
    assert shipped.problems == ()
    return tuple(
        Vignette(
            Case(told.id, told.said(), str(told.tier), {tier: [*rules] for tier, rules in told.fires.items()}), told
        )
        for told in shipped.cases
    )


@cache
def clauses() -> tuple[Case, ...]:
    """The cases of clauses.toml, each over a calm person."""
    return tuple(
        Case(f"clauses.toml case {number}", with_answers(CALM, row["given"]), row["tier"], row["fires"])
        for number, row in enumerate(table("clauses")["case"], 1)
    )


def difference(rulebook: Rulebook, case: Case) -> str | None:
    """How a rulebook's result differs from the expected one; None when it is as expected."""
    outcome = rulebook.triage(case.answers)
    fired: dict[str, list[str]] = {}
    for warning in outcome.warnings:
        fired.setdefault(warning.rule.tier, []).append(warning.rule.id)
    if (outcome.tier.id, fired) == (case.tier, case.fires):
        return None
    return f"{case.name}: {outcome.tier.id} by {fired}, expected {case.tier} by {dict(case.fires)}"
