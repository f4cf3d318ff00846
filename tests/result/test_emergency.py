"""The emergency page: at once, at the first answer that calls for it, with a way back and a way on."""

import pytest

from app.rules.load import content
from tests.visitor import Visitor, bare

AT_ONCE = [
    (any_of_question, value)
    for rule in content().rules
    if rule.tier == "emergency_now"
    for any_of in rule.when
    if len(any_of) == 1
    for any_of_question, values in any_of.items()
    for value in values
]


@pytest.mark.parametrize(("question", "value"), AT_ONCE)
def test_an_answer_that_alone_means_now_shows_the_emergency_page_at_once(app, question: str, value: str) -> None:
    visitor = Visitor(app)
    visitor.walk(stop_before=question)
    page = visitor.answer(question, value)
    assert (page.path, page.tier) == ("/emergency", "emergency_now")
    for number in ("911", "999", "112"):
        assert f"tel:{number}" in page.links
    assert f"/check/{question}" in page.unmarked


def test_two_answers_that_together_mean_now_interrupt_at_the_second(visitor: Visitor) -> None:
    visitor.walk({"breathing": "a_bit_worse"}, stop_before="fall")
    assert visitor.answer("fall", "snap").path == "/emergency"


def test_keep_answering_goes_on_and_does_not_interrupt_twice(visitor: Visitor) -> None:
    visitor.walk(stop_before="breathing")
    page = visitor.answer("breathing", "much_worse")
    assert bare(page.next_link) == "/check/awake"
    later = visitor.answer("awake", "drowsy")
    assert later.path == "/check/chest_sudden"
    assert "tel:911" in later.links, "the number stays on every later question"


def test_a_mistake_leads_back_to_the_question_and_away_from_the_emergency(visitor: Visitor) -> None:
    visitor.walk({"breathing": "a_bit_worse"}, stop_before="fall")
    page = visitor.answer("fall", "fall_pain_only")
    assert "/check/fall" in page.unmarked
    assert visitor.answer("fall", "no").path == "/check/fever"
    assert visitor.get("/emergency").path == "/check/fever", "no emergency page without an emergency"


def test_the_same_emergency_interrupts_again_after_it_was_corrected(visitor: Visitor) -> None:
    visitor.walk(stop_before="breathing")
    for _ in range(2):
        assert visitor.answer("breathing", "much_worse").path == "/emergency"
        visitor.answer("breathing", "no")


def test_the_page_says_what_to_say_and_what_not_to_do(visitor: Visitor) -> None:
    visitor.walk(stop_before="fall")
    page = visitor.answer("fall", "fall_with_danger_signs")
    for words in ("ALS", "MND", "not drive", "keep still", "oxygen", "advance care plan"):
        assert words.lower() in page.text.lower(), words
    assert page.text.index("Call 911") < page.text.lower().index("advance care plan"), "below the number, never above"


def test_back_from_the_interrupt_leads_to_the_answer_that_called_it(visitor: Visitor) -> None:
    page = visitor.walk({"breathing": "much_worse"}, stop_before="awake")
    assert page.path == "/emergency"
    assert page.link("Back") == page.link("I chose this by mistake")
    assert bare(page.link("Back")) == "/check/breathing"
