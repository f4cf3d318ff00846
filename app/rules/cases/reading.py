"""Reading worked cases from a folder of TOML files. What cannot be used is named, file by file and case by case."""

import codecs
import os
import tomllib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from app.rules.answers import BadAnswer, read_answers
from app.rules.cases.case import USUAL, Case, CaseFile
from app.rules.shape import Content, Source

SHIPPED = Path(__file__).with_name("told")
LARGEST_FILE = 1024 * 1024


class Cases(NamedTuple):
    """The cases that can be used, the sources the folder adds, and a sentence for each thing that cannot be used."""

    cases: tuple[Case, ...]
    sources: Mapping[str, Source]
    problems: tuple[str, ...]


def read(folder: Path, content: Content) -> Cases:
    """Every case of a folder and those below it, and what is wrong with the rest. Every file there is named or used."""
    found: list[tuple[str, CaseFile]] = []
    problems: list[str] = []
    for file in sorted(_files(folder, problems)):
        name = str(file.relative_to(folder))
        try:
            found.append((name, _file(file)))
        except ValueError as error:
            problems.append(f"{name}: {error}")
    if not found and not problems:
        problems.append(f"{folder}: there is no file of cases. Put a file there whose name ends in .toml.")
    sources = {key: source for _, file in found for key, source in file.source.items()}
    good = tuple(_good(found, content, {*content.sources, *sources}, problems))
    return Cases(good, sources, tuple(problems))


def _files(folder: Path, problems: list[str]) -> Iterator[Path]:
    """Whatever is no folder, however it is named; a link to a folder is not followed, so it is a file like others."""

    def refused(error: OSError) -> None:
        problems.append(f"{error.filename}: {error.strerror}.")

    for base, folders, files in os.walk(folder, onerror=refused):
        links = [name for name in folders if (Path(base) / name).is_symlink()]
        yield from (Path(base) / name for name in (*files, *links))


def _file(file: Path) -> CaseFile:
    """What a file holds. Raises ValueError, saying why in one line, when it cannot be used."""
    if file.suffix.lower() != ".toml":
        raise ValueError("not read, as its name does not end in .toml. Move it out of the folder.")
    if not file.is_file():
        raise ValueError("there is no file behind this name.")
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise ValueError("too large to be cases.")
        held = msgspec.convert(tomllib.loads(file.read_bytes().removeprefix(codecs.BOM_UTF8).decode()), CaseFile)
    except OSError as error:
        raise ValueError(f"{error.strerror}.") from None
    except UnicodeDecodeError:
        raise ValueError("must be saved as UTF-8.") from None
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ValueError(" ".join(str(error).split())) from None
    if not held.case and not held.source:
        raise ValueError("there is no [[case]] in it.")
    return held


def _good(
    found: Sequence[tuple[str, CaseFile]], content: Content, sources: Collection[str], problems: list[str]
) -> Iterator[Case]:
    """The cases without a problem; the others add theirs."""
    told = Counter(case.id for _, file in found for case in file.case)
    for name, file in found:
        for case in file.case:
            wrong = [*_wrong(case, content, sources), *(["this id stands twice"] if told[case.id] > 1 else [])]
            problems += [f"{name}: {case.id}: {what}." for what in wrong]
            if not wrong:
                yield case


def _wrong(case: Case, content: Content, sources: Collection[str]) -> Iterator[str]:
    yield from _wrong_tiers(case, content)
    yield from (f"{key!r} is not a source" for key in case.sources if key not in sources)
    if bool(case.sources) == bool(case.judgement.strip()):
        yield "give its sources, or name whose judgement it is, and not both"
    for key in ("condition", "facts", "reason"):
        if not getattr(case, key).strip():
            yield f"{key} is empty"
    yield from _wrong_answers(case, content)


def _wrong_tiers(case: Case, content: Content) -> Iterator[str]:
    named = {"least": case.least, "most": case.most, "tier": case.tier}
    wrong = [key for key, tier in named.items() if tier is not None and tier not in content.urgency]
    yield from (f"{key} must be one of {', '.join(content.urgency)}" for key in wrong)
    if not wrong and case.most is not None and content.urgency[case.most] < content.urgency[case.least]:
        yield "most is less urgent than least"


def _wrong_answers(case: Case, content: Content) -> Iterator[str]:
    unknown = [key for key in (*case.not_asked, case.stops_after) if key is not None and key not in USUAL]
    yield from (f"{key!r} is not a question" for key in unknown)
    try:
        given = read_answers(content, case.answers)
    except BadAnswer as error:
        yield f"the answers cannot be given: {error}"
        return
    if not unknown:
        said = case.said()
        yield from (f"{question} is answered and not asked" for question in given if question not in said)
