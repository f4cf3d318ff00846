"""Check your answers: what stands out comes first, the calm answers are folded, and each can be changed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.load import content
from app.rules.shape import NOT_SURE
from app.telling.given import given as answers_given
from tests.rules.people import random_answers
from tests.visitor import Page, Visitor

QUESTIONS = [question.id for question in content().questions]
UNSURE = [question.id for question in content().questions if NOT_SURE in question.values]


def changed_by(links) -> list[str]:
    """The questions that these Change links lead to."""
    return [link.get("href").removeprefix("/check/") for link in links if link.get("href", "").startswith("/check/")]


def folded(page: Page) -> list[str]:
    """The questions that are folded."""
    return changed_by(link for fold in page.all("details") for link in fold.iter("a"))


def listed(page: Page) -> list[str]:
    """Every question with a way to change it, folded or not, in the order of the page."""
    return changed_by(page.all("main")[0].iter("a"))


def test_what_is_not_calm_comes_first_and_nothing_is_left_out(visitor: Visitor) -> None:
    said = {"respondent", "breathing", "duration", "risk"}
    page = visitor.walk({"breathing": "slow", "risk": ["age_65", "cancer"]})
    assert folded(page) == [question for question in QUESTIONS if question not in said]
    assert listed(page)[: len(said)] == [question for question in QUESTIONS if question in said]
    assert sorted(listed(page)) == sorted(QUESTIONS)
    for question in content().questions:
        assert question.topic in page.text
    assert "Aged 65 or over" in page.text and "None of these" in page.text


def test_a_line_for_each_part_says_how_many_of_how_many(visitor: Visitor) -> None:
    page = visitor.walk({"fall": "not_sure", "location": ["upper", "lower"]})
    assert [page.text_of(line) for line in page.all("summary")] == [
        "Danger signs: 6 of 7 are No",
        "The pain: 3 of 5 are calm",
        "Other signs: 8 of 8 are No or calm",
        "Day to day: 2 of 2 are calm",
    ]


def test_where_a_line_says_no_each_answer_says_no() -> None:
    calm = [one for asked in content().questions if asked.stage == "danger" for one in asked.option if one.calmest]
    assert calm and all(option.label.startswith("No") for option in calm)


@pytest.mark.parametrize("question", UNSURE)
def test_not_sure_is_never_folded(app, question: str) -> None:
    assert question not in folded(Visitor(app).walk({question: "not_sure"}))


@pytest.mark.parametrize("question", QUESTIONS)
def test_change_leads_to_the_question_and_back_here(app, question: str) -> None:
    visitor = Visitor(app)
    assert f"/check/{question}" in visitor.walk().links
    page = visitor.get(f"/check/{question}")
    assert (page.status, page.chosen(question)) != (200, [])
    assert visitor.answer(question, *page.chosen(question)).path == "/check-answers"


def test_the_way_on_is_the_first_thing_on_the_page(visitor: Visitor) -> None:
    page = visitor.walk()
    first = next(page.all("main")[0].iter("a"))
    assert "data-next" in first.attrib and first.get("href") == "/result"


@given(seed=st.integers(0, 10_000))
@settings(max_examples=100, deadline=None)
def test_folded_is_what_was_answered_calmly_and_nothing_else(app, seed: int) -> None:
    answers = random_answers(content(), seed, asked=0.8, calm=0.6)
    with app.test_request_context():
        parts = [question for fold in answers_given(content(), answers).folds() for question in fold.questions]
    calm = [
        question
        for question in content().questions
        if question.id in answers and {question.find(value).calmest for value in answers[question.id]} == {True}
    ]
    assert parts == calm


def test_no_answer_is_not_calm() -> None:
    for question in content().questions:
        assert not question.calm(())
        assert not [option for option in question.option if option.value == NOT_SURE and question.calm([NOT_SURE])]
