"""Cases with their expected result, read from TOML: the vignettes, and one case a clause and a value."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from app.rules.answers import Answers
from app.rules.engine import Rulebook
from tests.rules.people import CALM, USUAL, Given

Fired = Mapping[str, list[str]]


class Case(NamedTuple):
    """Answers, and what must come of them: the tier, and every rule that fires, by its tier."""

    name: str
    answers: Answers
    tier: str
    fires: Fired


class Vignette(NamedTuple):
    """A case with its story; ``minimum`` and ``maximum`` stand where it was given with bounds."""

    case: Case
    story: str
    given: Given
    minimum: str | None
    maximum: str | None


def table(name: str) -> dict[str, Any]:
    """A TOML file of this folder."""
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))


def over(base: Given, changed: Mapping[str, list[str]], stops_after: str | None = None) -> Answers:
    """The base answers with some changed, asked up to a question or to the end."""
    asked = list(base)[: list(base).index(stops_after) + 1] if stops_after else list(base)
    said = {**base, **{question: tuple(values) for question, values in changed.items()}}
    return Answers({question: values for question, values in said.items() if question in asked})


@cache
def vignettes() -> tuple[Vignette, ...]:
    """The stories of vignettes.toml."""
    return tuple(_vignette(row) for row in table("vignettes")["vignette"])


def _vignette(row: Mapping[str, Any]) -> Vignette:
    given = {question: tuple(values) for question, values in row.get("answers", {}).items()}
    answers = over(USUAL, row.get("answers", {}), row.get("stops_after"))
    case = Case(row["id"], answers, row["tier"], row.get("fires", {}))
    return Vignette(case, row["story"], given, row.get("minimum"), row.get("maximum"))


@cache
def clauses() -> tuple[Case, ...]:
    """The cases of clauses.toml, each over a calm person."""
    return tuple(
        Case(f"clauses.toml case {number}", over(CALM, row["given"]), row["tier"], row["fires"])
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
