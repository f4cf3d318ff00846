"""Answers from outside: what is refused and why, and what is kept when things change."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.answers import Answers, BadAnswer, keep_valid, read_answers, read_values
from app.rules.load import content
from app.rules.shape import Voice
from tests.rules.people import CALM, crowd

BAD_VALUES = {
    "no value": ("breathing", [], "patient", "missing"),
    "no tick": ("fever", [], "patient", "missing"),
    "two values for one answer": ("breathing", ["no", "slow"], "patient", "doubled"),
    "the same value twice": ("breathing", ["no", "no"], "patient", "doubled"),
    "the same tick twice": ("fever", ["cold", "fever", "cold"], "patient", "doubled"),
    "a value of no question": ("breathing", ["sideways"], "patient", "unknown_value"),
    "a value of another question": ("breathing", ["drowsy"], "patient", "unknown_value"),
    "a good tick beside a bad one": ("fever", ["fever", "drowsy"], "patient", "unknown_value"),
    "an empty value": ("fever", [""], "patient", "unknown_value"),
    "another spelling": ("fever", ["Fever"], "patient", "unknown_value"),
    "a caregiver's answer by the person": ("bladder_saddle", ["nothing_seen"], "patient", "unknown_value"),
    "none beside a tick": ("fever", ["none", "fever"], "patient", "none_with_others"),
    "none beside not sure": ("fever", ["not_sure", "none"], "caregiver", "none_with_others"),
}


@pytest.mark.parametrize(("id", "values", "voice", "reason"), BAD_VALUES.values(), ids=list(BAD_VALUES))
def test_a_bad_answer_is_refused_with_its_reason(id: str, values: list[str], voice: Voice, reason: str) -> None:
    """Each kind of mistake has its own reason, and the question it was made at."""
    with pytest.raises(BadAnswer) as caught:
        read_values(content().question[id], values, voice)
    assert (caught.value.reason, caught.value.question) == (reason, id)


def test_every_reason_is_given_for_something() -> None:
    """The table above and the unknown question below leave no reason untried."""
    assert {reason for *_, reason in BAD_VALUES.values()} | {"unknown_question"} == set(BadAnswer.REASONS)


@pytest.mark.parametrize(("id", "values", "voice", "reason"), BAD_VALUES.values(), ids=list(BAD_VALUES))
def test_no_message_holds_an_answer(id: str, values: list[str], voice: Voice, reason: str) -> None:
    """Messages reach logs: one is made of the reason and the question, and of nothing that was said."""
    with pytest.raises(BadAnswer) as caught:
        read_values(content().question[id], values, voice)
    assert str(caught.value) == f"{reason} at {id}"


def test_an_unknown_question_is_refused_without_repeating_it() -> None:
    """A made-up question id may hold anything, so it stays out of the message."""
    with pytest.raises(BadAnswer) as caught:
        read_answers(content(), {"my name is Ann": ["yes"]})
    assert caught.value.reason == "unknown_question"
    assert str(caught.value) == "unknown_question"


@pytest.mark.parametrize("text", [str, repr])
def test_printing_answers_tells_nothing_of_them(text: type) -> None:
    """Answers that end up in a log line say how many they are and no more."""
    assert text(Answers(CALM)) == "<Answers to 23 questions>"


def test_ticks_are_put_in_the_contracts_order() -> None:
    """The order of ticking means nothing."""
    assert read_values(content().question["fever"], ["not_sure", "cold", "fever"], "patient") == (
        "fever", "cold", "not_sure",
    )  # fmt: skip


def test_not_sure_may_stand_beside_a_tick() -> None:
    """Doubt about the rest takes nothing back."""
    values = read_values(content().question["limbs"], ["not_sure", "weak_one"], "patient")
    assert values == ("weak_one", "not_sure")


def test_any_iterable_of_values_will_do() -> None:
    """Form fields and cookies give lists, tuples or generators."""
    assert read_values(content().question["fever"], (one for one in ("fever",)), "patient") == ("fever",)


def test_a_caregiver_may_say_what_only_a_caregiver_can() -> None:
    """The voice is taken from the same answers, wherever the respondent stands among them."""
    raw = {"bladder_saddle": ["nothing_seen"], "respondent": ["caregiver"]}
    assert read_answers(content(), raw)["bladder_saddle"] == ("nothing_seen",)


@pytest.mark.parametrize("who", ["patient", "together", None])
def test_a_person_may_not_say_what_only_a_caregiver_can(who: str | None) -> None:
    """Nor may someone who has not said who they are."""
    raw = {"bladder_saddle": ["nothing_seen"]} | ({"respondent": [who]} if who else {})
    with pytest.raises(BadAnswer, match="unknown_value at bladder_saddle"):
        read_answers(content(), raw)


def test_read_answers_keeps_the_contracts_order_and_the_gaps() -> None:
    """Answers come out in the order of the questions; a question not asked stays absent."""
    raw = {"weight": ["no"], "fever": ["cold"], "respondent": ["patient"]}
    answers = read_answers(content(), raw)
    assert list(answers) == ["respondent", "fever", "weight"]
    assert "breathing" not in answers


def test_good_answers_are_read_as_they_are() -> None:
    """Reading answers that were read before changes nothing."""
    for answers in crowd(content(), 60):
        assert read_answers(content(), answers) == answers
        assert keep_valid(content(), answers) == answers


@pytest.mark.parametrize(
    ("who", "voice"), [("patient", "patient"), ("together", "patient"), ("caregiver", "caregiver")]
)
def test_the_voice_follows_who_answers(who: str, voice: str) -> None:
    """Helped or not, the person is spoken to; a caregiver only when they answer alone."""
    assert Answers({"respondent": (who,)}).voice == voice


def test_the_voice_is_the_persons_until_someone_says_otherwise() -> None:
    """Before the first answer too."""
    assert Answers().voice == "patient"


def test_keep_valid_drops_what_the_new_voice_is_not_offered() -> None:
    """The caregiver hands over to the person: what only they could say is asked again, the rest stays."""
    raw = {"respondent": ["patient"], "bladder_saddle": ["nothing_seen"], "fever": ["fever"]}
    assert dict(keep_valid(content(), raw)) == {"respondent": ("patient",), "fever": ("fever",)}


def test_keep_valid_keeps_it_while_the_caregiver_answers() -> None:
    """Nothing is dropped without a reason."""
    raw = {"bladder_saddle": ["nothing_seen"], "respondent": ["caregiver"]}
    assert dict(keep_valid(content(), raw)) == {"respondent": ("caregiver",), "bladder_saddle": ("nothing_seen",)}


def test_keep_valid_drops_a_tick_list_whole() -> None:
    """Half an answer is not what was said: it is asked again rather than trimmed."""
    raw = {"respondent": ["patient"], "bladder_saddle": ["nothing_seen", "bowel"]}
    assert dict(keep_valid(content(), raw)) == {"respondent": ("patient",)}


@pytest.mark.parametrize(("id", "values", "voice", "reason"), BAD_VALUES.values(), ids=list(BAD_VALUES))
def test_keep_valid_drops_each_kind_of_bad_answer(id: str, values: list[str], voice: Voice, reason: str) -> None:
    """It never raises: an old cookie or a newer question set must not break a visit."""
    kept = keep_valid(content(), {"respondent": [voice], id: values, "made up": ["x"], "weight": ["no"]})
    assert dict(kept) == {"respondent": (voice,), "weight": ("no",)}, reason


def test_plus_leaves_the_old_answers_alone() -> None:
    """Answers do not change; a new set is made, with one answer put in or replaced."""
    first = Answers({"fever": ("fever",)})
    second = first.plus("fever", ("cold",)).plus("weight", ("no",))
    assert dict(first) == {"fever": ("fever",)}
    assert dict(second) == {"fever": ("cold",), "weight": ("no",)}


def test_equal_answers_are_one_key() -> None:
    """Answers may be looked up, whatever order they were given in."""
    forward, backward = Answers(CALM), Answers({id: CALM[id] for id in reversed(list(CALM))})
    assert forward == backward
    assert len({forward, backward}) == 1


def test_answers_are_cut_off_from_what_they_were_made_of() -> None:
    """Changing the dict afterwards changes nothing."""
    raw = {"fever": ("fever",)}
    answers = Answers(raw)
    raw["fever"] = ("none",)
    assert answers["fever"] == ("fever",)


scraps = st.sampled_from([*(value for question in content().questions for value in question.values), "", "x"])
ids = st.sampled_from([*content().question, "made up"])


@settings(derandomize=True, database=None, deadline=None, max_examples=200)
@given(st.dictionaries(ids, st.lists(scraps, max_size=3), max_size=8))
def test_whatever_comes_in_is_read_or_refused(raw: dict[str, list[str]]) -> None:
    """Any scraps at all: refused with a known reason, or read into exactly what keep_valid keeps of them."""
    kept = keep_valid(content(), raw)
    assert set(kept) <= set(raw)
    try:
        assert read_answers(content(), raw) == kept
    except BadAnswer as refused:
        assert refused.reason in BadAnswer.REASONS
        assert len(kept) < len(raw)
