"""A PDF as it is read back: its words, each piece of text with its size and place, its outlines, and its structure."""

import io
from collections.abc import Iterator
from contextlib import closing
from functools import cached_property
from typing import Any, NamedTuple

import pypdf
import pypdfium2

from tests.telling.summary_help import sheets

MILLIMETRE = 72 / 25.4
"""In points."""
Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points from the lower left corner of the page."""
Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]


class Piece(NamedTuple):
    """Letters that were drawn at once, their size in points, and the height of the line they stand on."""

    text: str
    points: float
    height: float


class Outline(NamedTuple):
    """A closed line with round corners: a frame, or a box to tick."""

    box: Box
    dashed: bool


class Drawn:
    """A PDF file. What is asked of it is worked out once: text by pdfium, which is quick, the rest by pypdf."""

    def __init__(self, made: bytes) -> None:
        self.made = made

    @cached_property
    def reader(self) -> pypdf.PdfReader:
        """For what is no text: structure, fonts, sizes of pages."""
        return pypdf.PdfReader(io.BytesIO(self.made))

    @cached_property
    def words(self) -> list[str]:
        """The text of each page, on one line."""
        return sheets(self.made)

    @cached_property
    def pieces(self) -> list[list[Piece]]:
        """The pieces of text of each page, as they were drawn, without those of blanks alone."""
        with closing(pypdfium2.PdfDocument(self.made)) as document:
            return [[piece for piece in _pieces(page) if piece.text.strip()] for page in document]

    @cached_property
    def outlines(self) -> list[list[Outline]]:
        """The outlines of each page."""
        return [list(_outlines(page)) for page in self.reader.pages]

    @property
    def sizes(self) -> list[tuple[int, int]]:
        """How wide and high each page is, in points."""
        return [tuple(round(float(side)) for side in page.mediabox[2:]) for page in self.reader.pages]

    @property
    def fonts(self) -> set[str]:
        """The fonts of all pages, without the mark that only a part of each is in the file."""
        resources = [page["/Resources"]["/Font"] for page in self.reader.pages]
        return {font["/BaseFont"].partition("+")[2] for fonts in resources for font in fonts.values()}


def _pieces(page: pypdfium2.PdfPage) -> Iterator[Piece]:
    with closing(page.get_textpage()) as text:
        for drawn in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT], textpage=text):
            matrix = drawn.get_matrix()
            yield Piece(drawn.extract(), round(drawn.get_font_size() * matrix.d, 1), matrix.f)


def _outlines(page: pypdf.PageObject) -> Iterator[Outline]:
    kept: list[tuple[Matrix, bool]] = []
    now: Matrix = (1, 0, 0, 1, 0, 0)
    points: list[Point] = []
    dashed = curved = False
    for operands, operator in pypdf.generic.ContentStream(page.get_contents(), page.pdf).operations:
        if operator == b"q":
            kept.append((now, dashed))
        elif operator == b"Q":
            now, dashed = kept.pop()
        elif operator == b"cm":
            now = _combined(tuple(float(one) for one in operands), now)
        elif operator == b"d":
            dashed = bool(operands[0])
        elif operator == b"m":
            points, curved = [_at(operands[-2:], now)], False
        elif operator in (b"l", b"c"):
            points.append(_at(operands[-2:], now))
            curved |= operator == b"c"
        elif operator in (b"S", b"s") and curved:
            across, up = zip(*points, strict=True)
            yield Outline((min(across), min(up), max(across), max(up)), dashed)


def _combined(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _at(point: Any, matrix: Matrix) -> Point:
    x, y = (float(one) for one in point)
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)
