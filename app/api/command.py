"""``flask triage``: the check offline, for a file of answers or a folder of them."""

import codecs
import json
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec
from flask import current_app
from flask.cli import with_appcontext

from app.api.outcome import Outcome, Reason, outcome_for
from app.api.reading import BadDocument, read_document
from app.rules.engine import triage
from app.words.speaker import speaker_for

LARGEST = 1024 * 1024


@click.command("triage")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the whole outcome as JSON; for a folder, one line a file.")
@with_appcontext
def triage_cli(path: Path, as_json: bool) -> None:
    """Work out how soon care is needed from PATH: a JSON file of answers, or a folder of such files.

    A file holds {"answers": {"breathing": "no", "awake": ["none"], ...}} or a FHIR QuestionnaireResponse to the
    check. A question that was not asked is left out. Exit 1 when a file holds no answers, 2 when PATH is wrong.
    """
    files = _files(path) if path.is_dir() else [path]
    if not files:
        raise click.UsageError("The folder has no file whose name ends in .json.")
    failed = 0
    for file in files:
        try:
            click.echo(_said(file, _outcome(file), as_json, many=path.is_dir()))
        except BadDocument as error:
            failed += 1
            _complain(file, error)
        except Unreadable as error:
            failed += 1
            click.echo(str(error), err=True)
    if failed:
        click.echo(f"{failed} of {len(files)} files gave no result.", err=True)
        raise click.exceptions.Exit(1)


class Unreadable(Exception):
    """A file that cannot be read at all; the message names it and says why."""


def _files(folder: Path) -> list[Path]:
    """Everything in a folder and those below it that is named like a file of answers, readable or not.

    Only what a Mac writes beside each file on a foreign disk (``._name``) is left out.
    """
    named = (path for path in folder.rglob("*") if path.suffix.lower() == ".json")
    return sorted(path for path in named if not path.name.startswith("._"))


def _outcome(file: Path) -> Outcome:
    """The outcome of the answers in a file. Raises BadDocument, and Unreadable when it cannot be read."""
    try:
        if file.stat().st_size > LARGEST:
            raise Unreadable(f"{file.name}: too large to be answers.")
        answers = read_document(file.read_bytes().removeprefix(codecs.BOM_UTF8))
    except OSError as error:
        raise Unreadable(f"{file.name}: {error.strerror}.") from None
    speaker = speaker_for(answers.voice, current_app.config["SITE"], answers.helped)
    return outcome_for(answers, triage(answers), speaker)


def _complain(file: Path, error: BadDocument) -> None:
    for fault in error.faults:
        where = f" {fault.pointer}:" if fault.pointer else ""
        click.echo(f"{file.name}:{where} {fault.detail}", err=True)


def _said(file: Path, outcome: Outcome, as_json: bool, many: bool) -> str:
    if as_json:
        whole = msgspec.to_builtins(outcome)
        return json.dumps({"file": file.name, **whole} if many else whole, indent=None if many else 2)
    tier = outcome.tier
    if many:
        return f"{file.name}\t{tier.id}\t{tier.urgency} ({tier.within})"
    return "\n".join(_report(outcome))


def _report(outcome: Outcome) -> Iterator[str]:
    """The outcome for a reader at a terminal."""
    tier = outcome.tier
    yield f"{tier.id}: {tier.urgency} ({tier.within})"
    yield tier.heading
    yield from (f"  {line}" for line in tier.do)
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
