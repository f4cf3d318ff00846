"""Settings cost nothing to those who change none, and little to those who do."""

import gzip
from pathlib import Path

import pytest

from app.visit.choices import CHOICES
from tests.bench.weight import EACH_PAGE, FIRST_VISIT, Browser
from tests.browser.scenes import CALM, until
from tests.visitor import sealed

SCRIPTS = sorted(Path("app/static").glob("*.js"))
ALL_CHANGED = {name: values[-1] for name, values in CHOICES.items()}


def test_the_first_visit_fits_the_first_packets(app) -> None:
    browser = Browser(app)
    first, question = browser.weigh("/"), browser.weigh("/check/respondent")
    print(f"first visit {first} bytes, the next page {question} bytes")
    assert first <= FIRST_VISIT
    assert question <= EACH_PAGE


def test_with_every_setting_changed_each_later_page_stays_small(app) -> None:
    browser = Browser(app)
    browser.visitor.cookie = sealed(app, until("usual", CALM), **ALL_CHANGED)
    browser.weigh("/")
    for question in CALM:
        assert browser.weigh(f"/check/{question}") <= EACH_PAGE


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_each_script_is_small_and_plain(script: Path) -> None:
    text = script.read_text()
    assert len(gzip.compress(script.read_bytes())) < 3000
    for word in ("import ", "eval(", "innerHTML", "document.write", "http:", "https:"):
        assert word not in text.replace("http://www.w3.org", "")
