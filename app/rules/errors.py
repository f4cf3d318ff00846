"""What can be wrong with the content, said so that its author can mend it."""

from collections.abc import Sequence
from typing import NamedTuple


class Problem(NamedTuple):
    """One mistake: the file's name without ending, the id, what is wrong, and the remedy."""

    file: str
    where: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}.toml: {self.where}: {self.what}. To mend it: {self.remedy}."


class ContentError(Exception):
    """The content must not be served. ``problems`` holds every mistake that was found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, problems)))
