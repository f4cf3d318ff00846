"""The hazard log names tests, rules and answers that exist: a safeguard that was renamed or removed is noticed."""

import re
from itertools import pairwise
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
    if "::" in name:
        path, function = name.split("::")
        assert re.search(rf"(?m)^def {function}\(", (PROJECT / path).read_text(encoding="utf-8"))
    elif "/" in name or name.endswith((".py", ".md", ".toml")):
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


def test_nobody_has_signed_and_both_who_must_have_a_place() -> None:
    """A place that is filled in has to be taken up here and in what the log says is missing."""
    rows = [line for line in LOG.splitlines() if line.startswith("| clinical safety officer")]
    assert [re.findall(r"DCB\d+", row) for row in rows] == [["DCB0129"], ["DCB0160"]]
    assert all(row.endswith("| | | | |") for row in rows)
    assert "No clinician has read or signed the content." in LOG


HEAD = ["id", "hazard and cause", "effect on a person", "before"]
HEAD += ["control and the test that shows it", "after", "who must accept what is left"]
ESTIMATE = re.compile(r"([1-5]) x ([1-5]) = ([1-5])")
OFFICERS = {"makers' officer", "site's officer", "makers' and site's officers"}


def cells_of(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def matrix_of(document: str) -> dict[tuple[int, int], int]:
    """The level of each severity and likelihood."""
    rows = re.findall(r"(?m)^\| [a-z ]+ \(([1-5])\) \|(( [1-5] \|){5})$", document)
    return {
        (severity, int(likelihood)): int(level)
        for likelihood, levels, _ in rows
        for severity, level in enumerate(cells_of(levels), 1)
    }


def hazards_of(document: str) -> list[list[str]]:
    """The cells of each row below a head of the log, and of each row anywhere that looks like one."""
    found, inside = [], False
    for line in document.splitlines():
        inside = line.startswith("|") and (inside or cells_of(line) == HEAD)
        row = inside and cells_of(line) != HEAD and not line.startswith("|---")
        if row or re.match(r"\| *H\d", line):
            found.append(cells_of(line))
    return found


def wrong_in(row: list[str], matrix: dict[tuple[int, int], int]) -> list[str]:
    """What is wrong with one row."""
    if len(row) != len(HEAD) or not all(row):
        return ["a cell is missing"]
    estimates = [ESTIMATE.fullmatch(row[at]) for at in (3, 5)]
    if None in estimates:
        return ["no estimate"]
    before, after = [tuple(map(int, estimate.groups())) for estimate in estimates if estimate]
    wrong = ["not the level of the matrix" for s, l_hood, level in (before, after) if matrix.get((s, l_hood)) != level]
    wrong += ["worse after" for was, now in zip(before, after, strict=True) if now > was]
    wrong += ["no control" for _ in range("`" not in row[4])]
    accepted = OFFICERS if after[2] >= 3 else OFFICERS | {"none needed"}
    return wrong + ["nobody must accept" for _ in range(row[6] not in accepted)]


def problems_of(document: str) -> list[str]:
    """Everything wrong with the log of a document."""
    matrix, hazards = matrix_of(document), hazards_of(document)
    wrong = ["no matrix"] if len(matrix) != 25 else []
    wrong += ["too few"] if len(hazards) < 30 else []
    wrong += ["ids"] if [row[0] for row in hazards] != [f"H{n:02}" for n in range(1, len(hazards) + 1)] else []
    return wrong + [f"{row[0]}: {fault}" for row in hazards for fault in wrong_in(row, matrix)]


def test_the_log_keeps_its_form() -> None:
    assert problems_of(LOG) == []


def test_a_document_without_a_table_fails() -> None:
    assert problems_of("# A log\n\nNothing is here.\n") == ["no matrix", "too few"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("| H02 |", "| H01 |", "ids"),
        ("| H02 |", "| H50 |", "ids"),
        ("| 5 x 3 = 4 |", "| 5 x 3 = 3 |", "H01: not the level of the matrix"),
        ("| 5 x 3 = 4 |", "| 4 x 1 = 2 |", "H01: worse after"),
        ("| 5 x 3 = 4 |", "| |", "H01: a cell is missing"),
        ("| 5 x 3 = 4 |", "| bad |", "H01: no estimate"),
        ("| makers' and site's officers |", "| none needed |", "H01: nobody must accept"),
        ("`tests/rules/test_whole_space.py`", "hope", "H01: no control"),
        ("| very high (5) | 3 |", "| very high (5) | |", "no matrix"),
    ],
)
def test_a_fault_in_the_log_is_found(old: str, new: str, problem: str) -> None:
    assert old in LOG
    assert problem in problems_of(LOG.replace(old, new, 1))


def test_a_graver_or_likelier_harm_is_never_of_a_lower_level() -> None:
    matrix = matrix_of(LOG)
    for fixed in range(1, 6):
        assert all(matrix[a, fixed] <= matrix[b, fixed] for a, b in pairwise(range(1, 6)))
        assert all(matrix[fixed, a] <= matrix[fixed, b] for a, b in pairwise(range(1, 6)))


def test_what_is_above_level_3_is_said_below_the_log() -> None:
    above = [row[0] for row in hazards_of(LOG) if int(row[5][-1]) > 3]
    assert f"Above level 3 are left: {', '.join(above)}." in LOG


def test_each_fault_of_1_0_belongs_to_a_hazard() -> None:
    """The log names every fault number in a row."""
    named = {number for row in hazards_of(LOG) for number in re.findall(r"\bF\d+\b", row[1])}
    assert named == {cells_of(line)[0] for line in FAULTS}
