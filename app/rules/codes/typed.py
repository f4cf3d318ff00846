"""The letters of a code in what somebody typed or pasted: alone, in its address, in brackets, or among other lines.

Text that has nothing but the letters of one code is read as that code and never as a part of it, so that a slip in it
stays a slip. Only where there is more is a part taken, and where two could be meant, neither.
Pure: what the letters mean is for ``code``.
"""

import re
import string
from typing import NamedTuple
from unicodedata import normalize

from app.rules.codes import check_letters
from app.rules.codes.letters import ALPHABET, GROUP, BadCode
from app.rules.codes.released import BY_LETTER

LONGEST_TEXT = 8000
"""Letters of a text that are looked at, its last ones: a whole summary as text has some 4,500, rarely 30,000, and its
code at the end."""
SHORTEST = 2 + check_letters.COUNT
SHORTEST_LOOKS, LETTERS_PER_DIGIT = 9, 5
"""What is no right code may be meant for one: with so many letters in a row, and at least a digit among so many."""

_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
_AS_READ = str.maketrans("abcdefghjkmnpqrstvwxyzuIiLlOo", "ABCDEFGHJKMNPQRSTVWXYZU111100")
# What people and programs put between or around letters: spaces, dashes of all kinds, and invisible characters.
_BETWEEN = re.compile(
    r"[\"'\u2018\u2019\u201c-\u201e\u2039\u203a\u00ab\u00bb\s\-_"
    r"\u00ad\u200b-\u200f\u2010-\u2015\u2060\u2212\ufe58\ufe63\ufeff\uff0d]+"
)
# Where a code ends and something else begins, but for a new line: a long code may go on there.
_APART = r"[#:,;|()\[\]{}<>]|\.(?=\s|$)"
_LINES = rf"[\r\n]|{_APART}"
_LABEL = re.compile(r"^\W*code\b(?=\s|\W*$)|(?<=\s)code\W*$", re.IGNORECASE)


class _Part(NamedTuple):
    """A part of a text, and what would be the letters of a code if it were one."""

    text: str
    letters: str


def letters_in(text: str) -> list[int]:
    """The letters of the one code in a text, right or not, as numbers from 0 to 31. Raises BadCode for other texts."""
    text = _usual(text)
    whole = _parts(_APART, text)
    parts = {*whole, *_parts(_LINES, text)}
    right = {part.letters for part in parts if _is_right(part.letters)}
    if len(whole) == 1 and _fits(whole[0].letters) and (len(right) < 2 or whole[0].letters in right):
        return _numbers(whole[0].letters)
    if len(right) > 1 or (right and _has_another(parts, *right)):
        raise BadCode("several")
    return _numbers(_checked(right.pop() if right else whole[0].letters if len(whole) == 1 else _bare(_behind(text))))


def _usual(text: str) -> str:
    """In letters of usual width. Each for itself: putting a thousand marks of one letter in order is dear."""
    if text.isascii():
        return text[-LONGEST_TEXT:]
    return "".join(normalize("NFKC", letter) for letter in text[-LONGEST_TEXT:])[-LONGEST_TEXT:]


def _parts(between: str, text: str) -> list[_Part]:
    """What stands between these signs, where any letter does."""
    return [_Part(part, letters) for part in re.split(between, text) if (letters := _bare(part))]


def _bare(part: str) -> str:
    return _BETWEEN.sub("", _LABEL.sub("", part)).translate(_AS_READ)


def _behind(text: str) -> str:
    """What follows the # of an address, or a label."""
    text = text.rstrip(f"{string.punctuation}{string.whitespace}")
    address, _, code = text.rpartition("#")
    return code if address else text.rpartition(":")[2]


def _fits(letters: str) -> bool:
    return set(letters) <= _VALUES.keys() and SHORTEST <= len(letters) <= check_letters.LONGEST


def _is_right(letters: str) -> bool:
    return _fits(letters) and check_letters.are_right(_numbers(letters))


def _has_another(parts: set[_Part], right: str) -> bool:
    """Whether beside the right code stands what may be another one, with a slip in it. Its own lines are none."""
    others = (part for part in parts if part.letters not in right and right not in part.letters)
    return any(_looks_like_a_code(part) for part in others)


def _looks_like_a_code(part: _Part) -> bool:
    """Words and dates are written with the same letters, but without groups of four, or with hardly a digit."""
    digits = sum(map(str.isdigit, part.text))
    groups = list(map(len, _BETWEEN.split(part.text)))
    grouped = groups.count(GROUP) > 1 or max(groups) >= SHORTEST_LOOKS
    begins = _fits(part.letters) and _numbers(part.letters)[0] in BY_LETTER
    return begins and grouped and digits * LETTERS_PER_DIGIT >= len(part.letters)


def _checked(letters: str) -> str:
    """The same. Raises BadCode when something else stands there, or too little or too much."""
    if wrong := set(letters) - _VALUES.keys():
        raise BadCode("letter_u" if wrong == {"U"} else "bad_letter")
    if len(letters) < SHORTEST:
        raise BadCode("too_short" if letters else "empty")
    if len(letters) > check_letters.LONGEST:
        raise BadCode("too_long")
    return letters


def _numbers(letters: str) -> list[int]:
    return [_VALUES[letter] for letter in letters]
