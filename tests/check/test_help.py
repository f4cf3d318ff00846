"""The help with a question: every word that the content holds is on its page, in the reader's voice."""

import pytest
from flask import Flask

from app.rules.load import content
from app.rules.shape import Voice
from tests.visitor import Visitor


@pytest.mark.parametrize(("respondent", "voice"), [("patient", "patient"), ("caregiver", "caregiver")])
def test_what_stands_behind_a_question_is_drawn(app: Flask, respondent: str, voice: Voice) -> None:
    visitor = Visitor(app)
    visitor.walk({"respondent": respondent})
    helped = [question for question in content().questions if question.more]
    assert helped
    for question in helped:
        assert question.more
        said = question.more.to(voice).partition("{")[0].strip()
        assert said in visitor.get(f"/check/{question.id}").text, question.id
