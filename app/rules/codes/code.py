"""The summary code: all answers, when the last was given and the result of then, as letters to write down.

A code is the letter of its question set (see ``released``), one number in Crockford's base 32, and four check
letters. The number is counted up from digits of different sizes, one for each thing it holds:

    time in minutes | each question's state ... | how many questions, up to the last one answered | tier | form

In the sparse form a question with its calmest answer takes one bit, and any other one bit more than in the dense
form. The shorter of the two is used, so few troubles make a short code and many never a very long one.
Pure: no clock, and nothing that says who the person is.
"""

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from app.rules.answers import Answers
from app.rules.codes import check_letters
from app.rules.codes.letters import BITS, GROUP, BadCode, grouped, letters_of, number_of, written
from app.rules.codes.released import BY_LETTER, BY_VERSION, Layout
from app.rules.codes.typed import letters_in
from app.rules.shape import Content

EPOCH = 1_577_836_800  # 2020-01-01, UTC: a code needs no letters for the years before there were codes
LAST_MINUTE = (1 << 25) - 1  # in October 2083; with a later one, the longest code would outgrow its check letters


class Decoded(NamedTuple):
    """What a code says. ``answers`` are those of the question set of then, so they may hold ids and values that
    today's content lacks (keep_valid drops them); ``answered_at`` is in seconds since 1970, cut to the minute;
    ``tier`` is the id of the result of then."""

    answers: Answers
    answered_at: int
    version: str
    tier: str


def encode(content: Content, answers: Answers, answered_at: int, tier: str) -> str:
    """The code of these answers, given at ``answered_at`` (seconds since 1970), with the id of their tier.

    Raises KeyError when this version of the content has no file among the released ones. A time before 2020 or
    after 2083 comes from a wrong clock and is put at that end.
    """
    layout = BY_VERSION[content.version]
    minute = min(max((answered_at - EPOCH) // 60, 0), LAST_MINUTE)
    letters = _letters(layout, answers, minute, tier)
    if _is_ambiguous(letters):  # once in a million: a neighbouring minute makes another code
        letters = _letters(layout, answers, minute + 1 if minute < LAST_MINUTE else minute - 1, tier)
    return grouped(letters)


def decode(text: str) -> Decoded:
    """What the code in ``text`` says, in capitals or not, with or without dashes, as ``typed`` finds it.

    Raises BadCode for every other text.
    """
    return _said(letters_in(text))


def wrong_group(text: str) -> int | None:
    """The group of a mistyped code, counted from 1, that holds its wrong letter if just one is wrong.

    None where no single letter, or one in each of several groups, would make a code of it. Raises BadCode for text that
    has not the letters of a code.
    """
    found = check_letters.one_letter_away(letters_in(text))
    groups = {place // GROUP + 1 for place, changed in found if _is_code(changed)}
    return groups.pop() if len(groups) == 1 else None


def _is_code(letters: list[int]) -> bool:
    try:
        return bool(_said(letters))
    except BadCode:
        return False


def _said(letters: list[int]) -> Decoded:
    if not check_letters.are_right(letters) or _is_ambiguous(letters):
        raise BadCode("mistyped")
    layout = BY_LETTER.get(letters[0])
    if layout is None:
        raise BadCode("newer")
    answers, minute, tier = _unpack(layout, number_of(letters[1 : -check_letters.COUNT]))
    if minute > LAST_MINUTE or _letters(layout, answers, minute, tier) != letters:
        raise BadCode("mistyped")  # right by chance: no set of answers is written like this
    return Decoded(answers, EPOCH + minute * 60, layout.version, tier)


def alone(text: str) -> str:
    """The code in ``text`` without anything that came with it. Raises BadCode."""
    return written(letters_in(text))


def _letters(layout: Layout, answers: Answers, minute: int, tier: str) -> list[int]:
    """The code as numbers from 0 to 31: the shorter of its two forms."""
    number = min(_pack(layout, answers, minute, tier, sparse) for sparse in (False, True))
    count = max(1, ceil(number.bit_length() / BITS))
    letters = [layout.letter, *letters_of(number, count)]
    return letters + check_letters.check_letters(letters)


def _is_ambiguous(letters: Sequence[int]) -> bool:
    """True for a later code that is also right as one of 1.0, but for its first letter.

    The two have different check letters, which cannot tell a slip in that one letter. So such a code is never made.
    """
    first = check_letters.FIRST_RELEASE
    return letters[0] != first and check_letters.are_right([first, *letters[1:]])


def _pack(layout: Layout, answers: Answers, minute: int, tier: str, sparse: bool) -> int:
    digits = [(int(sparse), 2), (layout.tiers.index(tier), len(layout.tiers))]
    reached = max((place for place, asked in enumerate(layout.question, 1) if asked.id in answers), default=0)
    digits.append((reached, len(layout.question) + 1))
    for asked in layout.question[:reached]:
        state = asked.state(answers.get(asked.id))
        if not sparse:
            digits.append((state, asked.size))
        else:
            digits += [(1, 2), (state - 1, asked.size - 1)] if state else [(0, 2)]
    number = minute
    for digit, size in reversed(digits):
        number = number * size + digit
    return number


def _unpack(layout: Layout, number: int) -> tuple[Answers, int, str]:
    """The answers, the minute and the tier in a number. Any number gives some."""
    number, sparse = divmod(number, 2)
    number, tier = divmod(number, len(layout.tiers))
    number, reached = divmod(number, len(layout.question) + 1)
    given = {}
    for asked in layout.question[:reached]:
        number, state = divmod(number, 2 if sparse else asked.size)
        if sparse and state:
            number, state = divmod(number, asked.size - 1)
            state += 1
        said = asked.said(state)
        if said:
            given[asked.id] = said
    return Answers(given), number, layout.tiers[tier]
