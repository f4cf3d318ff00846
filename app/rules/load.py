"""Reading the clinical content from TOML, once a process, into the types of ``shape``.

The files under ``content/`` are the whole of what the app knows, but for what a site adds (site.py). They are read at
start-up; nothing after start-up reads a file.
"""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from app.rules.checks import check
from app.rules.codes import released
from app.rules.errors import ContentError, Problem
from app.rules.files import FILES
from app.rules.kept import forget, kept
from app.rules.parsing import parse, typed
from app.rules.shape import Content

CONTENT_FOLDER = Path(__file__).with_name("content")
CONTENT_VERSION = "1.1"

_put: list[Content] = []
"""The content that is served in place of the shipped one, if any is."""


def read(folder: Path = CONTENT_FOLDER) -> Content:
    """Read and check every content file of a folder.

    Raises ContentError, naming file, id, what is wrong and how to mend it.
    """
    content = unchecked(folder)
    problems = [*check(content), *released.check(content)]
    if problems:
        raise ContentError(problems)
    return content


def unchecked(folder: Path = CONTENT_FOLDER) -> Content:
    """The content of a folder, typed, without checking what it says. Raises ContentError when it cannot be typed."""
    raw = {name: _bytes(folder, name) for name in FILES}
    return build({name: parse(name, data) for name, data in raw.items()}, fingerprint(raw))


@cache
def shipped() -> Content:
    """The shipped content, read and checked once a process."""
    return read()


@kept()
def content() -> Content:
    """The content in force in this process: the shipped one, or that of a site with rules of its own."""
    return _put[0] if _put else shipped()


def put_in_force(other: Content | None) -> None:
    """Serve this content in this process from now on; None for the shipped one."""
    if _put != ([other] if other else []):
        _put[:] = [other] if other else []
        forget()


def build(tables: Mapping[str, Mapping[str, Any]], digest: str = "unsaved") -> Content:
    """Turn parsed TOML tables into typed content, without checking what they say.

    Raises ContentError when a table has a wrong or missing key or type.
    """
    files: dict[str, Any] = {name: typed(FILES[name], name, tables[name]) for name in FILES}
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


def fingerprint(raw: Mapping[str, bytes]) -> str:
    """A short fingerprint of files, by their names and bytes."""
    joined = b"".join(name.encode() + data for name, data in sorted(raw.items()))
    return hashlib.sha256(joined).hexdigest()[:8]


def _bytes(folder: Path, name: str) -> bytes:
    try:
        return (folder / f"{name}.toml").read_bytes()
    except OSError as error:
        raise ContentError([Problem(name, "the file", str(error.strerror), f"put it into {folder}")]) from error
