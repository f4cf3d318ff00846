"""docs/asvs.md and docs/dtac.md answer every question once, count right, and name only what is there.

What they say stands in docs/operating.md stands there, and is what the code does.
"""

import ast
import csv
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask

from app.visit.note import LONGEST
from app.web.gate import LARGEST_REQUEST
from app.web.limits import LIMITS
from app.web.rsgi import BODY_WITHIN
from serve import HEADERS_WITHIN, MOST_CONNECTIONS

PROJECT = Path(__file__).parents[2]
ANSWERS = ("met", "not applicable", "open")
CHAPTERS = 17
NO_TEST = "no test of its own"
# A name in backquotes with one of these endings, or below one of these folders, is a file of the project.
FILE = re.compile(r"(?:(?:app|deploy|docs|scripts|tests)/|[\w.-]+\.(?:py|md|toml|yaml|txt)$|Dockerfile$)[\w./-]*")


class Row(NamedTuple):
    """One row of a table of answers; ``chapter`` is the heading that it stands under."""

    chapter: str
    ids: str
    level: str
    what: str
    answer: str
    where: str


def text_of(paper: str) -> str:
    return (PROJECT / "docs" / paper).read_text(encoding="utf-8")


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def answers_of(paper: str, width: int) -> Iterator[tuple[str, list[str]]]:
    """The rows of a paper's tables of answers, each with its heading; ``width``: how many cells they have."""
    heading = ""
    for line in text_of(paper).splitlines():
        if line.startswith("## "):
            heading = line.removeprefix("## ")
        if line.startswith("| ") and not line.startswith(("| ids |", "| question |")) and heading:
            found = cells(line)
            assert len(found) == width, line
            yield heading, found


@cache
def rows() -> list[Row]:
    return [Row(chapter, *found) for chapter, found in answers_of("asvs.md", 5)]


@cache
def levels() -> dict[str, str]:
    """The level of each requirement of levels 1 and 2, in the standard's order."""
    with (Path(__file__).parent / "asvs_5_0_0.csv").open(encoding="utf-8") as opened:
        return {row["id"]: row["level"] for row in csv.DictReader(opened)}


def covered(ids: str) -> list[str]:
    """What a cell such as ``6.1.1-6.1.3, 6.2.1`` stands for. Both ends of a run are requirements of one section."""
    known = list(levels())
    found: list[str] = []
    for part in ids.split(", "):
        first, _, last = part.partition("-")
        last = last or first
        assert {first, last} <= set(known), part
        assert first.rpartition(".")[0] == last.rpartition(".")[0], part
        run = known[known.index(first) : known.index(last) + 1]
        assert run, part
        found += run
    return found


# ---- docs/asvs.md


def test_the_list_of_requirements_is_whole() -> None:
    """As many as ASVS 5.0.0 has of each level, in each of its chapters."""
    assert Counter(levels().values()) == {"1": 70, "2": 183}
    assert {int(one.partition(".")[0]) for one in levels()} == set(range(1, CHAPTERS + 1))


def test_every_requirement_is_answered_exactly_once() -> None:
    times = Counter(one for row in rows() for one in covered(row.ids))
    assert {one: times[one] for one in levels() if times[one] != 1} == {}


def test_each_row_stands_in_its_chapter_and_names_the_levels_it_is_about() -> None:
    for row in rows():
        assert {f"V{one.partition('.')[0]}" for one in covered(row.ids)} == {row.chapter.partition(" ")[0]}, row.ids
        assert row.level == " and ".join(sorted({levels()[one] for one in covered(row.ids)})), row.ids
        assert row.what, row.ids


def test_there_are_three_answers_and_no_others() -> None:
    assert {row.answer for row in rows()} == set(ANSWERS)


def test_the_counts_at_the_top_are_those_of_the_rows() -> None:
    said = Counter((row.answer, levels()[one]) for row in rows() for one in covered(row.ids))
    top = {found[0]: found[1:] for found in map(cells, text_of("asvs.md").partition("\n## ")[0].splitlines()) if found}
    for answer in ANSWERS:
        first, second = said[answer, "1"], said[answer, "2"]
        assert top[answer] == [str(first), str(second), str(first + second)], answer
    assert top["all"] == ["70", "183", "253"]


def test_what_is_met_names_its_test_or_says_that_there_is_none() -> None:
    met = [row for row in rows() if row.answer == "met"]
    assert [row.ids for row in met if not re.search(r"`tests/[\w/]+\.py", row.where) and NO_TEST not in row.where] == []
    assert [row.ids for row in met if not re.search(r"`[^`]+`", row.where)] == []


def test_what_is_not_met_says_why() -> None:
    assert [row.ids for row in rows() if row.answer != "met" and len(row.where.split()) < 3] == []


def test_nothing_is_claimed_that_nobody_did() -> None:
    words = " ".join(text_of("asvs.md").split())
    assert "No penetration test and no outside review has been made." in words
    assert "CC BY-SA" in words


# ---- docs/dtac.md


class Question(NamedTuple):
    """One row of docs/dtac.md."""

    section: str
    codes: str
    what: str
    answer: str
    where: str


@cache
def questions() -> list[Question]:
    return [Question(section, *found) for section, found in answers_of("dtac.md", 4)]


@cache
def codes() -> list[str]:
    """The codes of the form's questions, in its order."""
    return (Path(__file__).parent / "dtac_2_0.txt").read_text(encoding="utf-8").split()


def asked(cell: str) -> list[str]:
    """What a cell such as ``A5-A10, A12`` stands for."""
    found: list[str] = []
    for part in cell.split(", "):
        first, _, last = part.partition("-")
        run = codes()[codes().index(first) : codes().index(last or first) + 1]
        assert run, part
        found += run
    return found


def test_every_question_of_the_form_stands_there_once_and_in_its_section() -> None:
    assert len(set(codes())) == len(codes()) == 58
    assert Counter(one for row in questions() for one in asked(row.codes)) == Counter(codes())
    for row in questions():
        assert {re.match(r"[AB]|[CD]\d", one)[0] for one in asked(row.codes)} == {row.section.partition(" ")[0]}


def test_a_question_is_answered_with_where_it_stands_or_left_with_what_is_needed() -> None:
    assert {row.answer for row in questions()} == {"answered", "for the deployer"}
    named = {
        row.codes: [name for name in re.findall(r"`([^`]+)`", row.where) if FILE.match(name)] for row in questions()
    }
    assert [row.codes for row in questions() if row.answer == "answered" and not named[row.codes]] == []
    left = [row for row in questions() if row.answer != "answered"]
    assert [row.codes for row in left if len(row.where.split()) < 3] == []
    assert all(row.what for row in questions())


def test_dtac_is_not_said_to_be_passed() -> None:
    words = " ".join(text_of("dtac.md").split())
    assert "It has passed no assessment, and nobody has assessed it." in words
    assert "form version 2.0 of 24 February 2026" in words
    assert "check each question against it" in words


# ---- docs/operating.md, where the papers send a reader


def table_below(heading: str) -> list[list[str]]:
    section = text_of("operating.md").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    found = [cells(line) for line in section.splitlines() if line.startswith("| ")]
    assert len(found) > 1
    return found[1:]


def test_every_limit_is_written_down(app: Flask) -> None:
    written = {(asked, most) for asked, most, _ in table_below("Limits")}
    place = {rule.endpoint: rule.rule for rule in app.url_map.iter_rules()}
    assert written == {(f"{limit.method} `{place[name]}`", limit.rate) for name, limit in LIMITS.items()}


def test_the_other_limits_are_those_of_the_code() -> None:
    words = " ".join(text_of("operating.md").split())
    assert f"at most {LARGEST_REQUEST // 1024} kB and must be there within {BODY_WITHIN:.0f} seconds" in words
    assert f"headers within {HEADERS_WITHIN // 1000}; a worker holds at most {MOST_CONNECTIONS} connections" in words
    assert f"A note has {LONGEST} letters." in words
    nginx = (PROJECT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for setting in ("rate=20r/s", "burst=200 ", "limit_conn connections 200;", "proxy_read_timeout 5s;"):
        assert setting in nginx


def test_every_use_of_a_cipher_or_hash_is_written_down() -> None:
    """A module that takes one in by itself. Those of Flask-WTF are switched on in app/__init__.py."""
    files = {str(path.relative_to(PROJECT)) for path in (PROJECT / "app").rglob("*.py") if CIPHERS & taken_in(path)}
    written = {name for *_, where in table_below("Keys and ciphers") for name in re.findall(r"`([^`]+)`", where)}
    assert written == files | {"app/__init__.py"}


CIPHERS = {"cryptography", "hashlib", "hmac", "itsdangerous", "random", "secrets", "ssl", "uuid"}


def taken_in(path: Path) -> set[str]:
    """The packages that a module imports."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    whole = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    parts = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    return {name.partition(".")[0] for name in whole | parts}


# ---- what the papers name


PAPERS = ("asvs.md", "dtac.md")


@pytest.mark.parametrize("paper", PAPERS)
def test_every_file_and_test_that_is_named_is_there(paper: str) -> None:
    named = [name for name in re.findall(r"`([^`\n]+)`", text_of(paper)) if FILE.match(name)]
    assert len(named) > 20
    assert [name for name in named if not is_there(name)] == []


def is_there(name: str) -> bool:
    path, _, test = name.partition("::")
    return (PROJECT / path).exists() and (not test or test in names_in(path))


@cache
def names_in(path: str) -> set[str]:
    tree = ast.parse((PROJECT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
