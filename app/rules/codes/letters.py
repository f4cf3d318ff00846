"""The letters of the summary code: which there are, how they are written, and how they are read from what was typed."""

import re
from collections.abc import Sequence
from unicodedata import normalize

from app.rules.codes import check_letters

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUP = 4
LONGEST_TEXT = 2000
"""Letters of a text that are looked at: an address and a code have far fewer."""
SHORTEST = 2 + check_letters.COUNT

_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
_AS_READ = str.maketrans("abcdefghjkmnpqrstvwxyzuIiLlOo", "ABCDEFGHJKMNPQRSTVWXYZU111100")
# What people and programs put between or around letters: spaces, dashes of all kinds, and invisible characters.
_BETWEEN = re.compile(
    r"[\"'\u2018\u2019\u201c-\u201e\u00ab\u00bb\s\-_"
    r"\u00ad\u200b-\u200f\u2010-\u2015\u2060\u2212\ufe58\ufe63\ufeff\uff0d]+"
)


class BadCode(ValueError):
    """Text that is no code. ``reason`` is one of REASONS; the text itself stays out of the message."""

    REASONS = ("empty", "letter_u", "bad_letter", "too_short", "too_long", "mistyped", "newer")

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def written(letters: Sequence[int]) -> str:
    """Letters, which are numbers from 0 to 31 elsewhere, as they are written."""
    return "".join(ALPHABET[letter] for letter in letters)


def grouped(letters: Sequence[int]) -> str:
    """The same in groups, which are easier to copy and to find a slip in."""
    text = written(letters)
    return "-".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))


def read(text: str) -> list[int]:
    """The letters of a code as numbers from 0 to 31. Raises BadCode."""
    # A hand-held scanner types the whole address that is in the QR code; the code is what follows its #.
    letters = _BETWEEN.sub("", _behind(text)).translate(_AS_READ)
    wrong = set(letters) - set(ALPHABET)
    if wrong:
        raise BadCode("letter_u" if wrong == {"U"} else "bad_letter")
    if len(letters) < SHORTEST:
        raise BadCode("too_short" if letters else "empty")
    if len(letters) > check_letters.LONGEST:
        raise BadCode("too_long")
    return [_VALUES[letter] for letter in letters]


def _behind(text: str) -> str:
    """The code without what is pasted with it: its address, or its label ("Code: ..."); in letters of usual width."""
    text = normalize("NFKC", text[:LONGEST_TEXT])
    address, _, code = text.rpartition("#")
    return code if address else text.rpartition(":")[2]
