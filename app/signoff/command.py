"""``flask content``: the clinical content, checked and shown to the people who must sign it off."""

from collections.abc import Iterable
from pathlib import Path

import click
import msgspec
from flask.cli import AppGroup

from app.rules.errors import ContentError
from app.rules.load import CONTENT_FOLDER, read, shipped
from app.rules.shape import Content
from app.signoff import changelog, clinician, differences, mistakes
from app.signoff import dmn as content_dmn
from app.signoff import drawing as content_drawing
from app.signoff import flow as content_flow
from app.signoff import questions as content_questions
from app.signoff import table as content_table
from app.signoff.site_rules import served
from app.signoff.worked_cases import cases

content_cli = AppGroup("content", help="Check the clinical content, or show it to a clinician.")
content_cli.add_command(cases)

folder_option = click.option(
    "--folder",
    type=click.Path(path_type=Path),
    help="The folder of TOML files to read; what is served, with the rules of SITE_RULES, if not given.",
)


@content_cli.command("check")
@folder_option
def check(folder: Path | None) -> None:
    """Check every file: one line when all is well (exit 0), else one line a problem (exit 1).

    What is served must be, to the letter, what the newest version of its changelog was released as.
    """
    content = _read(folder)
    if folder in (None, CONTENT_FOLDER):
        _end_with(changelog.problems(shipped(), _releases(CONTENT_FOLDER)))
    click.echo(_summary(content))


@content_cli.command("release")
@folder_option
def release(folder: Path | None) -> None:
    """Record the content's fingerprint as that of its version: do it once, before anybody else has the version."""
    folder = folder or CONTENT_FOLDER
    content = _read(folder)
    try:
        changelog.record(content, folder / changelog.NAME)
    except (OSError, ValueError) as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"Version {content.version} is released as {content.digest}")


@content_cli.command("show")
@click.option("--format", "form", type=click.Choice(["text", "svg"]), default="text", help="svg draws the flow alone.")
@click.option(
    "--for", "reader", type=click.Choice(["clinician"]), help="The document a clinician signs: --output says where."
)
@click.option("--output", type=click.Path(path_type=Path), help="A file that ends in .html or .pdf.")
@folder_option
def show(form: str, reader: str | None, output: Path | None, folder: Path | None) -> None:
    """Print the flow, the questions with their marks and the rules, or write the document that a clinician signs."""
    content = _read(folder)
    if reader and output and output.suffix == ".pdf":
        output.write_bytes(clinician.pdf(content))
    elif reader and output:
        output.write_text(clinician.html(content), encoding="utf-8")
    elif reader:
        click.echo(clinician.html(content))
    else:
        click.echo(content_drawing.svg(content) if form == "svg" else _report(content))


@content_cli.command("dmn")
@click.option("--output", type=click.Path(path_type=Path), help="The file to write; printed if not given.")
@folder_option
def dmn(output: Path | None, folder: Path | None) -> None:
    """Write the rules as DMN 1.3, for engines of decision tables: docs/second-engine.md."""
    model = content_dmn.xml(_read(folder))
    if output:
        output.write_text(model, encoding="utf-8")
    else:
        click.echo(model, nl=False)


@content_cli.command("diff")
@click.argument("old")
@click.argument("new")
def diff(old: str, new: str) -> None:
    """Say in words what changed from OLD to NEW: folders of content, files in them, or revisions of git."""
    try:
        before, after = differences.find(old), differences.find(new)
    except (differences.NotFound, ContentError) as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"From content {before.version} ({before.digest}) to {after.version} ({after.digest})")
    for line in differences.differences(before, after):
        click.echo(line)


def _releases(folder: Path) -> tuple[changelog.Release, ...]:
    try:
        return changelog.releases(folder)
    except (ValueError, msgspec.ValidationError) as error:
        raise click.ClickException(f"{changelog.NAME}: {error}") from None


def _end_with(problems: Iterable[str]) -> None:
    """End the command with exit 1 when there are problems, each on its own line."""
    if found := list(problems):
        for problem in found:
            click.echo(problem, err=True)
        raise SystemExit(1)


def _read(folder: Path | None) -> Content:
    """The content of a folder, or what is served. Ends the command with exit 1 when it has problems, a line each."""
    with mistakes.said():
        return read(folder) if folder else served()


def _summary(content: Content) -> str:
    counts = {
        "questions": content.questions,
        "rules": content.rules,
        "tiers": content.tiers,
        "causes": content.causes,
        "risk factors": content.risk_factors,
        "lines of advice": content.advice,
        "sources": content.sources,
        "article items": content.article,
    }
    listed = ", ".join(f"{len(items)} {name}" for name, items in counts.items())
    return f"Content {content.version} ({content.digest}): {listed}; no problems"


def _report(content: Content) -> str:
    heading = f"Back pain check for people with ALS: content {content.version} ({content.digest})"
    parts = (content_flow.text(content), content_questions.text(content), content_table.text(content))
    return "\n\n".join((heading, *parts))
