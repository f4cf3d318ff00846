"""Facts were taken from the source article, sentences were not: the app repeats no run of 8 of its words.

The article is not ours to copy, so it is not in this repository. The test reads it where it stands beside the
project and skips where it does not.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.words.texts import PROJECT

ARTICLE = PROJECT.parent / "shared/clinical/article.txt"
READ_BY_PEOPLE = {".html", ".js", ".md", ".po", ".pot", ".py", ".toml", ".typ"}
RUN = 8


def words_of(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", text.lower()))


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every run of RUN words, whatever stands between them: quotes and line breaks do not hide one."""
    words = words_of(text)
    return (tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1))


def files() -> list[Path]:
    return [file for file in (PROJECT / "app").rglob("*") if file.suffix in READ_BY_PEOPLE and file.is_file()]


@pytest.mark.skipif(not ARTICLE.exists(), reason="the source article does not stand beside the project")
def test_no_run_of_8_words_is_copied_from_the_source_article() -> None:
    article = set(runs(ARTICLE.read_text(encoding="utf-8")))
    assert len(article) > 1000
    copied = {
        f"{file.relative_to(PROJECT)}: {' '.join(run)}"
        for file in files()
        for run in runs(file.read_text(encoding="utf-8"))
        if run in article
    }
    assert not copied, "\n".join(sorted(copied))


def test_a_copied_run_is_found_through_quotes_and_line_breaks() -> None:
    source = set(runs("When to see a doctor about back pain with ALS"))
    assert source & set(runs('says = "When to see\n"a doctor, about back-pain with\n ALS"'))
    assert not source & set(runs("When to see a nurse about back pain with ALS"))


def test_all_that_people_read_is_looked_at() -> None:
    assert {"questions.toml", "result.html", "messages.pot", "speaker.py"} <= {file.name for file in files()}
