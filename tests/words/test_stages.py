"""The parts of the check have one name each, wherever they are named."""

from typing import get_args

import pytest
from flask import Flask

from app.fhir.questionnaire import questionnaire
from app.rules.answers import Answers
from app.rules.load import content
from app.rules.shape import Stage
from app.signoff import flow
from app.telling.given import given, place_in_check
from app.words.speaker import Speaker
from app.words.stages import NAMES, stage_name
from tests.rules.people import CALM


def test_every_part_of_the_check_has_a_name_of_its_own(app: Flask) -> None:
    assert tuple(NAMES) == get_args(Stage)
    with app.test_request_context():
        assert len({stage_name(stage) for stage in NAMES}) == len(NAMES)


@pytest.mark.parametrize("question", content().questions, ids=lambda question: question.id)
def test_the_line_above_a_question_names_its_part(app: Flask, question) -> None:
    with app.test_request_context():
        said = place_in_check(question, 5, 23)
        assert said.casefold().endswith(stage_name(question.stage).casefold()) or question.stage == "start"


def test_the_folded_answers_the_form_for_portals_and_the_clinicians_flow_name_them_alike(app: Flask) -> None:
    with app.test_request_context():
        names = [stage_name(stage) for stage in dict.fromkeys(one.stage for one in content().questions)]
        folds = given(content(), Answers(CALM)).folds()
        assert [fold.line.partition(":")[0] for fold in folds] == names[1:]  # who answers is never calm
        form = questionnaire(Speaker("patient", app.config["SITE"]))
        assert [item["text"] for item in form["item"]][: len(names)] == names
    assert [name for name, _ in flow.stages(content())] == names
