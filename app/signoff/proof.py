"""What `make prove` found out about all possible answers, as it wrote it down."""

import json
from functools import cache
from pathlib import Path

import msgspec

FILE = Path(__file__).with_name("proof.json")


class Property(msgspec.Struct, frozen=True):
    """Something that holds for all answers: what, and how that was shown."""

    what: str
    how: str


class Proof(msgspec.Struct, frozen=True):
    """``digest`` is the content it holds for. ``answer_sets`` counts the valid sets of answers, gaps included."""

    version: str
    digest: str
    answer_sets: int
    properties: tuple[Property, ...]
    pairs: int
    triples: int
    cases: int
    mutants: int
    killed: dict[str, int]
    survivors: int
    conditions: int
    conditions_silent: int

    @property
    def magnitude(self) -> int:
        """How many zeros follow the first digit of the number of answer sets."""
        return len(str(self.answer_sets)) - 1


@cache
def proof() -> Proof:
    """The proof that is shipped."""
    return msgspec.convert(json.loads(FILE.read_text(encoding="utf-8")), Proof)
