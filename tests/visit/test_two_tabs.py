"""Two people in two tabs of one browser: nothing pressed on the first one's page gets into the other's check."""

from collections.abc import Callable

import pytest

from app.rules.answers import Answers
from app.rules.engine import tier_of
from app.rules.load import content
from tests.clinic.codes import CALM_ANSWERS, code_of
from tests.visitor import Page, Visitor, calm

HERE_NOW = "Other answers are in this browser now"
MEANS_CALL = "The answer that was sent means: call now."
DANGERS = [
    (question.id, option.value)
    for question in content().questions
    for option in question.option
    if tier_of(Answers({question.id: (option.value,)})).calls
]
CODE = code_of(CALM_ANSWERS)


def opens_a_code(visitor: Visitor) -> None:
    visitor.post("/open", {"code": CODE})


def copies_a_paper_form(visitor: Visitor) -> None:
    visitor.post("/clinic/enter", {"respondent": "caregiver", "breathing": "no"})


def begins_another_check(visitor: Visitor) -> None:
    visitor.post("/clear", {})
    visitor.token = None
    visitor.answer("respondent", "caregiver")


COMES_BETWEEN = (opens_a_code, copies_a_paper_form, begins_another_check)


def press(visitor: Visitor, page: Page, *values: str, token: str | None = None) -> Page:
    """Answer on a page as it was drawn, with everything that its form sends."""
    question = page.path.rpartition("/")[2]
    sent = {**page.hidden, question: list(values)}
    return visitor.post(page.form.get("action"), sent, token or sent["csrf_token"])


def given(visitor: Visitor) -> dict[str, str]:
    with visitor.client.session_transaction() as session:
        return dict(session.get("answers", {}))


@pytest.mark.parametrize("other", COMES_BETWEEN)
@pytest.mark.parametrize("asked", ["respondent", "breathing", "limbs"])
def test_an_answer_on_an_old_page_is_refused_and_changes_nothing(visitor: Visitor, asked: str, other: Callable) -> None:
    page = visitor.get("/check/respondent")
    if asked != "respondent":
        visitor.walk(stop_before=asked)
        page = visitor.get(f"/check/{asked}")
    other(visitor)
    before = given(visitor)
    refused = press(visitor, page, calm(asked))
    assert (refused.status, refused.h1) == (409, HERE_NOW)
    assert given(visitor) == before
    assert MEANS_CALL not in refused.text


@pytest.mark.parametrize("other", COMES_BETWEEN)
def test_it_says_whose_answers_are_here_and_each_way_on(visitor: Visitor, other: Callable) -> None:
    visitor.walk(stop_before="limbs")
    page = visitor.get("/check/limbs")
    other(visitor)
    refused = press(visitor, page, "none")
    who = "the person" if other is opens_a_code else "a caregiver"
    assert f"were given by {who}. The last answer: " in refused.text
    assert {"/open", "/clear", "/summary", "/help-now"} <= set(refused.links)
    assert visitor.get(refused.link("Go on with the answers that are here now")).status == 200
    assert "tel:911" in refused.links


@pytest.mark.parametrize("token", [None, "expired"])
@pytest.mark.parametrize(("asked", "value"), DANGERS)
def test_a_refused_danger_is_not_lost(visitor: Visitor, asked: str, value: str, token: str | None) -> None:
    opens_a_code(visitor)
    page = visitor.get(f"/check/{asked}")
    opens_a_code(visitor)  # equal answers are another visit all the same
    before = given(visitor)
    refused = press(visitor, page, value, token=token)
    assert (refused.status, refused.h1) == (409, HERE_NOW)
    assert MEANS_CALL in refused.text
    assert {"tel:911", "tel:999", "tel:112"} <= set(refused.links)
    assert given(visitor) == before


def test_a_danger_beside_a_contradiction_is_not_lost_either(visitor: Visitor) -> None:
    visitor.walk(stop_before="chest_sudden")
    page = visitor.get("/check/chest_sudden")
    opens_a_code(visitor)
    assert MEANS_CALL in press(visitor, page, "collapse", "none", "<script>").text


def test_a_danger_that_finds_no_visit_is_not_lost(visitor: Visitor) -> None:
    """The cookie is gone, or the browser keeps none."""
    visitor.walk(stop_before="awake")
    page = visitor.get("/check/awake")
    visitor.cookie = ""
    refused = press(visitor, page, "drowsy")
    assert (refused.status, refused.h1) == (409, "Your answers are not here")
    assert MEANS_CALL in refused.text and "tel:911" in refused.links
    assert MEANS_CALL not in press(visitor, page, calm("awake")).text


def test_a_danger_out_of_turn_is_not_lost(visitor: Visitor) -> None:
    visitor.walk(stop_before="breathing")
    refused = visitor.answer("limbs", "weak_both")
    assert (refused.status, refused.h1) == (409, "Answer the next question first")
    assert MEANS_CALL in refused.text and "tel:911" in refused.links
    assert MEANS_CALL not in visitor.answer("limbs", "none").text


def test_every_page_of_a_visit_goes_on_working_after_later_answers(visitor: Visitor) -> None:
    """Back, and pages that a browser kept, are of the same visit, the first of all among them."""
    pages = []
    for question in content().questions:
        pages.append(visitor.get(f"/check/{question.id}"))
        assert press(visitor, pages[-1], calm(question.id)).status == 200
    for page in reversed(pages):
        question = page.path.rpartition("/")[2]
        last = content().question[question].option[-1].value
        assert press(visitor, page, last).status == 200
        assert given(visitor)[question] == last


def test_the_first_question_open_in_two_tabs_begins_one_check(visitor: Visitor) -> None:
    one, other = visitor.get("/check/respondent"), visitor.get("/check/respondent")
    assert press(visitor, one, "patient").path == "/check/breathing"
    assert press(visitor, other, "caregiver").path == "/check/breathing"
    assert given(visitor) == {"respondent": "caregiver"}


def test_the_first_question_of_a_check_begun_after_clearing_is_taken(visitor: Visitor) -> None:
    visitor.walk(stop_before="fall")
    visitor.post("/clear", {})
    assert press(visitor, visitor.get("/check/respondent"), "patient").path == "/check/breathing"


def test_an_answer_without_a_mark_is_taken(visitor: Visitor) -> None:
    """A page from before there were marks, or a program that sends the token and the answer alone."""
    visitor.walk(stop_before="limbs")
    opens_a_code(visitor)
    assert visitor.answer("severity", "severe").path == "/check-answers"
    assert given(visitor)["severity"] == "severe"


def test_a_mark_that_nobody_made_is_refused(visitor: Visitor) -> None:
    visitor.walk(stop_before="limbs")
    page = visitor.post("/check/limbs", {"limbs": "none", "of": "0" * 12})
    assert (page.status, page.h1) == (409, HERE_NOW)


@pytest.mark.parametrize("display", ["big", "classic"])
def test_each_form_of_each_question_carries_the_mark_after_its_token(visitor: Visitor, display: str) -> None:
    visitor.post("/settings", {"display": display})
    marks = set()
    for question in content().questions:
        page = visitor.get(f"/check/{question.id}")
        forms = [form for form in page.all("form") if form.get("method") == "post"]
        for form in forms:
            hidden = [one.get("name") for one in form.iter() if one.get("type") == "hidden"]
            assert hidden == ["csrf_token", "of"], question.id
        marks.add(page.hidden["of"])
        press(visitor, page, calm(question.id))
    assert len(marks) == 1


def test_clearing_and_settings_are_never_refused(visitor: Visitor) -> None:
    visitor.walk(stop_before="limbs")
    old = {path: visitor.get(path) for path in ("/clear", "/settings")}
    opens_a_code(visitor)
    assert visitor.post("/settings", {**old["/settings"].hidden, "display": "classic"}).status == 200
    assert visitor.post("/clear", old["/clear"].hidden).h1 == "The answers are cleared"
    assert not given(visitor)
