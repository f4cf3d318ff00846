"""Whoever starts a server without PUBLIC_ADDRESS is told so once, whatever the server; a command prints nothing."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.web.public_address import NOT_SET
from tests.conftest import TEST_KEY
from tests.ops.machines import PROJECT, Instance, free_port, until

OURS = ("PUBLIC_ADDRESS", "FLASK_RUN_FROM_CLI", "WERKZEUG_RUN_MAIN", "SITE_FILE", "TRUSTED_HOSTS", "METRICS_PORT")


def environ(**settings: str) -> dict[str, str]:
    found = {name: value for name, value in os.environ.items() if name not in OURS}
    return {**found, "SECRET_KEY": TEST_KEY, **settings}


@pytest.mark.parametrize(
    ("settings", "lines"), [({}, 1), ({"PUBLIC_ADDRESS": ""}, 1), ({"PUBLIC_ADDRESS": "https://check.example"}, 0)]
)
def test_a_server_of_another_kind_is_told_once(settings: dict[str, str], lines: int) -> None:
    """Each of them begins with importing this."""
    done = subprocess.run(
        [sys.executable, "-c", "import wsgi"], cwd=PROJECT, env=environ(**settings), capture_output=True, text=True
    )
    assert done.returncode == 0
    assert (done.stderr.count(NOT_SET), len(done.stderr.splitlines())) == (lines, lines)


@pytest.mark.parametrize("command", [["routes"], ["triage", "--help"]])
def test_a_command_prints_nothing_of_it(command: list[str]) -> None:
    line = [sys.executable, "-m", "flask", "--app", "wsgi", *command]
    done = subprocess.run(line, cwd=PROJECT, env=environ(), capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.ops
@pytest.mark.parametrize("reloader", [[], ["--debug"]])
def test_flask_run_says_it_once_with_its_reloader_too(reloader: list[str], tmp_path: Path) -> None:
    port = free_port()
    line = [sys.executable, "-m", "flask", "--app", "wsgi", *reloader, "run", "--port", str(port)]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(line, cwd=PROJECT, env=environ(), stdout=log, stderr=log, start_new_session=True)
    instance = Instance(process, port, tmp_path / "log")
    try:
        until(lambda: instance.status("/healthz") == 200 or process.poll() is not None, "the service answers")
        assert instance.log.count(NOT_SET) == 1
    finally:
        os.killpg(process.pid, signal.SIGTERM)  # both of its processes
        process.wait(timeout=10)
