"""Writes the layout of the codes of a new content version: app/rules/codes/layouts/<version>.toml.

Until that file is there the content does not load, so no command of the app could write it.
"""

from pathlib import Path

from app.rules.codes.released import BY_LETTER, FOLDER, freeze
from app.rules.load import unchecked

LETTERS = range(1, 32)


def main(folder: Path = FOLDER) -> Path:
    """Write the file and return where. Raises FileExistsError for a version that has one: it is never edited."""
    content = unchecked()
    letter = next(letter for letter in LETTERS if letter not in BY_LETTER)
    file = folder / f"{content.version}.toml"
    with file.open("x", encoding="utf-8") as opened:
        opened.write(freeze(content, letter))
    return file


if __name__ == "__main__":
    try:
        print(f"Written: {main()}")
    except FileExistsError as error:
        raise SystemExit(f"{error.filename} is there already. A new version needs a new CONTENT_VERSION.") from None
