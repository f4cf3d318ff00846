"""``flask content``: the clinical content, checked and shown to the people who must sign it off."""

from pathlib import Path

import click
from flask.cli import AppGroup

from app.rules.errors import ContentError
from app.rules.load import CONTENT_FOLDER, read
from app.rules.shape import Content
from app.signoff import drawing as content_drawing
from app.signoff import flow as content_flow
from app.signoff import table as content_table

content_cli = AppGroup("content", help="Check the clinical content, or show it to a clinician.")

folder_option = click.option(
    "--folder",
    type=click.Path(path_type=Path),
    default=CONTENT_FOLDER,
    help="The folder of TOML files to read; the one that is served if not given.",
)


@content_cli.command("check")
@folder_option
def check(folder: Path) -> None:
    """Check every file: one line when all is well (exit 0), else one line a problem (exit 1)."""
    click.echo(_summary(_read(folder)))


@content_cli.command("show")
@click.option("--format", "form", type=click.Choice(["text", "svg"]), default="text", help="svg draws the flow alone.")
@folder_option
def show(form: str, folder: Path) -> None:
    """Print the flow and the table of rules as text, or a drawing of the flow as SVG."""
    content = _read(folder)
    click.echo(content_drawing.svg(content) if form == "svg" else _report(content))


def _read(folder: Path) -> Content:
    """The content of a folder. Ends the command with exit 1 when it has problems, each on its own line."""
    try:
        return read(folder)
    except ContentError as error:
        for problem in error.problems:
            # A problem may quote a parser's message of several lines; one line each is easier to count and grep.
            click.echo(" ".join(str(problem).split()), err=True)
    except OSError as error:
        click.echo(f"{error.filename}: {error.strerror}. To mend it: name a folder with all content files.", err=True)
    raise click.exceptions.Exit(1)


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
    return "\n\n".join((heading, content_flow.text(content), content_table.text(content)))
