"""The hazard log names tests, rules and answers that exist: a safeguard that was renamed or removed is noticed."""

import re
from pathlib import Path

import pytest

from app.rules.codes.released import BY_VERSION
from app.rules.load import content

PROJECT = Path(__file__).parents[2]
LOG = (PROJECT / "docs/clinical-safety.md").read_text(encoding="utf-8")
FAULTS = [line for line in LOG.splitlines() if re.match(r"\| F\d+ \|", line)]
NAMED = sorted(set(re.findall(r"`([a-z][a-z0-9_:. /-]*)`", LOG)))

RULES = {rule.id for rule in content().rules}
ANSWERS = {f"{question.id}: {value}" for question in content().questions for value in question.values}
VALUES = {value for question in content().questions for value in question.values}
OTHERS = {"judgement", "copy", "no", "read_anew"}
"""Keys of the content files, and how far a source was read."""


@pytest.mark.parametrize("name", NAMED)
def test_what_the_log_names_exists(name: str) -> None:
    if "/" in name or name.endswith((".py", ".md", ".toml")):
        assert (PROJECT / name).exists()
    else:
        known = RULES | ANSWERS | VALUES | OTHERS | set(content().question) | set(content().tier)
        assert name in known


def test_each_fault_of_1_0_names_what_holds_it_now() -> None:
    """And they are numbered without a gap."""
    assert [int(re.match(r"\| F(\d+)", line)[1]) for line in FAULTS] == list(range(1, len(FAULTS) + 1))
    assert len(FAULTS) >= 20
    assert all("`" in line.rsplit("|", 2)[1] or "measured" in line for line in FAULTS)


def test_every_answer_that_1_1_added_is_in_the_log() -> None:
    """Found by the released layouts, not by a list."""
    then, now = (
        {(asked.id, value) for asked in BY_VERSION[version].question for value in asked.values}
        for version in ("1.0", "1.1")
    )
    known = {question for question, _ in then}
    new = {f"`{question}: {value}`" if question in known else f"`{question}`" for question, value in now - then}
    assert len(new) == 14
    assert sorted(name for name in new if name not in LOG) == []
