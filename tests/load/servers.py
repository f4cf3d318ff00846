"""What is loaded: our app as it ships, and the plain form and the one-line page on the very same server."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from app import create_app
from serve import Server
from site_settings import Site
from tests.bench.plain import one_line, plain_form

PROJECT = Path(__file__).parents[2]
APPLICATIONS = ("ours", "plain_form", "one_line")


def application(kind: str) -> Flask:
    """The application of this name. Limits are off in ours: here everybody has one address."""
    if kind == "ours":
        return create_app({"SECRET_KEY": secrets.token_hex(32), "RATELIMIT_ENABLED": False, "PUBLIC_ADDRESS": ""})
    app = plain_form() if kind == "plain_form" else one_line()
    app.config.update(SITE=Site(), METRICS_PORT=0)
    return app


class Loaded:
    """A running server of one application."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process, self.port = process, port

    def memory(self) -> int:
        """Bytes that its workers hold for themselves."""
        return sum(_private(int(child)) for child in _children(self.process.pid))


@contextmanager
def loaded(kind: str, workers: int) -> Iterator[Loaded]:
    """Serve until the block ends. Its log goes nowhere, but every line of it is made."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    command = [sys.executable, "-m", "tests.load.servers", kind, str(port), str(workers)]
    process = subprocess.Popen(command, cwd=PROJECT, stderr=subprocess.DEVNULL, env={**os.environ, "HOST": "127.0.0.1"})
    try:
        _wait(port)
        yield Loaded(process, port)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _wait(port: int) -> None:
    end = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2):
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def _children(process: int) -> list[str]:
    return Path(f"/proc/{process}/task/{process}/children").read_text().split()


def _private(process: int) -> int:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(("Private_Clean", "Private_Dirty")))


if __name__ == "__main__":
    import multiprocessing

    multiprocessing.set_start_method("fork")
    Server(application(sys.argv[1]), "127.0.0.1", int(sys.argv[2]), int(sys.argv[3])).run()
