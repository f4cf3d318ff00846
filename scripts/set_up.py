"""Makes .venv and installs the pinned packages in it: ``python set_up.py run`` or ``... dev``.

Uses nothing but the standard library, for it runs before anything is installed. What was installed is
remembered by a hash of the requirement files, so that a second run does nothing and needs no network.
"""

import hashlib
import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(".venv")
# dev contains run, so its hash covers both files and installing it provides both.
FILES = {"run": ("requirements.txt",), "dev": ("requirements.txt", "requirements-dev.txt")}
EVERY = 10


class Failure(Exception):
    """The set-up cannot go on; the message says what to do."""


class SetUp(NamedTuple):
    """Where things stand: the project's folder and the virtual environment in it."""

    project: Path
    venv: Path

    @property
    def python(self) -> Path:
        """The environment's own interpreter."""
        return self.venv / "bin" / "python"

    @property
    def record(self) -> Path:
        """The file that remembers what was installed."""
        return self.venv / "installed.json"

    def wanted(self, kind: str) -> str:
        """A hash of everything that an installation of this kind depends on."""
        total = hashlib.sha256(f"{sys.version_info[:2]}".encode())
        for name in FILES[kind]:
            total.update((self.project / name).read_bytes())
        return total.hexdigest()

    def installed(self) -> dict[str, str]:
        """Kind -> the hash it was installed with. Empty when nothing is known, or the environment does not run."""
        if not self.record.exists() or not _runs(self.python):
            return {}
        found: dict[str, str] = json.loads(self.record.read_text())
        return found


def main(kind: str, project: Path) -> None:
    """Bring the environment up to date for ``run`` or ``dev``. Raises Failure."""
    place = SetUp(project, project / FOLDER)
    if place.installed().get(kind) == place.wanted(kind):
        return
    if not _runs(place.python):
        _create(place)
    _install(place, kind)
    _remember(place, kind)


def _runs(python: Path) -> bool:
    """False for an environment that is missing, half made, copied from elsewhere, or of a removed Python."""
    version = f"import sys, pip; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    try:
        return subprocess.run([python, "-c", version], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _create(place: SetUp) -> None:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise Failure(
            f"This Python has no venv module. Install it, for example: sudo apt-get install python{version}-venv"
        )
    print(f"Setting up: making {place.venv.name} with Python {version}", flush=True)
    _call([sys.executable, "-m", "venv", "--clear", str(place.venv)], "The virtual environment could not be made.")


def _install(place: SetUp, kind: str) -> None:
    total = sum(1 for name in FILES[kind] for _ in _pins(place.project / name))
    print(f"Setting up: installing {total} packages (a minute or two, only the first time)", flush=True)
    command = [str(place.python), "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off"]
    command += [part for name in FILES[kind] for part in ("-r", str(place.project / name))]
    _call(command, "The packages could not be installed. Check the network, then run the same command again.", total)
    print("Setting up: done", flush=True)


def _pins(file: Path) -> Iterator[str]:
    return (line for line in file.read_text().splitlines() if "==" in line and not line.startswith("#"))


def _call(command: Sequence[str], advice: str, total: int = 0) -> None:
    """Run a command, counting the packages it takes up; on failure show what it said, then the advice."""
    said: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        assert running.stdout is not None  # noqa: S101 - asked for by PIPE above
        count = 0
        for line in running.stdout:
            said.append(line)
            if line.startswith(("Collecting ", "Processing ", "Requirement already satisfied: ")):
                count += 1
                if count % EVERY == 0:
                    print(f"Setting up: {min(count, total)} of {total} packages", flush=True)
    if running.returncode:
        raise Failure("".join([*said[-15:], advice]))


def _remember(place: SetUp, kind: str) -> None:
    kinds = [one for one in FILES if set(FILES[one]) <= set(FILES[kind])]
    known = place.installed() | {one: place.wanted(one) for one in kinds}
    place.record.write_text(json.dumps(known))


if __name__ == "__main__":
    try:
        main(sys.argv[1], Path.cwd())
    except Failure as failure:
        sys.exit(str(failure))
