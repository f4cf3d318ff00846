"""What changed from one content to another, in words for a clinician: each text before and after."""

import subprocess  # nosec B404 - git, with words of ours
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from app.rules.files import FILES
from app.rules.load import CONTENT_FOLDER, read
from app.rules.shape import Content
from app.signoff.clinician import Document, Entry, document

GIT_PLACE = "app/rules/content"


class NotFound(Exception):
    """There is no content of this name; the message says what was looked for."""


def find(name: str) -> Content:
    """The content of a folder, of a content file's folder, or of a revision of git. Raises NotFound, ContentError."""
    path = Path(name)
    if path.is_dir():
        return read(path)
    if path.suffix == ".toml" and path.is_file():
        return read(path.parent)
    return _of_revision(name)


def _of_revision(name: str) -> Content:
    with tempfile.TemporaryDirectory() as folder:
        for file in FILES:
            asked = ["git", "show", "--end-of-options", f"{name}:{GIT_PLACE}/{file}.toml"]
            done = subprocess.run(asked, cwd=CONTENT_FOLDER, capture_output=True, check=False)  # noqa: S603 # nosec B603
            if done.returncode:
                raise NotFound(
                    f"{name!r} is no folder, no content file and no revision of git that holds all content files."
                )
            Path(folder, f"{file}.toml").write_bytes(done.stdout)
        return read(Path(folder))


def differences(old: Content, new: Content) -> Iterator[str]:
    """Each change on lines of its own. Yields nothing when both say the same."""
    before, after = _entries(document(old)), _entries(document(new))
    for key, entry in before.items():
        if key not in after:
            yield f"REMOVED  {_name(key)}"
        elif after[key] != entry:
            yield f"CHANGED  {_name(key)}"
            yield from _changes(entry, after[key])
    for key, entry in after.items():
        if key not in before:
            yield f"ADDED    {_name(key)}{_mark(entry)}"
            yield from (f"    {row.label.strip()}: {row.words}" for row in entry.rows)


def _entries(made: Document) -> Mapping[tuple[str, str], Entry]:
    """By section and id. A rule that moves to another tier is removed there and added here, which is what happened."""
    return {(section.title, entry.name): entry for section in made.sections for entry in section.entries}


def _name(key: tuple[str, str]) -> str:
    return f"{key[0]}: {key[1]}"


def _mark(entry: Entry) -> str:
    return " (JUDGEMENT)" if entry.judgement else ""


def _changes(old: Entry, new: Entry) -> Iterator[str]:
    if old.judgement != new.judgement:
        yield "    is now a judgement" if new.judgement else "    is no longer a judgement: sources are named"
    for row in old.rows:
        if row not in new.rows:
            yield f"    was {row.label.strip()}: {row.words}"
    for row in new.rows:
        if row not in old.rows:
            yield f"    is  {row.label.strip()}: {row.words}"
