"""The sizes of paper that everything printed here comes in."""

from collections.abc import Mapping
from typing import NamedTuple

from site_settings import PaperSize


class Paper(NamedTuple):
    """A size of paper: its name for people, for CSS and for typst, and its width in millimetres."""

    name: str
    css: str
    typst: str
    width: float


PAPERS: Mapping[PaperSize, Paper] = {
    "A4": Paper("A4", "A4", "a4", 210),
    "Letter": Paper("US Letter", "letter", "us-letter", 215.9),
}
