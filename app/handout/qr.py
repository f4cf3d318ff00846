"""The QR code of a summary: level M, four modules of quiet zone."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple, Self

import zxingcpp

from app.telling.summary import Stamp, Summary

LEVEL = "M"
QUIET = 4
DARK = re.compile(rb"\0+")
GROUPS = 4
"""The most groups of a code in one line under its drawing."""
MILLIMETRES = 30
"""The least width of the code itself, without its quiet zone."""


class Code(NamedTuple):
    """A QR code: its rows of modules, a byte each, 0 for dark, without the quiet zone."""

    rows: tuple[bytes, ...]

    @classmethod
    def of(cls, words: str) -> Self:
        """The code that holds these words."""
        made = zxingcpp.create_barcode(words, zxingcpp.BarcodeFormat.QRCode, ec_level=LEVEL)
        drawn = made.to_image(scale=1, add_quiet_zones=False)
        size, _ = drawn.shape
        modules = bytes(drawn)  # type: ignore[call-overload]  # its stubs do not say that it is a buffer
        return cls(tuple(modules[at : at + size] for at in range(0, len(modules), size)))

    @property
    def svg(self) -> str:
        """It as an SVG drawing with its quiet zone, black on white."""
        size = len(self.rows) + 2 * QUIET
        dark = "".join(_bars(self.rows))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
            f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path stroke="#000" d="{dark}"/></svg>'
        )

    @property
    def printed_width(self) -> float:
        """How many millimetres wide the drawing must be, so that the code in it has its least width."""
        return MILLIMETRES * (len(self.rows) + 2 * QUIET) / len(self.rows)


def code_of(summary: Summary | Stamp) -> Code:
    """The QR code of a summary: of where it opens, or of its code alone where no address works elsewhere."""
    return Code.of(summary.address or summary.code)


def lines(code: str) -> list[str]:
    """A code as it stands under its drawing: lines of as equally many groups as can be, each with the hyphen after it.

    Left to itself, a line ends where a letter follows a hyphen, never where a digit does.
    """
    groups = code.split("-")
    count = -(-len(groups) // GROUPS)
    ends = [-(-len(groups) * line // count) for line in range(count + 1)]
    return ["-".join([*groups[at:end], *([""] if end < len(groups) else [])]) for at, end in pairwise(ends)]


def _bars(rows: Iterable[bytes]) -> Iterator[str]:
    """Each run of dark modules as a line along the middle of its row, one unit thick: a rectangle, in fewer letters."""
    for y, row in enumerate(rows, QUIET):
        at = 0
        yield f"M{QUIET} {y}.5"
        for run in DARK.finditer(row):
            yield f"m{run.start() - at} 0h{run.end() - run.start()}"
            at = run.end()
