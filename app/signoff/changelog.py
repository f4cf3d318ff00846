"""The versions of the content, in words for clinicians, and the fingerprint that each was released with."""

import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import msgspec

from app.rules.load import CONTENT_FOLDER
from app.rules.shape import Content

NAME = "changelog.toml"


class Release(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One version. ``digest`` is empty until it is released; from then on its content may not change."""

    version: str
    released: date
    digest: str
    changes: tuple[str, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    release: tuple[Release, ...]


@cache
def releases(folder: Path = CONTENT_FOLDER) -> tuple[Release, ...]:
    """Every version, the newest first. Raises OSError or msgspec.ValidationError when the file is missing or wrong."""
    read = tomllib.loads((folder / NAME).read_text(encoding="utf-8"))
    return msgspec.convert(read, _File).release


def problems(content: Content, known: tuple[Release, ...]) -> Iterator[str]:
    """Why this content is not what its version was released as. Yields nothing when it is."""
    newest = known[0]
    if newest.version != content.version:
        yield f"{NAME}: the content is version {content.version}, the newest entry is {newest.version}: add an entry."
    elif newest.digest != content.digest:
        yield (
            f"{NAME}: version {newest.version} was released as {newest.digest or '(nothing yet)'}, the content is now "
            f"{content.digest}. A change needs a new version: raise CONTENT_VERSION, and add an entry that says what "
            "changed. Nobody has this version yet? Then `flask content release` records the new fingerprint."
        )
    for release in known:
        if not release.changes:
            yield f"{NAME}: version {release.version} does not say what changed."


def record(content: Content, file: Path) -> None:
    """Write the content's fingerprint into the newest entry. Raises ValueError when that is another version."""
    text = file.read_text(encoding="utf-8")
    newest = msgspec.convert(tomllib.loads(text), _File).release[0]
    if newest.version != content.version:
        raise ValueError(f"the newest entry is version {newest.version}, not {content.version}")
    file.write_text(text.replace(f'digest = "{newest.digest}"', f'digest = "{content.digest}"', 1), encoding="utf-8")
