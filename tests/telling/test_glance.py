"""The result in one look: each deciding answer once, the likeliest signs first, and never more than can be read."""

from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.engine import triage
from app.rules.load import content
from app.telling.given import given as answers_given
from app.telling.glance import MOST_SIGNS, glance, likeliest
from app.words.speaker import Speaker
from site_settings import Site
from tests.rules.people import CALM, random_answers, with_answers


def look(app: Flask, answers):
    with app.test_request_context():
        return glance(content(), answers, triage(answers), Speaker(answers.voice, Site(), answers.helped))


@given(seed=st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_every_answer_that_decided_is_there_and_every_other_warning_is_named(app: Flask, seed: int) -> None:
    answers = random_answers(content(), seed, asked=0.9, calm=0.6)
    outcome, seen = triage(answers), look(app, answers)
    why = " | ".join(f"{said.topic}: {said.words}" for line in seen.why for said in line)
    for warning in outcome.warnings:
        decides = warning.rule.tier == outcome.tier.id
        for reason in warning.reasons:
            assert reason.question.topic in (why if decides else f"{why} {seen.also}")
            if decides and reason.option:
                assert reason.option.words(answers.voice) in why


@given(seed=st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_signs_lead_to_the_most_urgent_result_one_a_question(app: Flask, seed: int) -> None:
    answers = random_answers(content(), seed, asked=0.9, calm=0.8)
    outcome = triage(answers)
    found = likeliest(content(), answers, outcome)
    if outcome.tier.calls:
        assert found == ()
        return
    assert set(found) <= set(outcome.tripwires[0].changes)
    assert outcome.tripwires[0].tier.calls
    assert 0 < len(found) == len({one.question.id for one in found}) <= MOST_SIGNS
    assert len(look(app, answers).signs) == len(found)


def test_what_has_begun_or_is_not_known_comes_first() -> None:
    for answer in ("a_bit_worse", "not_sure"):
        answers = with_answers(CALM, {"breathing": (answer,)})
        assert likeliest(content(), answers, triage(answers))[0].question.id == "breathing"
    answers = with_answers(CALM, {"limbs": ("not_sure",)})
    assert likeliest(content(), answers, triage(answers))[0].question.id == "limbs"


def test_for_a_calm_person_danger_signs_stand_in_the_order_asked() -> None:
    answers = with_answers(CALM, {})
    found = [one.question for one in likeliest(content(), answers, triage(answers))]
    assert {question.stage for question in found} == {"danger"}
    assert found == [question for question in content().questions if question in found]


def test_given_answers_are_calm_or_said_and_not_sure_is_never_calm() -> None:
    answers = with_answers(CALM, {"fever": ("not_sure",), "breathing": ("a_bit_worse",)})
    found = answers_given(content(), answers)
    assert {one.id for one in (*found.said, *found.calm)} == set(answers)
    assert {"fever", "breathing"} <= {one.id for one in found.said}
    assert not {"fever", "breathing"} & {one.id for one in found.calm}
