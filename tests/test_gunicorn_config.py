"""The server's settings, and what it really writes in its log."""

import logging
import os
import runpy
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

PROJECT = Path(__file__).parents[1]
CONFIG = PROJECT / "gunicorn.conf.py"

APPLICATION = """
def application(environ, start_response):
    if environ["PATH_INFO"] == "/broken":
        raise RuntimeError("broken on purpose")
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"hello"]
"""


def settings(monkeypatch: pytest.MonkeyPatch, **environ: str) -> dict[str, Any]:
    """The configuration as gunicorn would read it under these environment variables."""
    for name in ("HOST", "PORT", "WEB_CONCURRENCY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(CONFIG))


def test_it_listens_on_this_machine_alone_unless_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings(monkeypatch)["bind"] == "127.0.0.1:8000"
    assert settings(monkeypatch, HOST="0.0.0.0", PORT="80")["bind"] == "0.0.0.0:80"


def test_workers_follow_the_cores_but_not_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    for cores, workers in ((1, 2), (2, 3), (8, 9), (64, 9)):
        monkeypatch.setattr(os, "sched_getaffinity", lambda pid, cores=cores: set(range(cores)), raising=False)
        assert settings(monkeypatch)["workers"] == workers
    assert settings(monkeypatch, WEB_CONCURRENCY="4")["workers"] == 4


def test_the_app_is_loaded_before_the_workers_by_sync_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    found = settings(monkeypatch)
    assert found["preload_app"] is True
    assert found["worker_class"] == "sync"
    assert found["wsgi_app"] == "wsgi:application"
    assert found["graceful_timeout"] <= found["timeout"]


def test_the_access_log_is_left_to_the_app_which_writes_routes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings(monkeypatch)["accesslog"] is None


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Error handling request /a?code=X", "Error handling request -"),
        (
            "Invalid request from ip=10.1.2.3: bad line 'GET /a?code=X y'",
            "Invalid request from ip=-: bad line 'GET - y'",
        ),
        ("Booting worker with pid: 12", "Booting worker with pid: 12"),
    ],
)
def test_the_error_log_loses_addresses_paths_and_query_strings(
    monkeypatch: pytest.MonkeyPatch, said: str, kept: str
) -> None:
    record = logging.LogRecord("gunicorn.error", logging.ERROR, "", 0, "%s", (said,), None)
    assert settings(monkeypatch)["redact"](record)
    assert record.getMessage() == kept


class Served(NamedTuple):
    """A running gunicorn: where it answers, and the file its log goes to."""

    process: subprocess.Popen[bytes]
    address: str
    log: Path

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> int:
        """Ask for a path; returns the status."""
        request = urllib.request.Request(self.address + path, headers=dict(headers or {}))
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                return int(response.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code

    def written(self, words: str) -> str:
        """The log, once it holds these words; fails after some seconds without them."""
        for _ in range(100):
            text = self.log.read_text()
            if words in text:
                return text
            time.sleep(0.1)
        raise AssertionError(f"{words!r} did not come up in the log:\n{self.log.read_text()}")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """Our configuration, on a free port, before a tiny application."""
    (tmp_path / "wsgi.py").write_text(APPLICATION)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = {**os.environ, "PORT": str(port), "HOST": "127.0.0.1", "WEB_CONCURRENCY": "1"}
    command = [sys.executable, "-m", "gunicorn", "-c", str(CONFIG), "--chdir", str(tmp_path)]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environ, cwd=tmp_path)
        found = Served(process, f"http://127.0.0.1:{port}", tmp_path / "log")
        try:
            found.written("Booting worker")
            yield found
        finally:
            process.kill()
            process.wait()


def test_what_is_really_logged(served: Served) -> None:
    assert served.get("/check/fever?code=SECRET", {"Referer": "http://x/SECRET", "User-Agent": "SECRET"}) == 200
    served.get("/SECRET%0Alines")
    served.get("/broken?code=SECRET")
    log = served.written("Error handling request GET -")
    assert "SECRET" not in log
    assert "/check/fever" not in log
    assert "127.0.0.1" not in log.split("Booting worker")[1]


def test_it_says_where_to_look_and_stops_gracefully(served: Served) -> None:
    port = served.address.rsplit(":", 1)[1]
    assert f"Ready: open http://localhost:{port} " in served.written("Ready")
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(timeout=15) == 0
