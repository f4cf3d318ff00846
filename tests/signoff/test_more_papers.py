"""The papers on regulation and usability, and the record of the walk through the pages, name what is there.

The protocol's cards give what it says they give, and its results are empty until somebody has run it.
"""

import ast
import re
from pathlib import Path

import pytest
from flask import Flask

from app.rules.cases.case import USUAL
from app.rules.engine import triage
from app.rules.load import content
from tests.rules.people import with_answers

PROJECT = Path(__file__).parents[2]
REGULATION, PROTOCOL = "docs/regulation.md", "docs/usability-protocol.md"
WALK = "docs/decisions/0008-what-a-walk-through-the-pages-changed.md"
PAPERS = (REGULATION, PROTOCOL, WALK)

NAME = re.compile(r"`([^`\n]+)`")
TEST = re.compile(r"(tests/[\w/]+\.py)::(\w+)")
LINK = re.compile(r"\]\(([^)\s]+)\)")
READERS = ("patient", "together", "caregiver")


def text_of(paper: str) -> str:
    return (PROJECT / paper).read_text(encoding="utf-8")


def rows_of(text: str) -> list[list[str]]:
    """The cells of every row of a table but those of the lines below the heads."""
    rows = [line.strip().strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows if not all(re.fullmatch(r"-+", cell) for cell in row)]


# ---- what the papers name


def files_of(text: str) -> list[str]:
    """What is named like a file or a folder of the project, or a test in one."""
    found = NAME.findall(text)
    return [
        name
        for name in found
        if re.fullmatch(r"[\w.][\w./-]*(/|\.(py|md|toml|html|css|js|txt|typ|json))(::\w+)?", name)
    ]


@pytest.mark.parametrize("paper", PAPERS)
def test_every_file_that_is_named_is_there(paper: str) -> None:
    named = files_of(text_of(paper))
    assert named
    assert [name for name in named if not (PROJECT / name.partition("::")[0]).exists()] == []


@pytest.mark.parametrize("paper", PAPERS)
def test_every_test_that_is_named_is_there(paper: str) -> None:
    missing = [f"{file}::{name}" for file, name in TEST.findall(text_of(paper)) if name not in functions_in(file)]
    assert missing == []


def functions_in(file: str) -> set[str]:
    tree = ast.parse((PROJECT / file).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("paper", PAPERS)
def test_every_link_within_the_project_leads_somewhere(paper: str) -> None:
    links = LINK.findall(text_of(paper))
    assert links
    assert [link for link in links if not link.startswith("http") and not leads(paper, link)] == []


def leads(paper: str, link: str) -> bool:
    file, _, place = link.partition("#")
    path = (PROJECT / paper).parent / file
    return path.exists() and (not place or place in headings_in(path.read_text(encoding="utf-8")))


def headings_in(text: str) -> set[str]:
    """The headings, as a link to one is written."""
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head).strip().lower().replace(" ", "-") for head in heads}


@pytest.mark.parametrize("paper", PAPERS)
def test_every_page_that_is_named_is_served(paper: str, app: Flask) -> None:
    served = {rule.rule for rule in app.url_map.iter_rules()}
    pages = [name for name in NAME.findall(text_of(paper)) if re.fullmatch(r"/[a-z./<>-]*", name)]
    assert [page for page in pages if page not in served] == []


# ---- regulation


def test_every_statement_of_law_has_a_source_and_every_source_says_how_far_it_was_read() -> None:
    body, _, listed = text_of(REGULATION).partition("## Sources")
    cited = {int(number) for some in re.findall(r"\[(\d+(?:, \d+)*)\]", body) for number in some.split(", ")}
    sources = dict(re.findall(r"^(\d+)\. (.+)$", listed, re.MULTILINE))
    assert cited == {int(number) for number in sources} == set(range(1, len(sources) + 1))
    assert len(sources) > 20
    unsaid = [line for line in sources.values() if not re.search(r": (page|copy|not|the text on another site)\b", line)]
    assert unsaid == []
    assert [line for line in sources.values() if "](http" not in line] == []


# ---- the usability protocol


def cards() -> list[list[str]]:
    block = text_of(PROTOCOL).partition("<!-- cards -->")[2].partition("<!-- end of cards -->")[0]
    return rows_of(block)[1:]


def answers_of(card: list[str]) -> dict[str, tuple[str, ...]]:
    pairs = [name.split(": ") for name in NAME.findall(card[2])]
    return {question: tuple(values.split(", ")) for question, values in pairs}


def test_the_cards_go_from_calm_to_emergency() -> None:
    told = [card[3].strip("`") for card in cards()]
    assert 5 <= len(told) <= 7
    order = [tier.id for tier in reversed(content().tiers)]
    assert sorted(told, key=order.index) == told
    assert set(told) == set(order)


@pytest.mark.parametrize("card", cards(), ids=lambda card: card[0].strip("`"))
@pytest.mark.parametrize("reader", READERS)
def test_a_card_leads_to_the_result_that_stands_beside_it(card: list[str], reader: str) -> None:
    said = answers_of(card)
    known = {question: content().question[question].values for question in said}
    assert [value for question, values in said.items() for value in values if value not in known[question]] == []
    assert [question for question, values in said.items() if USUAL[question] == values] == []
    outcome = triage(with_answers(USUAL, {**said, "respondent": (reader,)}))
    assert outcome.tier.id == card[3].strip("`")


def test_every_card_that_is_named_is_a_card() -> None:
    """Those that all do in the summative evaluation, and the pages that staff are shown."""
    known = {card[0] for card in cards()}
    assert {"`perhaps`", "`numb`", "`breath`", "`slid`"} <= known
    shown = {row[0] for row in results() if row[0].startswith("`")}
    assert len(shown) >= 3
    assert shown <= known


def test_every_hazard_that_is_named_is_in_the_hazard_log() -> None:
    named = set(re.findall(r"\bH\d+\b", text_of(PROTOCOL)))
    logged = set(re.findall(r"^\| (H\d+) \|", text_of("docs/clinical-safety.md"), re.MULTILINE))
    assert len(named) > 5
    assert named <= logged


def results() -> list[list[str]]:
    return rows_of(text_of(PROTOCOL).partition("\n## Results\n")[2])


def test_the_results_are_empty_and_the_paper_says_so_first() -> None:
    """Whoever has run a round changes this test with the tables."""
    assert text_of(PROTOCOL).splitlines()[2].startswith("**Nothing has been run yet.**")
    rows = results()
    assert len(rows) > 10
    assert [cell for row in rows for cell in row if re.search(r"\d", cell)] == []
    heads = [row for row in rows if all(row)]
    assert len(heads) == 3
    assert [cell for row in rows if row not in heads for cell in row[1:] if cell] == []


# ---- the walk through the pages

STATES = {"taken", "in part", "otherwise", "**left**"}


def walked() -> list[list[str]]:
    return [row for row in rows_of(text_of(WALK)) if re.fullmatch(r"F?\d+", row[0])]


def test_every_fault_and_every_change_is_answered_once() -> None:
    assert [row[0] for row in walked()] == [f"F{n}" for n in range(1, 15)] + [str(n) for n in range(1, 26)]
    assert [row for row in walked() if row[2] not in STATES or not row[3]] == []


def test_what_is_taken_names_where_or_says_that_no_test_holds_it() -> None:
    taken = [row for row in walked() if row[2] in ("taken", "otherwise")]
    assert len(taken) > 10
    assert [row for row in taken if not NAME.search(row[3]) and "no test" not in row[3]] == []
