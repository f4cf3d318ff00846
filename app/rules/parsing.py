"""Reading one file of content: from bytes to typed entries, with mistakes said so that their author can mend them."""

import re
import tomllib
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from app.rules.errors import ContentError, Problem
from app.rules.shape import AnyOf, Frozen

File = TypeVar("File", bound=Frozen)


def parse(file: str, data: bytes) -> dict[str, Any]:
    """The tables of a TOML file. Raises ContentError when it is none."""
    try:
        return tomllib.loads(data.decode("utf-8-sig"))  # some editors put a byte order mark first
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContentError([Problem(file, "the file", str(error), "correct the TOML at that place")]) from error


def typed(kind: type[File], file: str, table: Mapping[str, Any]) -> File:
    """The entries of a file. Raises ContentError when a table has a wrong or missing key or type."""
    try:
        return msgspec.convert(table, kind, dec_hook=_any_of)
    except msgspec.ValidationError as error:
        what, _, path = str(error).partition(" - at `")
        where = _named(table, path.rstrip("`")) if path else "the file"
        raise ContentError([Problem(file, where, what, "give the key and type that shape.py lists")]) from error


def _any_of(kind: type, value: object) -> AnyOf:
    if kind is not AnyOf or not isinstance(value, dict):
        raise ValueError("expected a table of question ids and lists of answers")
    for values in value.values():
        if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
            raise ValueError("expected a list of answers for each question id")
    return AnyOf(value)


def _named(table: Mapping[str, Any], path: str) -> str:
    """Turn msgspec's ``$.rule[3].tier`` into words an author can find: the ids along the way."""
    where: list[str] = []
    node: Any = table
    for key, index in re.findall(r"\.(\w+)|\[(\d+)\]", path):
        try:
            node = node[key] if key else node[int(index)]
        except (KeyError, IndexError, TypeError):
            where.append(key)
            break
        if key:
            where.append(key)
        elif isinstance(node, dict):
            where.append(repr(node.get("id", node.get("value", f"number {int(index) + 1}"))))
    return " ".join(where) or path
