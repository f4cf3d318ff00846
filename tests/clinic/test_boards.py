"""/clinic/enter for eye-pointing boards: digits give the very answers that were looked at, or are refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.clinic.entry import SET, board_field, read_boards
from app.rules.answers import Answers, read_answers
from app.rules.codes.boards import READER, Board, boards, set_number
from app.rules.engine import triage
from app.rules.load import content
from app.rules.shape import NONE, NOT_SURE, RESPONDENT, Question
from tests.rules.people import CALM, with_answers
from tests.visitor import Page, Visitor

ENTER = "/clinic/enter?from=boards"
BOARDS = boards(content())


def said_to(question: Question) -> st.SearchStrategy:
    """Any answer that the person can look at."""
    values = [option.value for option in question.options_for(READER)]
    if question.kind == "one":
        return st.sampled_from(values).map(lambda value: (value,))
    ticks = [value for value in values if value != NONE]
    some = st.sets(st.sampled_from(ticks), min_size=1).map(tuple)
    return st.just((NONE,)) | some if NONE in values else some


EVERYONE = st.fixed_dictionaries(
    {RESPONDENT: said_to(content().question[RESPONDENT])},
    optional={question.id: said_to(question) for question in content().questions if question.id != RESPONDENT},
).map(lambda raw: read_answers(content(), raw))


def sheet(answers: Answers, between: str = " ") -> dict[str, str]:
    """What a partner writes down for these answers, board by board."""
    written = {SET: set_number(content())}
    for board in BOARDS:
        if board.question.id in answers:
            numbers = board.numbers
            said = answers[board.question.id]
            here = [value for value in said if value in numbers] or [NOT_SURE if NOT_SURE in said else NONE]
            written[board_field(board)] = between.join(numbers[value] for value in here)
    return written


@settings(max_examples=300, deadline=None)
@given(EVERYONE, st.sampled_from([" ", "", ", "]))
def test_every_set_of_answers_comes_back_from_its_digits_with_the_same_tier(answers: Answers, between: str) -> None:
    read, problems = read_boards(MultiDict(sheet(answers, between)))
    assert problems == []
    assert dict(read) == dict(answers)
    assert triage(read).tier is triage(answers).tier


@settings(max_examples=100, deadline=None)
@given(EVERYONE, st.data())
def test_a_wrong_digit_anywhere_is_refused_at_its_board(app, answers: Answers, data: st.DataObject) -> None:
    written = sheet(answers)
    field = data.draw(st.sampled_from([name for name in written if name != SET]))
    place = data.draw(st.sampled_from([at for at, sign in enumerate(written[field]) if sign != " "]))
    digit = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != written[field][place]]))
    written[field] = written[field][:place] + digit + written[field][place + 1 :]
    with app.test_request_context():
        _, problems = read_boards(MultiDict(written))
    assert [problem.target for problem in problems][:1] == [field]
    assert "not on this board" in problems[0].words


def test_the_page_has_a_named_field_for_each_board_and_none_for_ticks(visitor: Visitor) -> None:
    page = visitor.get(ENTER)
    labels = {one.get("for"): page.text_of(one) for one in page.all("label")}
    for board in BOARDS:
        assert labels[board_field(board)].startswith(f"{board.number}. {board.question.topic}")
    assert len(set(labels.values())) == len(labels) == len(BOARDS) + 1
    assert {one.get("type") for one in page.all("input")} == {"hidden", None}


def test_digits_give_the_same_result_as_one_by_one(visitor: Visitor) -> None:
    changes = {"severity": ["severe"], "limbs": ["pain_one"], "risk": ["age_65", "past_clot"]}
    one_by_one = visitor.result(changes)
    answers = with_answers(CALM, {question: tuple(said) for question, said in changes.items()})
    typed = visitor.post(ENTER, sheet(answers))
    assert (typed.path, typed.text) == ("/result", one_by_one.text)


def test_a_blank_board_was_not_asked(visitor: Visitor) -> None:
    written = sheet(Answers({RESPONDENT: ("patient",), "breathing": ("no",)}))
    page = visitor.post(ENTER, written)
    assert page.path == "/result"
    assert page.tier != "self_care"
    with visitor.client.session_transaction() as session:
        assert set(session["answers"]) == {RESPONDENT, "breathing"}


def board_of(question: str, part: int = 1) -> Board:
    return next(board for board in BOARDS if board.question.id == question and board.part == part)


def changed(question: str, typed: str, part: int = 1) -> dict[str, str]:
    return {**sheet(Answers(CALM)), board_field(board_of(question, part)): typed}


FIRST_RISK = board_of("risk")
BAD = {
    "no set": ({**sheet(Answers(CALM)), SET: ""}, SET, "Type the number of the set"),
    "another set": ({**sheet(Answers(CALM)), SET: "0000"}, SET, "not the number of the boards that we print now"),
    "nobody": ({**sheet(Answers(CALM)), "board_1": ""}, "board_1", "Type who answered."),
    "a digit alone": (changed("fever", "1"), board_field(board_of("fever")), "two digits for each answer"),
    "letters": (changed("fever", "ab"), board_field(board_of("fever")), "two digits for each answer"),
    "another board's": (changed("fever", "15"), board_field(board_of("fever")), "not on this board"),
    "twice": (changed("fever", "12 12"), board_field(board_of("fever")), "twice"),
    "none and more": (changed("fever", "12 56"), board_field(board_of("fever")), "Keep one or the other"),
    "two of one": (changed("skin", "13 24"), board_field(board_of("skin")), "Choose one answer"),
    "a part left out": (
        changed("risk", "", part=1),
        board_field(FIRST_RISK),
        f"type {FIRST_RISK.numbers[NOT_SURE]}, for not sure",
    ),
}


@pytest.mark.parametrize(("written", "field", "says"), BAD.values(), ids=list(BAD))
def test_each_mistake_is_said_in_words_at_its_field(visitor: Visitor, written, field: str, says: str) -> None:
    page = visitor.post(ENTER, written)
    assert (page.status, page.path) == (400, "/clinic/enter")
    assert page.title.startswith("Error: ")
    assert f"#{field}" in page.links
    wrong = next(one for one in page.all("input") if one.get("name") == field)
    assert wrong.get("aria-invalid") == "true"
    assert says in next(page.text_of(one) for one in page.all("p") if one.get("id") == f"{field}-wrong")
    assert typed_in(page) == {name: typed for name, typed in written.items() if typed}


def typed_in(page: Page) -> dict[str, str]:
    fields = {one.get("name"): one.get("value") for one in page.all("input") if one.get("name") != "csrf_token"}
    return {name: value for name, value in fields.items() if value}


def test_digits_of_another_set_are_not_read_at_all(visitor: Visitor) -> None:
    visitor.walk()
    written = sheet(with_answers(CALM, {"breathing": ("much_worse",)}))
    page = visitor.post(ENTER, {**written, SET: "0000"})
    assert page.status == 400
    assert visitor.get("/result").tier == "self_care"


def test_what_was_typed_is_kept_when_the_page_was_open_too_long(visitor: Visitor) -> None:
    written = sheet(Answers(CALM))
    page = visitor.post(ENTER, written, token="old")
    assert page.status == 400
    assert "did not reach us" in page.text
    assert typed_in(page) == written


def test_the_two_ways_of_copying_lead_to_each_other(visitor: Visitor) -> None:
    assert ENTER in visitor.get("/clinic/enter").links
    assert "/clinic/enter" in visitor.get(ENTER).links
    assert visitor.get("/clinic/enter?from=elsewhere").status == 400
