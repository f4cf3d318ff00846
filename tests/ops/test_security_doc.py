"""docs/security.md names a test for everything it says; each of them is there."""

import ast
import re

from tests.ops.machines import PROJECT

TEXT = (PROJECT / "docs" / "security.md").read_text()
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TEXT)


def test_every_test_that_is_named_is_there() -> None:
    assert len(NAMED) > 30
    missing = [f"{file}::{name}" for file, name in NAMED if name not in names_in(file)]
    assert missing == []


def names_in(file: str) -> set[str]:
    path = PROJECT / file
    if not path.exists():
        return set()
    return {node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)}


def test_every_line_of_the_table_names_one() -> None:
    rows = [line for line in TEXT.splitlines() if line.startswith("| ") and not line.startswith("| what |")]
    assert rows
    assert [row for row in rows if not re.search(r"`tests/[\w/]+\.py::\w+` *(?:,|\|)", row)] == []
