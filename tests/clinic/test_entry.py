"""/clinic/enter: a paper form copied on one page gives the same result as the questions one by one."""

import time

import pytest

from app.rules.load import content
from app.rules.shape import RESPONDENT
from tests.rules.people import CALM, crowd
from tests.visitor import Visitor


def form_of(answers) -> dict[str, list[str]]:
    return {question: list(said) for question, said in answers.items()}


def test_the_page_has_every_question_and_every_answer(visitor: Visitor) -> None:
    for voice in ("patient", "caregiver"):
        page = visitor.get(f"/clinic/enter?voice={voice}")
        legends = [page.text_of(legend) for legend in page.all("legend")]
        assert legends == [f"{number} {one.ask.to(voice)}" for number, one in enumerate(content().questions, 1)]
        for question in content().questions:
            kind = "radio" if question.kind == "one" else "checkbox"
            shown = [(type, value) for type, value, _ in page.controls(question.id) if value]
            assert sorted(shown) == sorted((kind, option.value) for option in question.options_for(voice))


def test_the_page_is_in_the_words_of_the_paper_whoever_answered_in_this_browser(visitor: Visitor) -> None:
    before = {voice: visitor.get(f"/clinic/enter?voice={voice}").text for voice in ("patient", "caregiver")}
    for respondent in ("caregiver", "together"):
        visitor.answer(RESPONDENT, respondent)
        assert {voice: visitor.get(f"/clinic/enter?voice={voice}").text for voice in before} == before


def test_calm_answers_on_paper_give_the_calm_result(visitor: Visitor) -> None:
    page = visitor.post("/clinic/enter", form_of(CALM))
    assert (page.path, page.tier) == ("/result", "self_care")
    with visitor.client.session_transaction() as session:
        assert abs(session["time"] - time.time()) < 60


def test_the_same_answers_give_the_same_result_as_one_by_one(visitor: Visitor) -> None:
    answers = {"severity": ["severe"], "limbs": ["pain_one"], "risk": ["age_65", "steroids"]}
    one_by_one = visitor.result(answers)
    copied = visitor.post("/clinic/enter", {**form_of(CALM), **answers})
    assert copied.text == one_by_one.text


def test_any_valid_answers_are_taken(visitor: Visitor) -> None:
    for answers in crowd(content(), 12):
        if RESPONDENT in answers:
            assert visitor.post("/clinic/enter", form_of(answers)).path == "/result"
            with visitor.client.session_transaction() as session:
                assert session["answers"] == {question: " ".join(said) for question, said in answers.items()}


def test_what_was_left_blank_was_not_asked(visitor: Visitor) -> None:
    page = visitor.post("/clinic/enter", {"respondent": "patient", "breathing": "no", "fall": "", "severity": ""})
    assert page.path == "/result"
    assert page.tier != "self_care"
    with visitor.client.session_transaction() as session:
        assert set(session["answers"]) == {"respondent", "breathing"}


BAD_FORMS = {
    "nobody answered": ({}, ["#respondent-patient"]),
    "two who answered": ({"respondent": ["patient", "caregiver"]}, ["#respondent-patient"]),
    "none and a tick": ({"respondent": "patient", "fever": ["none", "fever"]}, ["#fever-none"]),
    "two single answers": ({"respondent": "patient", "breathing": ["no", "slow"]}, ["#breathing-no"]),
    "an unknown answer": ({"respondent": "patient", "skin": "purple"}, ["#skin-no"]),
    "a caregiver's answer": ({"respondent": "patient", "bladder_saddle": "nothing_seen"}, ["#bladder_saddle-none"]),
    "several": (
        {"respondent": "patient", "skin": "purple", "risk": ["none", "cancer"]},
        ["#skin-no", "#risk-none"],
    ),
}


@pytest.mark.parametrize(("form", "targets"), BAD_FORMS.values(), ids=list(BAD_FORMS))
def test_each_mistake_is_named_with_a_link_to_its_question(visitor: Visitor, form, targets) -> None:
    page = visitor.post("/clinic/enter", form)
    assert page.status == 400
    assert page.title.startswith("Error: ")
    assert [link for link in page.links if link in targets] == targets
    ids = {element.get("id") for element in page.tree.iter() if element.get("id")}
    assert {target[1:] for target in targets} <= ids
    assert len([one for one in page.all("fieldset") if one.get("class") == "is-wrong"]) == len(targets)


def test_every_tick_is_kept_when_something_is_wrong(visitor: Visitor) -> None:
    form = {**form_of(CALM), "fever": ["none", "fever"], "risk": ["age_65", "cancer"], "severity": ["severe"]}
    page = visitor.post("/clinic/enter", form)
    for question, said in form.items():
        assert sorted(page.chosen(question)) == sorted(said)


def test_a_mistake_changes_nothing_in_this_browser(visitor: Visitor) -> None:
    visitor.walk()
    visitor.post("/clinic/enter", {"respondent": "caregiver", "fever": ["none", "fever"]})
    assert visitor.get("/result").tier == "self_care"


def test_fields_of_no_question_are_ignored(visitor: Visitor) -> None:
    assert visitor.post("/clinic/enter", {**form_of(CALM), "unheard": "of"}).tier == "self_care"


def test_the_caregivers_wording_takes_the_caregivers_answers(visitor: Visitor) -> None:
    path = "/clinic/enter?voice=caregiver"
    page = visitor.post(path, {"respondent": "caregiver", "bladder_saddle": ["nothing_seen"]})
    assert page.path == "/result"
    page = visitor.post(path, {"respondent": "patient", "bladder_saddle": ["nothing_seen"]})
    assert page.status == 400
    assert page.text_of(page.all("legend")[1]).endswith(content().question["breathing"].ask.caregiver)


@pytest.mark.parametrize("path", ["/clinic/enter?voice=doctor", "/paper.pdf?voice=", "/paper.pdf?size=a0"])
def test_an_address_that_asks_for_what_there_is_not(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status == 400


def test_a_form_without_token_and_with_a_wrong_voice_is_shown_again(app) -> None:
    """Turning it away from within the page for a lost token was a fault of ours."""
    response = app.test_client().post("/clinic/enter?voice=nobody", data={"respondent": "patient"})
    assert response.status_code == 400
    assert "This did not reach us" in response.text
