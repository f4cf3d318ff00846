"""nginx and Redis for the tests of whole machines: installed as root and not started, else a line says so."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.ops.machines import PROJECT

ENSURE = PROJECT / "scripts" / "ensure_servers.sh"
BOTH = ("nginx", "redis-server")


def program(folder: Path, name: str, script: str = "exit 0") -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder for a PATH in which there is a shell and what the script needs."""
    for name in ("sh", "rm", "chmod"):
        (tmp_path / name).symlink_to(str(shutil.which(name)))
    return tmp_path


def ensure(machine: Path, user: str) -> subprocess.CompletedProcess[str]:
    program(machine, "id", f"echo {user}")
    environ = {"PATH": str(machine), "SBIN": str(machine)}
    return subprocess.run([ENSURE], capture_output=True, text=True, env=environ)


def test_nothing_is_said_where_both_are_there(machine: Path) -> None:
    for name in BOTH:
        program(machine, name)
    answer = ensure(machine, "1000")
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")


@pytest.mark.parametrize("there", [(), ("nginx",), ("redis-server",)])
def test_without_rights_one_line_says_what_is_left_out_and_how_to_get_it(machine: Path, there: tuple[str, ...]) -> None:
    for name in there:
        program(machine, name)
    answer = ensure(machine, "1000")
    missing = " ".join(name for name in BOTH if name not in there)
    assert answer.returncode == 0
    assert answer.stderr == f"Left out: tests that need {missing}. To run them too: sudo apt-get install {missing}\n"


def test_root_on_debian_gets_them_installed_and_nothing_is_started(machine: Path) -> None:
    policy = machine / "policy-rc.d"
    program(machine, "apt-get", f'echo "$@"; [ "$1" = update ] || {policy}; echo "may start: $?"')
    answer = ensure(machine, "0")
    assert answer.returncode == 0
    assert "install -q -y --no-install-recommends nginx redis-server" in answer.stderr
    assert "may start: 101" in answer.stderr
    assert not policy.exists()


def test_a_policy_of_the_machines_own_is_left_alone(machine: Path) -> None:
    program(machine, "policy-rc.d", "exit 7")
    program(machine, "apt-get")
    assert ensure(machine, "0").returncode == 0
    assert "exit 7" in (machine / "policy-rc.d").read_text()
