"""The eye-pointing boards: every answer on one, never too many, and no slip of a digit reads as another answer."""

from itertools import product

import msgspec
import pytest

from app.rules.answers import BadAnswer
from app.rules.codes.boards import MOST_PLACES, READER, BadNumbers, Board, boards, read_numbers, set_number
from app.rules.load import content
from app.rules.shape import NONE, NOT_SURE

BOARDS = boards(content())
IN_PARTS = [board for board in BOARDS if board.parts > 1]


def parts_of(question_id: str) -> list[Board]:
    return [board for board in BOARDS if board.question.id == question_id]


def refused(board: Board, typed: str) -> str:
    with pytest.raises(BadNumbers) as caught:
        read_numbers([(board, typed)])
    assert str(caught.value) == f"{caught.value.reason} at board {board.number}"  # nothing of what was typed
    return caught.value.reason


def test_the_boards_are_numbered_in_the_order_of_the_questions() -> None:
    assert [board.number for board in BOARDS] == list(range(1, len(BOARDS) + 1))
    asked = list(dict.fromkeys(board.question.id for board in BOARDS))
    assert asked == [question.id for question in content().questions]


def test_every_answer_stands_on_one_board_and_at_most_eight_on_each() -> None:
    for question in content().questions:
        stand = [option.value for board in parts_of(question.id) for option in board.options]
        assert set(stand) == {option.value for option in question.options_for(READER)}
        twice = {value for value in stand if stand.count(value) > 1}
        assert twice <= {NONE, NOT_SURE}
    assert max(len(board.options) for board in BOARDS) <= MOST_PLACES == 8


def test_a_question_is_spread_only_where_it_must_be_and_each_part_can_say_none_and_not_sure() -> None:
    for board in BOARDS:
        assert (board.parts > 1) == (len(board.question.options_for(READER)) > MOST_PLACES)
    assert IN_PARTS
    assert all({NONE, NOT_SURE} < set(board.numbers) for board in IN_PARTS)


def test_every_number_is_two_digits_and_means_one_answer_of_its_board() -> None:
    for board in BOARDS:
        assert len(set(board.numbers.values())) == len(board.options)
        for value, number in board.numbers.items():
            assert len(number) == 2
            assert number.isdigit()
            if board.parts == 1:
                assert read_numbers([(board, number)]) == (value,)


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: f"board {board.number}")
def test_a_wrong_digit_and_two_that_are_swapped_are_refused(board: Board) -> None:
    for number in board.numbers.values():
        slips = {number[::-1]} | {digit + number[1] for digit in "0123456789"} | {number[0] + d for d in "0123456789"}
        for slip in slips - {number}:
            assert refused(board, slip) == "not_here"
        for slip in (number[0], number[1], number + number[1], number[0] + number, f"{number[0]} {number[1]}"):
            assert refused(board, slip) == "not_pairs"


def test_the_numbers_of_the_board_before_or_after_are_refused() -> None:
    """A sheet copied one or two lines off is noticed at every board."""
    for one, other in product(BOARDS, BOARDS):
        if 0 < abs(one.number - other.number) <= 2:
            assert not set(one.numbers.values()) & set(other.numbers.values())


@pytest.mark.parametrize("typed", ["1a", "a1", "1.5", "-15 2", "¹⁵", "١٥", "15 x", "15|26", "<b>15</b>"])
def test_anything_but_pairs_of_digits_is_refused(typed: str) -> None:
    assert refused(parts_of("awake")[0], typed) == "not_pairs"


@pytest.mark.parametrize("typed", ["15 26", "1526", "15, 26", "26 15", " 15\t26 ", "15/26", "15-26"])
def test_pairs_are_read_however_they_are_set_apart(typed: str) -> None:
    assert set(read_numbers([(parts_of("awake")[0], typed)])) == {"drowsy", "skin_colour"}


def test_the_same_number_twice_and_none_with_a_tick_are_refused() -> None:
    board = parts_of("awake")[0]
    assert refused(board, "15 15") == "twice"
    with pytest.raises(BadAnswer, match="none_with_others"):
        read_numbers([(board, f"15 {board.numbers[NONE]}")])


def test_blank_boards_are_not_asked() -> None:
    assert read_numbers([(board, " ") for board in parts_of("risk")]) == ()


@pytest.mark.parametrize("blank", [0, 1, 2])
def test_a_part_that_was_not_shown_is_never_none_of_these(blank: int) -> None:
    typed = [(board, board.numbers[NONE]) for board in parts_of("risk")]
    assert read_numbers(typed) == (NONE,)
    typed[blank] = (typed[blank][0], "")
    with pytest.raises(BadNumbers, match="part_blank") as caught:
        read_numbers(typed)
    assert caught.value.board == typed[blank][0].number


def test_none_on_one_part_takes_nothing_away_from_another() -> None:
    first, second, third = parts_of("risk")
    none = [(board, board.numbers[NONE]) for board in (first, second, third)]
    assert read_numbers([none[0], (second, second.numbers["cancer"]), none[2]]) == ("cancer",)
    assert read_numbers([none[0], (second, second.numbers[NOT_SURE]), none[2]]) == (NOT_SURE,)


def test_the_number_of_the_set_changes_with_every_word_and_place_of_an_answer() -> None:
    shipped = content()
    assert set_number(shipped) == set_number(msgspec.structs.replace(shipped, digest="another"))
    question = shipped.question["fall"]
    first, *rest = question.option
    reworded = msgspec.structs.replace(question, option=(msgspec.structs.replace(first, label="No!"), *rest))
    moved = msgspec.structs.replace(question, option=(*rest, first))
    for changed in (reworded, moved):
        questions = tuple(changed if one.id == "fall" else one for one in shipped.questions)
        assert set_number(msgspec.structs.replace(shipped, questions=questions)) != set_number(shipped)
