"""Reading one file of content: from bytes to typed entries, with mistakes said so that their author can mend them."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

from app.rules.errors import ContentError, Problem
from app.rules.shape import AnyOf, Frozen

File = TypeVar("File", bound=Frozen)
Steps = Sequence[tuple[str, str]]
"""The way to a place in a file: at each step a key, or else the number of an entry in a list."""

_STEP = re.compile(r"\.(\w+)|\[(\d+|\.\.\.)\]")


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
        steps = _STEP.findall(path)
        where = _named(table, steps) or path.rstrip("`") or "the file"
        raise ContentError([Problem(file, where, what, _remedy(kind, what, steps))]) from error


def _any_of(kind: type, value: object) -> AnyOf:
    if kind is not AnyOf or not isinstance(value, dict):
        raise ValueError("expected a table of question ids and lists of answers")
    for values in value.values():
        if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
            raise ValueError("expected a list of answers for each question id")
    return AnyOf(value)


def _remedy(kind: type[Frozen], what: str, steps: Steps) -> str:
    """What an author does about it. A word that is unknown may be a slip of the pen, so the known ones are named."""
    if "missing required field" in what:
        return "add it"
    if "unknown field" in what:
        return f"remove it, or use one of {_known(kind, steps)}"
    if "Invalid enum value" in what:
        return f"use one of {_known(kind, steps)}"
    return "write what is expected there (in TOML an array is [...] or [[...]], an object a table)"


def _known(kind: type[Frozen], steps: Steps) -> list[str]:
    """The keys, or the values, that there can be where the steps lead."""
    found = _plain(inspect.type_info(kind))
    for key, _ in steps:
        found = _plain(_into(found, key))
    match found:
        case inspect.StructType(fields=known):
            return [field.name for field in known]
        case inspect.LiteralType(values=choices):
            return [str(choice) for choice in choices]
    return []


def _into(kind: inspect.Type, key: str) -> inspect.Type:
    """The type of a table's key; of what a list or a table of free names holds, where there is none."""
    match kind:
        case inspect.StructType(fields=known):
            return next(field.type for field in known if field.name == key)
        case inspect.VarTupleType(item_type=inner) | inspect.DictType(value_type=inner):
            return inner
    return kind


def _plain(kind: inspect.Type) -> inspect.Type:
    """A type without the None that it may be instead."""
    if isinstance(kind, inspect.UnionType):
        return next(one for one in kind.types if not isinstance(one, inspect.NoneType))
    return kind


def _named(table: Mapping[str, Any], steps: Steps) -> str:
    """Turn the steps of a path like ``$.rule[3].tier`` into words an author can find: the ids along the way."""
    where: list[str] = []
    node: Any = table
    for key, index in steps:
        node = _at(node, key, index)
        if key:
            where.append(key)
        elif isinstance(node, dict):
            where.append(repr(node.get("id", node.get("value", f"number {int(index) + 1}"))))
    return " ".join(where)


def _at(node: Any, key: str, index: str) -> Any:
    """One step into a parsed file; None where it leads nowhere, or where msgspec does not say which entry it means."""
    try:
        return node[key] if key else node[int(index)]
    except (KeyError, IndexError, TypeError, ValueError):
        return None
