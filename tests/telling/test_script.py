"""What a device says on the phone, and the card for the crew: every emergency has words, in both voices."""

import pytest
from flask import Flask

from app.rules.answers import Answers
from app.rules.engine import triage
from app.rules.load import content
from app.rules.shape import Voice
from app.telling.crew import crew_card
from app.telling.script import MOST_REASONS, script
from app.words.speaker import Speaker
from tests.rules.cases import vignettes
from tests.rules.people import CALM, with_answers

URGENT = [rule for rule in content().rules if rule.tier == "emergency_now"]
EMERGENCIES = [one.case for one in vignettes() if one.case.tier == "emergency_now"]


def said(app: Flask, answers: Answers):
    with app.test_request_context():
        return script(content(), triage(answers), Speaker(answers.voice, app.config["SITE"]))


@pytest.mark.parametrize("case", EMERGENCIES, ids=lambda case: case.name)
def test_every_emergency_says_why_in_words_of_its_own(app: Flask, case) -> None:
    made = said(app, case.answers)
    crew = content().crew
    unknown = crew.unknown.to(case.answers.voice)
    assert made.reasons and unknown not in made.before
    assert made.before[: len(crew.opening)] == tuple(line.to(case.answers.voice) for line in crew.opening)
    assert made.after == tuple(line.to(case.answers.voice) for line in crew.closing)
    assert len(made.before) <= len(crew.opening) + MOST_REASONS


@pytest.mark.parametrize("voice", ["patient", "caregiver"])
@pytest.mark.parametrize("rule", URGENT, ids=lambda rule: rule.id)
def test_every_clause_of_every_urgent_rule_can_be_said(app: Flask, rule, voice: Voice) -> None:
    for clause in rule.when:
        changed = {question: (values[0],) for question, values in clause.items()}
        made = said(app, with_answers(CALM, {**changed, "respondent": (voice,)}))
        assert made.reasons, clause


def test_an_answer_with_words_of_its_own_is_named_and_the_rule_is_not(app: Flask) -> None:
    made = said(app, with_answers(CALM, {"fever": ("shaking",)}))
    assert made.reasons == ("I shake and it will not stop.",)
    joint = said(app, with_answers(CALM, {"fever": ("cold",), "skin": ("infected",)}))
    assert joint.reasons == ("I am ill, and my temperature is wrong. It may be a bad infection.",)


def test_calm_answers_and_none_say_only_that_help_is_needed(app: Flask) -> None:
    unknown = content().crew.unknown.patient
    with app.test_request_context():
        speaker = Speaker("patient", app.config["SITE"])
        for outcome in (None, triage(Answers(CALM))):
            made = script(content(), outcome, speaker)
            assert made.before[-1] == unknown and made.reasons == ()
            assert made.message.endswith(content().crew.closing[-1].patient)


def test_the_card_names_every_reason_and_what_the_answers_add(app: Flask) -> None:
    changed = {"chest_sudden": ("chest_pain", "breath_pain", "sudden_severe", "collapse"), "risk": ("blood_thinner",)}
    answers = with_answers(CALM, {**changed, "fever": ("shaking",), "swollen_leg": ("cold",)})
    with app.test_request_context():
        card = crew_card(content(), answers, triage(answers), Speaker("patient", app.config["SITE"]))
    assert len(card.why) == 6 > MOST_REASONS
    assert card.alerts == (content().question["risk"].find("blood_thinner").before_treating,)
    assert len(card.lines) == len(content().crew.card)


def test_the_card_without_answers_holds_what_is_true_of_everyone(app: Flask) -> None:
    with app.test_request_context():
        card = crew_card(content(), Answers(), None, Speaker("caregiver", app.config["SITE"]))
    assert card.why == card.alerts == ()
    assert "oxygen" in " ".join(card.lines).lower()
