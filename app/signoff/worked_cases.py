"""``flask content cases``: how the rules do on worked cases, those of the project or a clinic's own."""

from pathlib import Path

import click

from app.rules.cases.measure import measure, report
from app.rules.cases.reading import SHIPPED, read
from app.signoff import mistakes
from app.signoff.site_rules import served


@click.command("cases")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=SHIPPED)
def cases(folder: Path) -> None:
    """Try the rules on the worked cases of FOLDER, and print how many end too calm, too urgent and exactly right.

    Without FOLDER the cases that came with the service are tried; docs/cases.md says how to write your own. Exit 1
    when a case is under-triaged, or when a file or a case cannot be used: each is named, and the others are tried.
    """
    with mistakes.said():
        content = served()
    found = read(folder, content)
    results = measure(found.cases, content)
    if results:
        click.echo(f"{len(results)} cases, content {content.version} ({content.digest})")
        for line in report(results):
            click.echo(line)
    for problem in found.problems:
        click.echo(problem, err=True)
    if found.problems or any(result.under for result in results):
        raise click.exceptions.Exit(1)
