"""The letters of the summary code: which there are, and how they are written. How they are read is in ``typed``."""

from collections.abc import Iterable, Sequence

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS = 5
"""How many bits of a number a letter holds."""
GROUP = 4


class BadCode(ValueError):
    """Text that is no code. ``reason`` is one of REASONS; the text itself stays out of the message."""

    REASONS = ("empty", "letter_u", "bad_letter", "too_short", "too_long", "several", "mistyped", "newer")

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def number_of(letters: Iterable[int]) -> int:
    """The number that these letters make, the first one weighing most."""
    number = 0
    for letter in letters:
        number = number << BITS | letter
    return number


def letters_of(number: int, count: int) -> list[int]:
    """The last so many letters of a number."""
    return [number >> BITS * place & (1 << BITS) - 1 for place in reversed(range(count))]


def written(letters: Sequence[int]) -> str:
    """Letters, which are numbers from 0 to 31 elsewhere, as they are written."""
    return "".join(ALPHABET[letter] for letter in letters)


def grouped(letters: Sequence[int]) -> str:
    """The same in groups, which are easier to copy and to find a slip in."""
    text = written(letters)
    return "-".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))
