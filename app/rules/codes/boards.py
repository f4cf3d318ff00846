"""The eye-pointing boards: which answers stand together on which, and the two digits to write down for each.

The first digit counts the answers of a board from 1; the second is the first and the board's own step, without the
tens. So all numbers of a board have their digits equally far apart, and a number with one digit wrong, with both
swapped, or from the board before or after, is no number of this board. Pure: nothing here knows who answers.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from app.rules.answers import AnswerValues, BadAnswer
from app.rules.shape import NONE, Content, Option, Question, Voice

MOST_PLACES = 8
MOST_TICKS_OF_A_PART = 4
"""In a list that needs several boards: fewer answers leave room for larger letters."""

READER: Voice = "patient"
"""Whoever answers with the eyes is the person: a caregiver can write."""

STEPS = (1, 2, 3, 4, 6, 7, 8, 9)
"""Not 0 or 5: digits as far apart as these would be a number of the same board again when they are swapped."""

SET_DIGITS = 4


class BadNumbers(ValueError):
    """What was typed cannot be a board's numbers. ``reason`` is one of REASONS; what was typed stays out of it."""

    REASONS = ("not_pairs", "not_here", "twice", "part_blank")

    def __init__(self, reason: str, board: int) -> None:
        self.reason = reason
        self.board = board
        super().__init__(f"{reason} at board {board}")


class Board(NamedTuple):
    """One board: its number among all, its question, and which of how many parts of the question it is."""

    number: int
    question: Question
    part: int
    parts: int
    options: tuple[Option, ...]

    @property
    def numbers(self) -> Mapping[str, str]:
        """The two digits of each answer, by its value."""
        step = STEPS[self.number % len(STEPS)]
        return {option.value: f"{place}{(place + step) % 10}" for place, option in enumerate(self.options, 1)}


def boards(content: Content) -> list[Board]:
    """All boards of this content, in the order of its questions."""
    parts = [
        (question, part, len(split), options)
        for question, split in ((question, _split(question)) for question in content.questions)
        for part, options in enumerate(split, 1)
    ]
    return [Board(number, *part) for number, part in enumerate(parts, 1)]


def set_number(content: Content) -> str:
    """Digits that say which boards these are: others as soon as an answer stands elsewhere or is worded otherwise."""
    words = (
        (str(board.number), board.question.ask.to(READER), option.value, option.words(READER))
        for board in boards(content)
        for option in board.options
    )
    digest = hashlib.sha256("\n".join(chain.from_iterable(words)).encode()).hexdigest()
    return f"{int(digest, 16) % 10**SET_DIGITS:0{SET_DIGITS}}"


def read_numbers(typed: Sequence[tuple[Board, str]]) -> AnswerValues:
    """The values of one question from what was typed for each of its boards; empty when all were left blank.

    "None of these" speaks for its own board, so it is the answer only when every board says so. Raises BadNumbers, or
    BadAnswer when a board says "none of these" and something else.
    """
    said = [(board, _values(board, text)) for board, text in typed]
    found = tuple(chain.from_iterable(values for _, values in said))
    for board, values in said:
        if found and not values:  # perhaps these answers were never shown, which is not "none of these"
            raise BadNumbers("part_blank", board.number)
    return tuple(dict.fromkeys(value for value in found if value != NONE)) or tuple(dict.fromkeys(found))


def _values(board: Board, text: str) -> AnswerValues:
    meant = {number: value for value, number in board.numbers.items()}
    numbers = list(_pairs(board, text))
    if not all(number in meant for number in numbers):
        raise BadNumbers("not_here", board.number)
    if len(set(numbers)) < len(numbers):
        raise BadNumbers("twice", board.number)
    if len(numbers) > 1 and NONE in (meant[number] for number in numbers):
        raise BadAnswer(board.question.id, "none_with_others")
    return tuple(meant[number] for number in numbers)


def _pairs(board: Board, text: str) -> Iterator[str]:
    """The numbers, written apart or run together. A digit that stands alone is a slip, wherever it is."""
    for run in re.split(r"[\s,;.+/-]+", text):
        if not re.fullmatch(r"(?:[0-9]{2})*", run):
            raise BadNumbers("not_pairs", board.number)
        yield from re.findall("..", run)


def _split(question: Question) -> list[tuple[Option, ...]]:
    """The answers of each board of a question. Each board of a long list has "none of these" and "not sure" too."""
    options = tuple(question.ticks_first(READER))
    if len(options) <= MOST_PLACES:
        return [options]
    ticks = [option for option in options if not option.stands_alone]
    others = options[len(ticks) :]
    count = -(-len(ticks) // MOST_TICKS_OF_A_PART)
    edges = [len(ticks) * part // count for part in range(count + 1)]
    return [(*ticks[start:end], *others) for start, end in pairwise(edges)]
