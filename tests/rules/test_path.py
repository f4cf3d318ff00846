"""Which question comes next, before, and whether it is its turn: worked out anew from the answers."""

import pytest

from app.rules.answers import Answers, keep_valid
from app.rules.load import content
from app.rules.path import danger_done, in_turn, next_question, previous_question
from tests.rules import oracle
from tests.rules.people import CALM, crowd

ORDER = list(oracle.QUESTIONS)
START_AND_DANGER = [id for id, question in oracle.QUESTIONS.items() if question["stage"] in ("start", "danger")]


def first(count: int) -> Answers:
    """The calm answers to this many questions from the start."""
    return Answers({id: CALM[id] for id in ORDER[:count]})


def test_going_on_asks_every_question_once_in_the_contracts_order() -> None:
    """From nothing to the last question, and then no more."""
    answers, asked = Answers(), []
    while question := next_question(content(), answers):
        asked.append(question.id)
        answers = answers.plus(question.id, CALM[question.id])
    assert asked == ORDER
    assert next_question(content(), answers) is None


def test_the_danger_questions_come_first() -> None:
    """Nothing about the pain is asked before every danger question; context comes last."""
    stages = [question["stage"] for question in oracle.QUESTIONS.values()]
    assert stages == sorted(stages, key=["start", "danger", "pain", "warning", "context"].index)


@pytest.mark.parametrize("gap", ORDER)
def test_a_gap_is_asked_before_anything_after_it(gap: str) -> None:
    """An answer that was dropped is asked again, wherever it stands."""
    answers = Answers({id: values for id, values in CALM.items() if id != gap})
    asked = next_question(content(), answers)
    assert asked and asked.id == gap


def test_changing_who_answers_asks_again_only_what_no_longer_fits() -> None:
    """A caregiver's answer dropped at the change of voice is the next question, and the only gap."""
    given = {**CALM, "respondent": ("caregiver",), "bladder_saddle": ("nothing_seen",)}
    kept = keep_valid(content(), {**given, "respondent": ("together",)})
    asked = next_question(content(), kept)
    assert asked and asked.id == "bladder_saddle"
    assert set(given) - set(kept) == {"bladder_saddle"}


@pytest.mark.parametrize("place", range(len(ORDER)))
def test_back_leads_to_the_question_before(place: int) -> None:
    """One step back in the contract's order; from the first there is no way back."""
    before = previous_question(content(), content().questions[place])
    assert (before.id if before else None) == (ORDER[place - 1] if place else None)


def test_forward_and_back_are_the_same_road() -> None:
    """The question before the next one is the last one answered."""
    for count in range(1, len(ORDER)):
        upcoming = next_question(content(), first(count))
        assert upcoming
        before = previous_question(content(), upcoming)
        assert before and before.id == ORDER[count - 1]


@pytest.mark.parametrize("count", range(len(ORDER) + 1))
def test_a_question_is_in_turn_when_all_before_it_are_answered(count: int) -> None:
    """Answered questions may be changed and the next one answered; none may be jumped to."""
    allowed = [question.id for question in content().questions if in_turn(content(), first(count), question)]
    assert allowed == ORDER[: count + 1]


def test_in_turn_by_the_plain_meaning_for_anyone() -> None:
    """Whatever gaps there are: in turn means that no earlier question lacks its answer."""
    for answers in crowd(content(), 60):
        for place, question in enumerate(content().questions):
            assert in_turn(content(), answers, question) is all(id in answers for id in ORDER[:place])


@pytest.mark.parametrize("missing", ORDER)
def test_a_person_may_stop_once_start_and_danger_are_answered(missing: str) -> None:
    """Each of those questions is needed for it, and no other is."""
    answers = Answers({id: values for id, values in CALM.items() if id != missing})
    assert danger_done(content(), answers) is (missing not in START_AND_DANGER)


def test_the_first_moment_to_stop_is_right_after_the_last_danger_question() -> None:
    """Not one question earlier, not one later."""
    moments = [danger_done(content(), first(count)) for count in range(len(ORDER) + 1)]
    assert moments.index(True) == len(START_AND_DANGER)
    assert all(moments[len(START_AND_DANGER) :])
