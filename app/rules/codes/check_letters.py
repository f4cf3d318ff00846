"""The four letters at the end of a code that show whether it was copied rightly.

Letters are numbers of the field with 32 elements, and a right code is a multiple of a polynomial of degree 4. How
many letters there are counts as part of the first one, so letters missing at the end are noticed too.

- Codes of content 1.0 (their first letter is 1) have the polynomial with the roots a, a^2, a^3 and a^4, a Reed-Solomon
  code: up to four wrong letters never make another right code, but its words may not be longer than 31 letters.
- Later codes are longer and have x^4 + 2x^3 + 7x^2 + 2x + 1 (in the numbers of the letters). In words of up to 36
  letters, up to three wrong letters never make another right code; nor does a swap of two, which is two wrong ones.

In both, up to three letters missing at the end are always noticed. Those left out or put in elsewhere slip through once
in a million times. tests/rules/test_code.py proves the two guarantees for every length.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from app.rules.codes.letters import BITS, letters_of, number_of

COUNT = 4
LETTERS = 1 << BITS
"""How many letters the alphabet of codes has."""
FIRST_RELEASE = 1
"""The letter that codes of content 1.0 begin with."""

_REST = BITS * (COUNT - 1)
_ALL = (1 << BITS * COUNT) - 1

# Powers of a, where a^5 = a^2 + 1; written twice, so that a sum of two exponents needs no remainder.
_ORDER = 31
_POWERS = [1]
while len(_POWERS) < 2 * _ORDER:
    _next = _POWERS[-1] << 1
    _POWERS.append(_next ^ 0b100101 if _next & 0b100000 else _next)
_EXPONENTS = {value: exponent for exponent, value in enumerate(_POWERS[:_ORDER])}


class Scheme(NamedTuple):
    """A way to make check letters: its polynomial without the leading 1, highest power first, and how long its
    words may be."""

    divisor: tuple[int, ...]
    longest: int

    def check(self, letters: Sequence[int]) -> list[int]:
        """The check letters of a code's other letters, which are numbers from 0 to 31; there is at least one."""
        return letters_of(self.remainder((letters[0] ^ len(letters) % LETTERS, *letters[1:])), COUNT)

    def remainder(self, letters: Sequence[int], begun: int = 0) -> int:
        """What is left of these letters after a division, in one number of four letters; ``begun`` is what was left of
        those before them."""
        left, added = begun, _multiples(self.divisor)
        for letter in letters:
            left = (left << BITS) & _ALL ^ added[letter ^ left >> _REST]
        return left

    def slips(self, letters: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Each place where one letter could be wrong, from the last to the first, and by how much it would be."""
        off = [right ^ there for right, there in zip(self.check(letters[:-COUNT]), letters[-COUNT:], strict=True)]
        unit = 1  # what the check letters are off by when a letter is off by 1
        for place in range(len(letters) - 1, -1, -1):
            if by := _multiple(off, letters_of(unit, COUNT)):
                yield place, by
            unit = self.remainder((0,), unit)


def scheme_of(first: int) -> Scheme:
    """The scheme of the codes that begin with this letter."""
    return FIRST if first == FIRST_RELEASE else LATER


def check_letters(letters: Sequence[int]) -> list[int]:
    """The check letters of a code's other letters, by the scheme of its first letter."""
    return scheme_of(letters[0]).check(letters)


def are_right(letters: Sequence[int]) -> bool:
    """True when a whole code ends in the check letters of its beginning, and is not too long for them."""
    return len(letters) <= scheme_of(letters[0]).longest and check_letters(letters[:-COUNT]) == list(letters[-COUNT:])


def one_letter_away(letters: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    """Every place where one other letter would make a wrong code right, and the code with that letter."""
    for scheme in (FIRST, LATER):
        for place, by in scheme.slips(letters) if len(letters) <= scheme.longest else ():
            changed = [*letters[:place], letters[place] ^ by, *letters[place + 1 :]]
            if scheme_of(changed[0]) is scheme:  # the first letter also chooses the scheme
                yield place, changed


@cache
def _multiples(divisor: tuple[int, ...]) -> tuple[int, ...]:
    """The divisor times each letter, each in one number."""
    return tuple(number_of(_times(letter, factor) for factor in divisor) for letter in range(LETTERS))


def _times(one: int, other: int) -> int:
    return _POWERS[_EXPONENTS[one] + _EXPONENTS[other]] if one and other else 0


def _multiple(whole: Sequence[int], unit: Sequence[int]) -> int:
    """What the unit, which is not all 0, is multiplied by to make the whole; 0 where nothing does."""
    at = next(place for place, part in enumerate(unit) if part)
    by = _times(whole[at], _POWERS[_ORDER - _EXPONENTS[unit[at]]])
    return by if [_times(by, part) for part in unit] == list(whole) else 0


def _with_roots(exponents: Sequence[int]) -> tuple[int, ...]:
    """The product of (x - a^e) without its leading 1, highest power first."""
    product = [1]
    for exponent in exponents:
        shifted = [0, *(_times(factor, _POWERS[exponent]) for factor in product)]
        product = [left ^ right for left, right in zip([*product, 0], shifted, strict=True)]
    return tuple(product[1:])


FIRST = Scheme(_with_roots((1, 2, 3, 4)), 31)
LATER = Scheme((2, 7, 2, 1), 36)
LONGEST = LATER.longest
