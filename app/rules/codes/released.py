"""How the codes of each released question set are laid out.

A printed code must open for ever, whatever becomes of the questions. So each version of the content that was ever
served has a file here, named after it, with its question ids, answers and tiers in their order of then. A file is
written once and never edited: its order is the meaning of the codes.

``freeze`` makes the file of a new version, and scripts/freeze.py saves it; ``check`` finds content that has outgrown
its own.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import msgspec

from app.rules.errors import Problem
from app.rules.shape import NONE, Content, Kind, Question

FOLDER = Path(__file__).with_name("layouts")


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """One question as it was asked. ``calmest`` is the answer that a code has the fewest letters for."""

    id: str
    kind: Kind
    values: tuple[str, ...]
    calmest: str

    @cached_property
    def size(self) -> int:
        """How many states the question has: each answer (each set of ticks), and not asked."""
        return 1 + (len(self.values) if self.kind == "one" else 1 << len(self._ticks))

    def state(self, said: Sequence[str] | None) -> int:
        """The number of an answer, or of None for not asked; the calmest answer is 0. Raises ValueError for others."""
        return (self._place(said) - self._calmest_place) % self.size

    def said(self, state: int) -> tuple[str, ...] | None:
        """The answer with a number, None for not asked. The opposite of ``state``."""
        place = (state + self._calmest_place) % self.size
        if place == self.size - 1:
            return None
        if self.kind == "one":
            return (self.values[place],)
        ticked = tuple(value for bit, value in enumerate(self._ticks) if place >> bit & 1)
        return ticked or (NONE,)

    @cached_property
    def _ticks(self) -> tuple[str, ...]:
        return tuple(value for value in self.values if value != NONE)

    @cached_property
    def _calmest_place(self) -> int:
        return self._place((self.calmest,))

    def _place(self, said: Sequence[str] | None) -> int:
        """Single answers count up in their order; ticks are the bits of a number; not asked comes last."""
        if said is None:
            return self.size - 1
        if self.kind == "one":
            return self.values.index(said[0])
        return sum(1 << self._ticks.index(value) for value in said if value != NONE)


class Layout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A released question set. ``letter`` (1 to 31) is what its codes begin with."""

    version: str
    letter: int
    tiers: tuple[str, ...]
    question: tuple[Asked, ...]


def check(content: Content) -> Iterator[Problem]:
    """A problem where the codes of this content would not be those that its version promises."""
    layout = BY_VERSION.get(content.version)
    remedy = "give the content a new version, and write its file: python -m scripts.freeze"
    if layout is None:
        yield Problem("questions", f"version {content.version!r}", "its codes have no released layout", remedy)
        return
    if layout.tiers != tuple(tier.id for tier in content.tiers):
        yield Problem("tiers", "the file", f"version {layout.version} was released with other tiers", remedy)
    frozen = [(asked.id, asked.kind, asked.values) for asked in layout.question]
    if frozen != [(question.id, question.kind, question.values) for question in content.questions]:
        yield Problem("questions", "the file", f"version {layout.version} was released with other answers", remedy)


def freeze(content: Content, letter: int) -> str:
    """The file of a new version: save it as ``<version>.toml`` with the first letter that no other version has."""
    return "\n".join(
        (
            f"# What the codes of content {content.version} mean. Printed codes rely on it: never edit or delete this.",
            f'version = "{content.version}"',
            f"letter = {letter}",
            f"tiers = {_listed(tier.id for tier in content.tiers)}",
            *(line for question in content.questions for line in _frozen(question)),
            "",
        )
    )


def _frozen(question: Question) -> tuple[str, ...]:
    calmest = next((option.value for option in question.option if option.calmest), question.values[0])
    return (
        "",
        "[[question]]",
        f'id = "{question.id}"',
        f'kind = "{question.kind}"',
        f"values = {_listed(question.values)}",
        f'calmest = "{calmest}"',
    )


def _listed(words: Iterator[str] | Sequence[str]) -> str:
    return "[" + ", ".join(f'"{word}"' for word in words) + "]"


def _read(file: Path) -> Layout:
    return msgspec.convert(tomllib.loads(file.read_text()), Layout)


# Read once, at start-up: a code is written and read without touching a file.
BY_VERSION: Mapping[str, Layout] = {layout.version: layout for layout in map(_read, sorted(FOLDER.glob("*.toml")))}
BY_LETTER: Mapping[int, Layout] = {layout.letter: layout for layout in BY_VERSION.values()}
