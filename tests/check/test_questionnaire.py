"""The questionnaire: one question a page, POST, redirect, GET; Back and Change; nothing asked twice."""

import re

import pytest

from app.rules.load import content
from tests.visitor import Visitor, calm

QUESTIONS = [question.id for question in content().questions]
SINGLE = [question.id for question in content().questions if question.kind == "one"]
MANY = [question.id for question in content().questions if question.kind == "many"]


def test_all_calm_answers_lead_from_start_to_the_calmest_result(visitor: Visitor) -> None:
    start = visitor.get("/")
    assert start.next_link == "/check/respondent"
    page = visitor.walk()
    assert page.path == "/check-answers"
    assert visitor.get(page.next_link).tier == "self_care"


def test_each_question_says_how_far_it_is_and_which_part_it_is_of(visitor: Visitor) -> None:
    parts = {"start": "", "danger": ": danger signs", "pain": ": the pain", "warning": ": other signs",
             "context": ": day to day"}  # fmt: skip
    for number, question in enumerate(content().questions, 1):
        page = visitor.get(f"/check/{question.id}")
        [count] = [one for one in page.all("p") if one.get("class") == "count"]
        assert page.text_of(count) == f"Question {number} of {len(QUESTIONS)}{parts[question.stage]}"
        [bar] = page.all("progress")
        assert (bar.get("value"), bar.get("max")) == (str(number), str(len(QUESTIONS)))
        assert bar.get("aria-hidden") == "true", "the sentence says it, and it is no stop for a screen reader"
        visitor.answer(question.id, calm(question.id))


def test_questions_come_in_the_contracts_order(visitor: Visitor) -> None:
    visitor.walk_step_by_step()
    asked = [path.removeprefix("/check/") for path in visitor.seen if path.startswith("/check/")]
    assert list(dict.fromkeys(asked)) == QUESTIONS


@pytest.mark.parametrize("question", SINGLE)
def test_a_single_answer_is_one_press_of_a_button_that_submits(app, question: str) -> None:
    visitor = Visitor(app)
    visitor.walk(stop_before=question)
    offered = content().question[question].options_for("patient")
    controls = visitor.get(f"/check/{question}").controls(question)
    assert controls == [("submit", option.value, False) for option in offered]


@pytest.mark.parametrize("question", MANY)
def test_a_tick_list_has_ticks_and_continue_and_buttons_for_none_and_not_sure(app, question: str) -> None:
    visitor = Visitor(app)
    visitor.walk(stop_before=question)
    kinds = [(value, kind) for kind, value, _ in visitor.get(f"/check/{question}").controls(question)]
    for option in content().question[question].options_for("patient"):
        expected = "submit" if option.value in ("none", "not_sure") else "checkbox"
        kinds.remove((option.value, expected))
    # The one place that most have pain in takes one press, as "none of these" does elsewhere.
    assert kinds == ([("lower", "submit")] if question == "location" else [])


@pytest.mark.parametrize("question", QUESTIONS)
def test_classic_display_has_radios_or_ticks_and_continue(app, question: str) -> None:
    visitor = Visitor(app)
    visitor.post("/display", {"display": "classic"})
    visitor.walk(stop_before=question)
    page = visitor.get(f"/check/{question}")
    kind = "radio" if question in SINGLE else "checkbox"
    assert {found for found, _, _ in page.controls(question)} == {kind}
    assert page.form.findall(".//{*}button")


def test_back_keeps_every_answer(visitor: Visitor) -> None:
    visitor.walk({"breathing": "slow"}, stop_before="fall")
    page = visitor.get("/check/fall")
    for earlier in reversed(QUESTIONS[: QUESTIONS.index("fall")]):
        back = page.link("Back")
        assert back == f"/check/{earlier}"
        page = visitor.get(back)
        assert page.chosen(earlier) == (["slow"] if earlier == "breathing" else [calm(earlier)])
    assert "/" in page.links
    assert visitor.get("/check/fall").status == 200


def test_change_from_check_answers_returns_there(visitor: Visitor) -> None:
    visitor.walk()
    overview = visitor.get("/check-answers")
    assert "/check/weight" in overview.links
    assert visitor.answer("weight", "yes_known").path == "/check-answers"
    assert visitor.get("/result").tier == "routine"


def test_after_going_back_a_changed_answer_leads_to_the_first_open_question(visitor: Visitor) -> None:
    visitor.walk(stop_before="limbs")
    assert visitor.answer("breathing", "slow").path == "/check/limbs"


def test_an_answered_question_can_be_left_as_it_is(visitor: Visitor) -> None:
    visitor.walk(stop_before="limbs")
    page = visitor.get("/check/breathing")
    assert "/check/limbs" in page.links
    assert "/check/limbs" not in visitor.get("/check/limbs").links


def test_ticks_and_not_sure_stand_together(visitor: Visitor) -> None:
    visitor.walk(stop_before="belly")
    visitor.answer("belly", "burn", "not_sure")
    assert visitor.get("/check/belly").chosen("belly") == ["burn", "not_sure"]


def test_stop_is_offered_from_every_question_after_the_danger_questions_and_on_none_before(visitor: Visitor) -> None:
    page = visitor.get("/check/respondent")
    for question in content().questions:
        danger_left = question.stage in ("start", "danger")
        assert ("/stop" in page.links) is not danger_left, question.id
        page = visitor.answer(question.id, calm(question.id))


@pytest.mark.parametrize("question", [one.id for one in content().questions if one.stage not in ("start", "danger")])
def test_stopping_early_never_gives_the_calmest_result(app, question: str) -> None:
    visitor = Visitor(app)
    visitor.walk(stop_before=question)
    result = visitor.get("/stop")
    assert result.path == "/result"
    stage = content().question[question].stage
    assert result.tier != "self_care" or stage == "context"
    assert ("stopped before the end" in result.text) is (stage != "context")
    assert content().question[question].topic in visitor.get("/result/answers").text.split("What was not asked")[1]


def test_caregiver_words_from_the_first_answer_on(visitor: Visitor) -> None:
    page = visitor.get("/check/respondent")
    for question in content().questions[1:]:
        page = visitor.answer(
            *(
                {"respondent": ("respondent", "caregiver")}.get(
                    previous(question.id), (previous(question.id), calm(previous(question.id)))
                )
            )
        )
        assert page.h1 == question.ask.caregiver


def previous(question: str) -> str:
    return QUESTIONS[QUESTIONS.index(question) - 1]


def test_an_answer_only_a_caregiver_can_give_is_asked_again_when_the_person_answers(visitor: Visitor) -> None:
    visitor.walk({"respondent": "caregiver", "bladder_saddle": "nothing_seen"})
    assert visitor.answer("respondent", "patient").path == "/check/bladder_saddle"
    assert visitor.get("/result").tier == "same_day"
    assert "nothing_seen" not in visitor.get("/check/bladder_saddle").html


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_question_says_which_of_how_many_it_is(app, question: str) -> None:
    visitor = Visitor(app)
    visitor.walk(stop_before=question)
    page = visitor.get(f"/check/{question}")
    assert page.text.startswith(f"Question {QUESTIONS.index(question) + 1} of {len(QUESTIONS)}")


@pytest.mark.parametrize("display", ["big", "classic"])
def test_going_on_without_sending_is_offered_only_where_nothing_can_wait_to_be_sent(app, display: str) -> None:
    """A tick that was set and not sent may be a danger sign."""
    visitor = Visitor(app)
    visitor.post("/display", {"display": display})
    visitor.walk()
    pages = {question: visitor.get(f"/check/{question}").text for question in QUESTIONS}
    offered = [question for question, text in pages.items() if "Keep this answer and go on" in text]
    assert offered == (SINGLE if display == "big" else [])


def test_an_empty_list_is_told_of_both_ways_out(visitor: Visitor) -> None:
    visitor.walk(stop_before="awake")
    page = visitor.answer("awake")
    says = "Tick what fits, or press 'None of these' or 'Not sure'."
    assert [page.text_of(one) for one in page.all("a") if one.get("href") == "#awake-drowsy"] == [says]
    [at_list] = [one for one in page.all("p") if one.get("id") == "wrong"]
    assert page.text_of(at_list) == f"Error: {says}"
    [group] = [one for one in page.all("div") if one.get("role") == "group"]
    assert group.get("aria-describedby") == "wrong hint"


@pytest.mark.parametrize("voice", ["patient", "caregiver"])
def test_what_to_press_is_named_as_it_stands_there(visitor: Visitor, voice: str) -> None:
    visitor.answer("respondent", voice)
    for question in QUESTIONS[1:]:
        if question in MANY:
            page = visitor.answer(question)
            buttons = {page.text_of(one) for one in page.all("button")}
            [says] = [page.text_of(one) for one in page.all("p") if one.get("id") == "wrong"]
            names = re.findall("'([^']+)'", says)
            assert "Not sure" in names and set(names) <= buttons, question
        visitor.answer(question, calm(question))


def test_the_answers_can_be_sent_on_from_the_end_of_their_list(visitor: Visitor) -> None:
    page = visitor.walk()
    assert page.link("See the result") == page.link("These are right: see the result") == "/result"


def test_stopping_with_ticks_keeps_them(visitor: Visitor) -> None:
    visitor.walk(stop_before="risk")
    page = visitor.post("/check/risk", {"risk": ["blood_thinner"], "stop": "yes"})
    assert page.path == "/result"
    assert visitor.get("/check/risk").chosen("risk") == ["blood_thinner"]


def test_stopping_with_a_contradiction_says_so(visitor: Visitor) -> None:
    visitor.walk(stop_before="risk")
    page = visitor.post("/check/risk", {"risk": ["none", "blood_thinner"], "stop": "yes"})
    assert page.status == 400 and page.path == "/check/risk"
