"""Reading the clinical content from TOML, once a process, into the types of ``shape``.

The files under ``content/`` are the whole of what the app knows. They are read at start-up; nothing here changes
afterwards, and nothing after start-up reads a file.
"""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from app.rules.checks import check
from app.rules.codes import released
from app.rules.errors import ContentError, Problem
from app.rules.files import FILES
from app.rules.shape import AnyOf, Content, Frozen

CONTENT_FOLDER = Path(__file__).with_name("content")
CONTENT_VERSION = "1.1"


def read(folder: Path = CONTENT_FOLDER) -> Content:
    """Read and check every content file of a folder.

    Raises ContentError, naming file, id, what is wrong and how to mend it.
    """
    raw = {name: _bytes(folder, name) for name in FILES}
    content = build({name: _parse(name, data) for name, data in raw.items()}, _digest(raw))
    problems = [*check(content), *released.check(content)]
    if problems:
        raise ContentError(problems)
    return content


@cache
def content() -> Content:
    """The shipped content, read and checked once a process."""
    return read()


def build(tables: Mapping[str, Mapping[str, Any]], digest: str = "unsaved") -> Content:
    """Turn parsed TOML tables into typed content, without checking what they say.

    Raises ContentError when a table has a wrong or missing key or type.
    """
    files: dict[str, Any] = {name: _typed(name, tables[name]) for name in FILES}
    return Content(
        version=CONTENT_VERSION,
        digest=digest,
        review_by=files["tiers"].review_by,
        questions=files["questions"].question,
        tiers=files["tiers"].tier,
        unfinished=files["tiers"].unfinished,
        rules=files["rules"].rule,
        mechanisms=files["causes"].mechanism,
        causes=files["causes"].cause,
        risk_factors=files["causes"].risk_factor,
        advice=files["advice"].advice,
        crew=files["crew"],
        sources=files["sources"].source,
        parts=files["article"].part,
        article=files["article"].item,
    )


def _digest(raw: Mapping[str, bytes]) -> str:
    joined = b"".join(name.encode() + data for name, data in sorted(raw.items()))
    return hashlib.sha256(joined).hexdigest()[:8]


def _bytes(folder: Path, name: str) -> bytes:
    try:
        return (folder / f"{name}.toml").read_bytes()
    except OSError as error:
        raise ContentError([Problem(name, "the file", str(error.strerror), f"put it into {folder}")]) from error


def _parse(name: str, data: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(data.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContentError([Problem(name, "the file", str(error), "correct the TOML at that place")]) from error


def _typed(name: str, table: Mapping[str, Any]) -> Frozen:
    try:
        return msgspec.convert(table, FILES[name], dec_hook=_any_of)
    except msgspec.ValidationError as error:
        what, _, path = str(error).partition(" - at `")
        where = _named(table, path.rstrip("`")) if path else "the file"
        raise ContentError([Problem(name, where, what, "give the key and type that shape.py lists")]) from error


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
