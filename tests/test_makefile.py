"""The two commands of the README: what they do first, and what they say when something is missing."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import set_up
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
    for name in ("run", "test", "check", "bench", "load", "messages"):
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
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose packages are already installed: its environment is this one."""
    (tmp_path / "requirements.txt").write_text("one==1\n")
    (tmp_path / "requirements-dev.txt").write_text("two==2\n")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    return tmp_path


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the set-up ran, which is not really run."""
    ran: list[str] = []
    monkeypatch.setattr(set_up, "_call", lambda command, advice, total=0: ran.append(" ".join(command)))
    monkeypatch.setattr(set_up, "_runs", lambda python: python.exists())
    return ran


def test_a_second_set_up_does_nothing(project: Path, calls: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    set_up.main("dev", project)
    assert len(calls) == 1
    assert "requirements-dev.txt" in calls[0]
    capsys.readouterr()
    set_up.main("dev", project)
    set_up.main("run", project)  # dev holds everything that run needs
    assert len(calls) == 1
    assert capsys.readouterr().out == ""


def test_tests_need_more_than_running(project: Path, calls: list[str]) -> None:
    set_up.main("run", project)
    assert "requirements-dev.txt" not in calls[0]
    set_up.main("dev", project)
    assert len(calls) == 2


def test_a_changed_pin_is_installed(project: Path, calls: list[str]) -> None:
    set_up.main("dev", project)
    (project / "requirements.txt").write_text("one==1.1\n")
    set_up.main("run", project)
    set_up.main("dev", project)
    assert len(calls) == 3


def test_an_environment_that_does_not_run_is_made_anew(project: Path, calls: list[str]) -> None:
    set_up.main("run", project)
    (project / ".venv" / "bin" / "python").unlink()
    set_up.main("run", project)
    assert "-m venv --clear" in calls[1]
    assert "pip install" in calls[2]


def test_a_python_without_venv_says_what_to_install(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / ".venv" / "bin" / "python").unlink()
    monkeypatch.setattr(set_up.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(set_up.Failure, match=r"^This Python has no venv module\. Install it, .*python3\.\d+-venv$"):
        set_up.main("run", project)


def test_a_failed_installation_says_what_to_do_and_is_tried_again(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(set_up, "_runs", lambda python: python.exists())
    (project / ".venv" / "bin" / "python").unlink()
    program(project / ".venv" / "bin", "python", "echo no network; exit 1")
    for _ in range(2):
        with pytest.raises(set_up.Failure, match=r"(?s)no network.*Check the network, then run the same command"):
            set_up.main("run", project)
    assert not (project / ".venv" / "installed.json").exists()


def test_every_package_is_pinned() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (PROJECT / name).read_text().splitlines():
            assert not line or line.startswith("#") or "==" in line.split(";")[0], f"{name}: {line}"


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
    update, install = [line for line in result.stderr.splitlines() if not line.startswith("Installing")]
    assert update.startswith("update")
    missing = [name for name in PACKAGES if name not in there]
    assert install.split()[4:] == [*missing, "fonts-dejavu-core"]


def test_a_debian_with_no_fonts_at_all_gets_them_in_the_same_run(machine: Path) -> None:
    who(machine, "0")
    apt_get(machine)
    (machine / "fc-match").unlink()
    result = run(ENSURE, path=machine)
    assert result.returncode == 0
    assert "fonts-liberation" in result.stderr.splitlines()[-1]
