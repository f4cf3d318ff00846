"""What the README counts is counted in the content, so that a number there never outlives it."""

import re
from pathlib import Path

from app.rules.codes import check_letters
from app.rules.load import content

PROJECT = Path(__file__).parents[2]


def words_of(file: str) -> str:
    return " ".join((PROJECT / file).read_text(encoding="utf-8").split())


def test_the_number_of_questions() -> None:
    asked = len(content().questions)
    assert f"asks {asked} short questions" in words_of("README.md")
    assert f"to all {asked} questions" in words_of("docs/accessibility.md")


def test_the_longest_code() -> None:
    """The shorter lengths are held in tests/rules/test_code.py."""
    assert re.search(r"(\d+) at most\. `/open`", words_of("README.md"))[1] == str(check_letters.LONGEST)
