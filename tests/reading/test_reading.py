"""The reading pages: open without answers, the danger line first, nothing of the content left out."""

import re

import pytest
from flask import Flask

from app.reading.views import GROUPS
from app.rules.load import content
from tests.visitor import Visitor

A_NUMBER = re.compile(r"\b(\d+|two|three|four|five|six|seven|eight|nine|ten)\b", re.IGNORECASE)


@pytest.mark.parametrize("voice", ["patient", "caregiver"])
@pytest.mark.parametrize("name", GROUPS)
def test_each_page_tells_all_its_lines_in_the_readers_voice(app: Flask, name: str, voice: str) -> None:
    visitor = Visitor(app)
    visitor.walk({"respondent": voice}, stop_before="breathing")
    page = visitor.get(f"/read/{name}")
    lines = [line for group in GROUPS[name] for line in content().advice_in(group)]
    if name == "why":
        lines += [*content().mechanisms, *content().causes, *content().risk_factors]
    assert lines
    for line in lines:
        words = line.text.to(voice)
        if "{" not in words:
            assert words in page.text
        for source in line.sources:
            assert content().sources[source].title in page.text


def test_the_page_on_causes_does_not_count_what_a_site_may_add_to(app: Flask) -> None:
    page = Visitor(app).get("/read/why")
    said = [page.text_of(one) for one in page.all("summary") + page.all("h2")]
    said += [page.text_of(one) for one in page.all("main")[0].iterchildren("p")]
    assert len(said) > 5
    assert not [words for words in said if A_NUMBER.search(words)]


@pytest.mark.parametrize("name", GROUPS)
def test_the_danger_line_comes_before_everything_else(app: Flask, name: str) -> None:
    page = Visitor(app).get(f"/read/{name}")
    first = next(page.all("main")[0].iter("a"))
    assert first.get("href") == "/help-now"
    assert "danger" in page.text_of(first).lower()


def test_the_articles_own_question_is_answered_in_the_first_two_sentences(app: Flask) -> None:
    text = Visitor(app).get("/read/why").text
    answer = " ".join(line.text.patient for line in content().advice_in("why_answer"))
    after_heading = text.split("Why ALS can lead to back pain", 1)[1].strip()
    assert after_heading.startswith(answer)
    assert answer.startswith("Yes")


def test_start_footer_and_calm_results_lead_there_and_an_emergency_does_not_tell_causes(app: Flask) -> None:
    visitor = Visitor(app)
    assert "/read/why" in visitor.get("/").links
    assert {"/read/treatment", "/read/living"} <= set(visitor.result({"severity": "moderate"}).links)
    main = Visitor(app).result({"breathing": "much_worse"}).all("main")[0]
    assert not [link for link in main.iter() if str(link.get("href", "")).startswith("/read/")]


def test_another_address_is_no_page(app: Flask) -> None:
    assert Visitor(app).get("/read/everything").status == 404
