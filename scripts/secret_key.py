"""Prints the secret key: SECRET_KEY of the environment, else the one in .secret-key, which it makes if need be.

So a first ``make run`` needs no settings, and later ones open the cookies of earlier ones.
"""

import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path

KEY_FILE = Path(".secret-key")


def secret_key(environ: Mapping[str, str], file: Path) -> str:
    """The key to run with. Raises SystemExit, saying what to do, when the file holds none."""
    if given := environ.get("SECRET_KEY"):
        return given
    create(file)
    file.chmod(0o600)  # a copied file may have become readable to others
    key = file.read_text().strip()
    if not key:
        raise SystemExit(f"{file} is empty. Delete it and run again; a new key is made then.")
    return key


def create(file: Path) -> None:
    """Write a new random key to the file, unless it exists."""
    try:
        # Created with its final mode, and only if it is not there: no moment in which others can read it,
        # and of two first runs at once only one makes the key.
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w") as opened:
        opened.write(secrets.token_hex(32) + "\n")
    print(f"Made a secret key in {file}. Keep it: without it, answers in people's cookies are lost.", file=sys.stderr)


if __name__ == "__main__":
    print(secret_key(os.environ, KEY_FILE))
