"""The four letters at the end of a code that show whether it was copied rightly.

Letters are numbers of the field with 32 elements, and a right code is a multiple of the polynomial with the roots
a, a^2, a^3 and a^4 (a Reed-Solomon code). Its words of up to 31 letters differ from each other in five places or
more. So up to four wrong letters, anywhere, never make another right code; nor does a swap of two letters, which
is two wrong ones. How many letters there are counts as part of the first one: so up to three missing at the end are
always noticed, and those left out or put in elsewhere slip through once in a million times.
"""

from collections.abc import Sequence

COUNT = 4
LONGEST = 31

# Powers of a, where a^5 = a^2 + 1; written twice, so that a sum of two exponents needs no remainder.
_POWERS = [1]
while len(_POWERS) < 2 * LONGEST:
    _next = _POWERS[-1] << 1
    _POWERS.append(_next ^ 0b100101 if _next & 0b100000 else _next)
_EXPONENTS = {value: exponent for exponent, value in enumerate(_POWERS[:LONGEST])}


def check_letters(letters: Sequence[int]) -> list[int]:
    """The check letters of a code's other letters, which are numbers from 0 to 31; there is at least one."""
    remainder = [0] * COUNT
    for letter in (letters[0] ^ len(letters), *letters[1:]):
        first = letter ^ remainder[0]
        remainder = [left ^ _times(first, factor) for left, factor in zip([*remainder[1:], 0], _DIVISOR, strict=True)]
    return remainder


def are_right(letters: Sequence[int]) -> bool:
    """True when a whole code ends in the check letters of its beginning."""
    return check_letters(letters[:-COUNT]) == list(letters[-COUNT:])


def _times(one: int, other: int) -> int:
    return _POWERS[_EXPONENTS[one] + _EXPONENTS[other]] if one and other else 0


def _divisor() -> list[int]:
    """(x - a)(x - a^2)(x - a^3)(x - a^4) without its leading 1, highest power first."""
    product = [1]
    for root in range(1, COUNT + 1):
        shifted = [0, *(_times(factor, _POWERS[root]) for factor in product)]
        product = [left ^ right for left, right in zip([*product, 0], shifted, strict=True)]
    return product[1:]


_DIVISOR = _divisor()
