"""Finds the sentences of the TOML content for translators; Babel calls it by way of babel.cfg."""

import json
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import IO, Any, NamedTuple

from app.rules.spoken import SPOKEN

VOICES = ("patient", "caregiver", "together")
NAMES = ("id", "value")

Message = tuple[int, None, str, list[str]]


class Spoken(NamedTuple):
    """A sentence, and where it stands: the ids and keys that lead to it."""

    words: str
    where: str


def extract(
    fileobj: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[Message]:
    """Babel's extraction interface: (line, function name, message, comments) for each sentence of a file.

    The comment says where the sentence stands and who hears it, for a translator cannot guess either.
    """
    source = fileobj.read().decode()
    lines, line = source.splitlines(), 0
    for spoken in sentences(tomllib.loads(source)):
        line = find_line(lines, spoken.words, line)
        yield line + 1, None, spoken.words, [spoken.where]


def sentences(node: object, where: str = "") -> Iterator[Spoken]:
    """Every string of a parsed TOML file that a person may read, in the file's order."""
    if isinstance(node, list):
        for child in node:
            yield from sentences(child, where)
    elif isinstance(node, dict):
        here = _join(where, *(str(node[name]) for name in NAMES if name in node))
        for key, child in node.items():
            if isinstance(child, str) and (key in SPOKEN or key in VOICES):
                yield Spoken(child, _join(here, key))
            else:
                yield from sentences(child, _join(here, key))


def _join(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def find_line(lines: Sequence[str], words: str, start: int) -> int:
    """The index of the first line at or after ``start`` that holds the sentence; ``start`` if none does.

    A table of TOML may be written out of the parser's order, or a string may run over lines; the place
    is then the nearest known one, which is near enough to look it up.
    """
    written = (json.dumps(words, ensure_ascii=False), f"'{words}'")  # TOML's two ways to write a string on a line
    for place in range(start, len(lines)):
        if any(form in lines[place] for form in written):
            return place
    return start
