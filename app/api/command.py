"""``flask triage``: the check offline, for a file of answers or a folder of them."""

import codecs
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
import msgspec
from flask import current_app
from flask.cli import with_appcontext

from app.api.outcome import Outcome, Reason, outcome_for
from app.api.reading import BadDocument, read_document
from app.rules.answers import Answers
from app.rules.cases.reading import LARGEST_FILE
from app.rules.engine import triage
from app.telling.told import told
from app.words.speaker import speaker_for


@click.command("triage")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the whole outcome as JSON; for a folder, one line a file.")
@with_appcontext
def triage_cli(path: Path, as_json: bool) -> None:
    """Work out how soon care is needed from PATH: a JSON file of answers, or a folder of such files.

    A file holds {"answers": {"breathing": "no", "awake": ["none"], ...}} or a FHIR QuestionnaireResponse to the
    check. A question that was not asked is left out. Exit 1 when a file holds no answers, 2 when PATH is wrong.
    """
    files, closed = _files(path) if path.is_dir() else ({path.name: path}, [])
    if not files and not closed:
        raise click.UsageError("The folder has no file whose name ends in .json.")
    failed = sum([not _tell(name, file, as_json, many=path.is_dir()) for name, file in files.items()])
    for why in closed:
        click.echo(why, err=True)
    if failed:
        click.echo(f"{failed} of {len(files)} files gave no result.", err=True)
    if failed or closed:
        raise click.exceptions.Exit(1)


class Unreadable(Exception):
    """A file that cannot be read at all; the message names it and says why."""


def _files(folder: Path) -> tuple[dict[str, Path], list[str]]:
    """Everything in a folder and those below it that is named like a file of answers, readable or not, by its name.

    The name is the way to it from the folder, for two folders may each have a ``1.json``. Only what a Mac writes beside
    each file on a foreign disk (``._name``) is left out. With them comes a line for each folder not looked into.
    """
    closed: list[str] = []

    def not_opened(error: OSError) -> None:
        closed.append(f"{_name(folder, Path(error.filename))}: a folder that cannot be looked into: {error.strerror}.")

    found: list[Path] = []
    for where, folders, files in os.walk(folder, onerror=not_opened):
        paths = [Path(where, one) for one in (*folders, *files)]
        linked = [one for one in paths if one.is_symlink() and one.is_dir()]
        closed.extend(f"{_name(folder, one)}: a link to a folder, not looked into." for one in linked)
        found += [one for one in paths if one.suffix.lower() == ".json" and not one.name.startswith("._")]
    return {_name(folder, file): file for file in sorted(found)}, closed


def _name(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def _tell(name: str, file: Path, as_json: bool, many: bool) -> bool:
    """Print what comes of a file, or what is wrong with it. False when it gave no result."""
    try:
        click.echo(_said(name, _answers(name, file), as_json, many))
    except BadDocument as error:
        _complain(name, error)
    except Unreadable as error:
        click.echo(str(error), err=True)
    else:
        return True
    return False


def _answers(name: str, file: Path) -> Answers:
    """The answers in a file. Raises BadDocument, and Unreadable when it cannot be read."""
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise Unreadable(f"{name}: too large to be answers.")
        return read_document(file.read_bytes().removeprefix(codecs.BOM_UTF8))
    except OSError as error:
        raise Unreadable(f"{name}: {error.strerror}.") from None


def _complain(name: str, error: BadDocument) -> None:
    for fault in error.faults:
        where = f" {fault.pointer}:" if fault.pointer else ""
        click.echo(f"{name}:{where} {fault.detail}", err=True)


def _said(name: str, answers: Answers, as_json: bool, many: bool) -> str:
    speaker, found = speaker_for(answers.voice, current_app.config["SITE"], answers.helped), triage(answers)
    outcome = outcome_for(answers, found, speaker)
    if as_json:
        whole = msgspec.to_builtins(outcome)
        return json.dumps({"file": name, **whole} if many else whole, indent=None if many else 2)
    tier = outcome.tier
    if many:
        return f"{name}\t{tier.id}\t{tier.urgency} ({tier.within})"
    return "\n".join(_report(outcome, told(found, speaker).lines))


def _report(outcome: Outcome, lines: Iterable[str]) -> Iterator[str]:
    """The outcome for a reader at a terminal. ``lines``: what the person is told to do, in its order."""
    tier = outcome.tier
    yield f"{tier.id}: {tier.urgency} ({tier.within})"
    yield tier.heading
    yield from (f"  {line}" for line in lines)
    for warning in outcome.warnings:
        yield f"\n{warning.rule} ({warning.tier}): {warning.points_to}"
        yield from (f"  - {_reason(reason)}" for reason in warning.reasons)
    for name, questions in (("Not sure", outcome.not_sure), ("Not asked", outcome.not_asked)):
        if questions:
            yield f"\n{name}: {', '.join(questions)}"
    yield f"\n{outcome.disclaimer}"
    yield f"Content {outcome.content.version} ({outcome.content.digest})"


def _reason(reason: Reason) -> str:
    return f"{reason.topic}: {reason.words or 'not asked'}"
