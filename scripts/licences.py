"""``python -m scripts.licences``: writes docs/licences.md, the licence of every package that the app runs on.

With ``--check`` it writes nothing and exits 1 when the file is not what it would write.
"""

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

PROJECT = Path(__file__).parents[1]
FILE = PROJECT / "docs" / "licences.md"
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
HEAD = """# Licences of what it runs on

Written by `python -m scripts.licences` from the packages that `requirements.txt` pins. Each may be used, changed
and passed on, also in a product that is not open; a test holds the list and that.

| package | version | licence |
|---|---|---|
"""


def pins() -> dict[str, str]:
    """Every package that the app runs on and its version, as requirements.txt has them."""
    return dict(PIN.findall((PROJECT / "requirements.txt").read_text()))


def licence(package: str) -> str:
    """What a package says of itself: its expression, else its classifiers, else the first line of its licence.

    A package that this Python does not need keeps what was written of it where it is needed.
    """
    try:
        said = metadata(package)
    except PackageNotFoundError:
        return _written().get(package, "unknown")
    if expression := said.get_all("License-Expression"):
        return str(expression[0])
    classified = [each.rpartition(" :: ")[2] for each in said.get_all("Classifier") or () if "License ::" in each]
    return ", ".join(classified) or str((said.get_all("License") or ["unknown"])[0]).strip().splitlines()[0]


def _written() -> dict[str, str]:
    rows = [line.strip("| ").split(" | ") for line in FILE.read_text().splitlines() if line.startswith("| ")]
    return {row[0]: row[2] for row in rows}


def page() -> str:
    """The whole of docs/licences.md."""
    found = sorted(pins().items(), key=lambda pin: pin[0].lower())
    return HEAD + "".join(f"| {name} | {version} | {licence(name)} |\n" for name, version in found)


def main() -> int:
    """Write or check the file; returns the exit status."""
    if "--check" in sys.argv:
        return int(FILE.read_text() != page())
    FILE.write_text(page())
    return 0


if __name__ == "__main__":
    sys.exit(main())
