"""Mistakes of an author or a site, said by a command: a line each, and exit 1."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from app.rules.errors import ContentError
from config import SettingsError


@contextmanager
def said() -> Iterator[None]:
    """End the command with exit 1 when the content cannot be read, each problem on its own line."""
    try:
        yield
    except ContentError as error:
        for problem in error.problems:
            # A problem may quote a parser's message of several lines; one line each is easier to count and grep.
            click.echo(" ".join(str(problem).split()), err=True)
    except OSError as error:
        click.echo(f"{error.filename}: {error.strerror}. To mend it: name a folder with all content files.", err=True)
    except SettingsError as error:
        click.echo(str(error), err=True)
    else:
        return
    raise click.exceptions.Exit(1)
