"""Two codes of one person: what cannot go away and is no longer said stands on top, and what is unknown is no No."""

import pytest

from app.clinic.lasting import gone, is_known, not_known
from app.rules.answers import Answers
from app.rules.load import content
from app.rules.shape import NONE, NOT_SURE
from tests.clinic.codes import CALM_ANSWERS, NOW, THEN, changed, code_of
from tests.clinic.test_compare import compared, named
from tests.rules.people import crowd
from tests.visitor import Page, Visitor

DOUBT = "Perhaps another person, or a wrong answer"
UNKNOWN = "Said then, not known now"
# By the contract, so that a mark that is lost or set by mistake in the content is noticed.
LASTING = {
    "risk": ("age_65", "osteoporosis", "cancer", "past_clot", "aneurysm", "breathing_support"),
    "usual": ("past_back_problem",),
}
EACH = [(question, value) for question, values in LASTING.items() for value in values]
ENDS = ("steroids", "blood_thinner", "weak_immune", "infection_risk")
each_lasting = pytest.mark.parametrize(("question", "value"), EACH)


def found(then: Answers, now: Answers) -> dict[str, list[str]]:
    """What is gone, by question."""
    return {each.question.id: [one.value for one in each.options] for each in gone(content(), then, now)}


def unknown(then: Answers, now: Answers) -> dict[str, list[str]]:
    """What is no longer known, by question."""
    return {each.question.id: [one.value for one in each.options] for each in not_known(content(), then, now)}


def page_of(visitor: Visitor, then: Answers, now: Answers) -> Page:
    return visitor.post("/clinic", {"code_then": code_of(then, THEN), "code_now": code_of(now, NOW)})


def sections(page: Page) -> dict[str, str]:
    """The words of each section that has a heading of its own, in the order of the page."""
    return {page.text_of(one.find("{*}h2")): page.text_of(one) for one in page.all("section")}


def test_these_answers_of_todays_content_last_and_no_others() -> None:
    marked = [(asked.id, option.value) for asked in content().questions for option in asked.option if option.lasting]
    assert marked == EACH


@each_lasting
def test_what_lasts_and_is_no_longer_said_is_named(question: str, value: str) -> None:
    then = changed(**{question: (value,)})
    assert found(then, CALM_ANSWERS) == {question: [value]}
    assert unknown(then, CALM_ANSWERS) == {}
    assert not compared(then, CALM_ANSWERS).better
    assert named(compared(then, CALM_ANSWERS).changed) == [question]


@each_lasting
def test_what_comes_later_is_no_doubt(question: str, value: str) -> None:
    assert found(CALM_ANSWERS, changed(**{question: (value,)})) == {}
    assert unknown(CALM_ANSWERS, changed(**{question: (value,)})) == {}


@each_lasting
def test_what_is_still_said_is_no_doubt(question: str, value: str) -> None:
    same = changed(**{question: (value,)})
    assert found(same, same) == unknown(same, same) == {}


@each_lasting
def test_not_sure_and_not_asked_are_told_as_not_known_and_never_as_gone(question: str, value: str) -> None:
    then = changed(**{question: (value,)})
    unasked = Answers({id: said for id, said in CALM_ANSWERS.items() if id != question})
    other = next(each for each in content().question[question].values if each not in (value, NONE, NOT_SURE))
    for now in (changed(**{question: (NOT_SURE,)}), changed(**{question: (other, NOT_SURE)}), unasked):
        assert found(then, now) == {}
        assert unknown(then, now) == {question: [value]}
        assert not compared(then, now).better


@pytest.mark.parametrize("value", ENDS)
def test_what_may_end_is_no_doubt(value: str) -> None:
    assert found(changed(risk=(value,)), CALM_ANSWERS) == {}
    assert named(compared(changed(risk=(value,)), CALM_ANSWERS).better) == ["risk"]


def test_part_of_a_list_may_be_gone_while_the_rest_is_worse() -> None:
    then, now = changed(risk=("age_65", "cancer")), changed(risk=("cancer", "steroids", "weak_immune"))
    assert found(then, now) == {"risk": ["age_65"]}
    assert named(compared(then, now).worse) == ["risk"]


def test_no_list_is_both_known_and_not() -> None:
    people = list(crowd(content(), 60))
    for then, now in zip(people, people[7:], strict=False):
        assert not found(then, now).keys() & unknown(then, now).keys()
        for question in LASTING:
            assert is_known(now.get(question, ())) or question not in found(then, now)


# --- the page ---


def test_the_doubt_stands_on_top_with_its_answers(visitor: Visitor) -> None:
    then = changed(risk=("age_65", "cancer"), usual=("past_back_problem",))
    shown = sections(page_of(visitor, then, changed(usual=("not_sure",))))
    assert list(shown)[:4] == [DOUBT, UNKNOWN, "Then", "Now"]
    for words in ("Health history: Aged 65 or over", "Cancer, now or ever (not simple skin cancer)"):
        assert words in shown[DOUBT]
    assert "our own judgement" in shown[DOUBT]
    assert "Back problems before ALS" in shown[UNKNOWN] and "is not a No" in shown[UNKNOWN]
    assert "Better" not in shown


def test_the_doubt_is_in_the_words_of_the_one_who_said_it(visitor: Visitor) -> None:
    then = changed(respondent=("caregiver",), risk=("breathing_support",))
    option = content().question["risk"].find("breathing_support")
    assert option.words("caregiver") in sections(page_of(visitor, then, CALM_ANSWERS))[DOUBT]


@pytest.mark.parametrize("now", [CALM_ANSWERS, changed(risk=("cancer", "age_65"), usual=("past_back_problem",))])
def test_without_a_doubt_there_is_no_such_box(visitor: Visitor, now: Answers) -> None:
    assert not {DOUBT, UNKNOWN} & sections(page_of(visitor, CALM_ANSWERS, now)).keys()


def test_which_code_is_typed_first_makes_no_difference(visitor: Visitor) -> None:
    then = code_of(changed(risk=("age_65",)), THEN)
    page = visitor.post("/clinic", {"code_then": code_of(CALM_ANSWERS, NOW), "code_now": then})
    assert DOUBT in sections(page)
