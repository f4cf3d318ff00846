"""The two commands of the README: what they do first, and what they say when something is missing."""

import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.secret_key import secret_key

PROJECT = Path(__file__).parents[1]
SHELL_TOOLS = ("sh", "id", "env")


def run(*command: str | Path, path: Path | None = None, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the project, with a PATH of one folder if given."""
    env = {**os.environ, **environ} | ({"PATH": str(path)} if path else {})
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, cwd=PROJECT, env=env)


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder for a PATH in which there is a shell and nothing else."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for name in SHELL_TOOLS:
        (folder / name).symlink_to(str(shutil.which(name)))
    return folder


def program(folder: Path, name: str, script: str) -> Path:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return file


# make


def test_help_lists_what_there_is_and_is_what_make_alone_does() -> None:
    listed = run("make", "help").stdout
    for name in ("run", "dev", "test", "quick", "check", "bench", "load", "fuzz", "messages", "pins"):
        assert f"  make {name} " in listed
    assert run("make").stdout == listed


def test_ci_calls_what_a_developer_calls() -> None:
    lines = (PROJECT / ".ci" / "run").read_text().splitlines()
    assert [line for line in lines if line.startswith("make ")] == ["make check", "make test"]
    assert "set -euo pipefail" in lines


def test_every_check_is_a_step_of_make_check() -> None:
    steps = run("make", "-n", "check").stdout
    for step in ("ruff check", "ruff format --check", "mypy", "lint-imports", "djlint --lint", "content check"):
        assert step in steps


# Finding a Python


def test_the_first_python_that_is_new_enough_is_taken(tools: Path) -> None:
    program(tools, "python3", "exit 1")  # too old: that is what its answer to the question means
    program(tools, "python3.13", "exit 127")  # a name that runs nothing
    program(tools, "python3.12", "exit 0")
    program(tools, "python3.11", "exit 0")
    assert run(PROJECT / "scripts" / "find_python.sh", path=tools, PYTHON="").stdout == "python3.12\n"


def test_a_named_python_wins() -> None:
    assert run(PROJECT / "scripts" / "find_python.sh", PYTHON=sys.executable).stdout == f"{sys.executable}\n"


def test_without_a_new_enough_python_one_line_says_so(tools: Path) -> None:
    program(tools, "python3", "exit 1")
    result = run(PROJECT / "scripts" / "find_python.sh", path=tools, PYTHON="")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("Python 3.11 or newer is needed")
    assert len(result.stderr.splitlines()) == 1


# The virtual environment


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with the scripts that set it up, and no environment."""
    shutil.copytree(PROJECT / "scripts", tmp_path / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def set_up(project: Path, python: str | Path = sys.executable) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHON": str(python)}
    return subprocess.run(["scripts/environment.sh"], capture_output=True, text=True, cwd=project, env=env)


def makes_a_venv(folder: Path) -> Path:
    """A Python that makes an environment with nothing in it but a Python and a pip that name where they are."""
    inside = r"""mkdir -p .venv/bin; printf '#!%s/.venv/bin/python\n' "$PWD" > .venv/bin/pip"""
    inside += f"; ln -s {sys.executable} .venv/bin/python"
    script = f'case "$*" in *"venv .venv"*) {inside};; *"%d.%d"*) echo 3.11;; esac'
    return program(folder, "quick-python", script)


def test_a_second_set_up_does_nothing(project: Path) -> None:
    python = makes_a_venv(project)
    assert "making .venv" in set_up(project, python).stdout
    (project / ".venv" / "run.stamp").touch()
    assert set_up(project, python).stdout == ""
    assert (project / ".venv" / "run.stamp").exists()


@pytest.mark.parametrize("spoil", ["python", "pip"])
def test_an_environment_that_does_not_run_here_is_made_anew_and_its_stamps_go(project: Path, spoil: str) -> None:
    """A removed Python, or an environment copied from another folder, whose programs name the old place."""
    python = makes_a_venv(project)
    set_up(project, python)
    (project / ".venv" / "run.stamp").touch()
    (project / ".venv" / "bin" / spoil).unlink()
    if spoil == "pip":
        (project / ".venv" / "bin" / "pip").write_text("#!/elsewhere/.venv/bin/python\n")
    assert "making .venv" in set_up(project, python).stdout
    assert not (project / ".venv" / "run.stamp").exists()


def test_a_python_without_venv_says_what_to_install(project: Path) -> None:
    bare = program(project, "bare-python", 'case "$*" in *ensurepip*) exit 1;; *"%d.%d"*) echo 3.11;; esac')
    result = set_up(project, bare)
    assert result.returncode == 1
    assert result.stderr == (
        "This Python has no venv module. Install it, for example: sudo apt-get install python3.11-venv\n"
    )


def test_packages_are_installed_by_their_hashes_and_a_failure_says_what_to_do() -> None:
    for goal in ("run", "dev"):
        steps = run("make", "-n", "-B", f".venv/{goal}.stamp").stdout
        assert "--require-hashes" in steps
        assert "Check the network, then run the same command again." in steps
        assert ("requirements-dev.txt" in steps) == (goal == "dev")


def test_quick_needs_no_browser_no_server_and_no_node() -> None:
    steps = run("make", "-n", "quick").stdout
    assert "ensure" not in steps and "node" not in steps
    assert "not browser and not ops" in steps


def test_every_package_is_pinned_with_its_hashes() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        pins = re.findall(r"^[A-Za-z0-9].*(?:\n    --hash.*)*", (PROJECT / name).read_text(), re.MULTILINE)
        assert len(pins) > 20
        assert not [pin for pin in pins if "==" not in pin or "--hash=sha256:" not in pin]


# The secret key


def test_the_first_run_makes_a_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    file = tmp_path / "key"
    key = secret_key({}, file)
    assert len(key) == 64
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert secret_key({}, file) == key


def test_the_environment_wins_and_makes_no_file(tmp_path: Path) -> None:
    assert secret_key({"SECRET_KEY": "mine"}, tmp_path / "key") == "mine"
    assert not (tmp_path / "key").exists()


def test_a_key_that_others_could_read_is_closed_again(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("copied\n")
    file.chmod(0o644)
    assert secret_key({}, file) == "copied"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_an_empty_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key").touch()
    with pytest.raises(SystemExit, match="is empty"):
        secret_key({}, tmp_path / "key")


def test_the_key_is_never_committed() -> None:
    assert "/.secret-key" in (PROJECT / ".gitignore").read_text().splitlines()


# The browsers

ENSURE = PROJECT / "scripts" / "ensure_browsers.sh"
PACKAGES = ("chromium", "firefox-esr", "fonts-liberation")
each_chromium = pytest.mark.parametrize("chromium", ["chromium", "chromium-browser", "google-chrome"])
each_firefox = pytest.mark.parametrize("firefox", ["firefox-esr", "firefox"])
some_there = pytest.mark.parametrize("there", [(), ("chromium",), ("firefox-esr",), PACKAGES[:2], PACKAGES[1:]])


@pytest.fixture
def machine(tools: Path) -> Path:
    """The tools, and fonts that fontconfig knows: an Arial only once there is a file named after its package."""
    (tools / "grep").symlink_to(str(shutil.which("grep")))
    program(tools, "fc-match", f"[ -e {tools}/fonts-liberation ] && echo Liberation Sans || echo DejaVu Sans")
    return tools


def who(machine: Path, user: str) -> None:
    (machine / "id").unlink()
    program(machine, "id", f"echo {user}")


def apt_get(machine: Path) -> None:
    """Stands in for the real one: what it installs is there afterwards, and it says what it was asked."""
    for name in ("chmod", "cat", "cp"):
        (machine / name).symlink_to(str(shutil.which(name)))
    program(machine, "of-fontconfig", "echo Liberation Sans")
    make = f"for one; do printf '#!/bin/sh\\n' > {machine}/$one; chmod +x {machine}/$one; done"
    fonts = f"[ -e {machine}/fc-match ] || cp {machine}/of-fontconfig {machine}/fc-match"
    program(machine, "apt-get", f'echo "$@"; [ "$1" = install ] || exit 0; shift 4; {make}; {fonts}')


@each_chromium
@each_firefox
def test_browsers_that_are_there_are_used(machine: Path, chromium: str, firefox: str) -> None:
    for name in (chromium, firefox, "fonts-liberation"):
        program(machine, name, "exit 0")
    result = run(ENSURE, path=machine)
    assert (result.returncode, result.stdout.split()) == (0, [str(machine / chromium), str(machine / firefox)])


def test_without_fontconfig_and_apt_the_fonts_are_taken_for_granted(machine: Path) -> None:
    (machine / "fc-match").unlink()
    for name in ("google-chrome", "firefox"):
        program(machine, name, "exit 0")
    assert run(ENSURE, path=machine).returncode == 0


@some_there
@pytest.mark.parametrize("user", ["0", "1000"])
def test_without_one_a_line_says_what_to_install(machine: Path, user: str, there: tuple[str, ...]) -> None:
    who(machine, user)
    for name in there:
        program(machine, name, "exit 0")
    result = run(ENSURE, path=machine)
    wanted = " ".join(name for name in PACKAGES if name not in there)
    assert result.returncode == 1
    assert result.stderr == (
        f"The browser tests lack something. Install it, for example: sudo apt-get install {wanted}\n"
    )


@some_there
def test_root_on_debian_gets_what_is_missing_installed(machine: Path, there: tuple[str, ...]) -> None:
    who(machine, "0")
    apt_get(machine)
    for name in there:
        program(machine, name, "exit 0")
    result = run(ENSURE, path=machine)
    assert (result.returncode, result.stdout.split()) == (0, [str(machine / name) for name in PACKAGES[:2]])
    update, install, quicker = [line for line in result.stderr.splitlines() if not line.startswith("Installing")]
    assert update.startswith("update")
    missing = [name for name in PACKAGES if name not in there]
    assert install.split()[4:] == [*missing, "fonts-dejavu-core"]
    assert quicker.split()[4:] == ["chromium-headless-shell"]


def test_a_debian_without_the_quicker_chromium_does_with_the_other(machine: Path) -> None:
    who(machine, "0")
    apt_get(machine)
    real = (machine / "apt-get").read_text()
    program(machine, "apt-get", real.replace("#!/bin/sh\n", '#!/bin/sh\ncase "$*" in *shell*) exit 100;; esac\n'))
    assert run(ENSURE, path=machine).returncode == 0


def test_a_debian_with_no_fonts_at_all_gets_them_in_the_same_run(machine: Path) -> None:
    who(machine, "0")
    apt_get(machine)
    (machine / "fc-match").unlink()
    result = run(ENSURE, path=machine)
    assert result.returncode == 0
    assert "fonts-liberation" in result.stderr.splitlines()[-2]
