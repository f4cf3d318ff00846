"""Real processes of the service on this machine: an instance as it is shipped, nginx and Redis beside it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

PROJECT = Path(__file__).parents[2]
DEPLOY = PROJECT / "deploy"
KEY = "a key that is used in tests of whole processes only"
SOON = 15.0  # seconds
LISTENS = "0A"  # a state of a socket in /proc


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def until(true: Callable[[], object], what: str, within: float = SOON) -> None:
    """Wait for something to become true. Fails, naming it, when it does not."""
    end = time.monotonic() + within
    while not true():
        if time.monotonic() > end:
            raise AssertionError(f"not within {within} s: {what}")
        time.sleep(0.02)


def raw(port: int, *pieces: bytes, patience: float = 5.0, cut: bool = False) -> bytes:
    """Send bytes as they are; returns what comes back: a whole answer, or all until the other side closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=patience) as wire:
        for piece in pieces:
            wire.sendall(piece)
        if cut:
            wire.shutdown(socket.SHUT_WR)
        got = b""
        with suppress(TimeoutError):
            while piece := wire.recv(65536):
                got += piece
                if _is_whole(got):
                    break
        return got


def _is_whole(answer: bytes) -> bool:
    """Whether the body is as long as the head of the answer says."""
    head, _, body = answer.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head.lower())
    return bool(length) and len(body) >= int(length[1])


@dataclass
class Instance:
    """A running copy of the service."""

    process: subprocess.Popen[bytes]
    port: int
    log_file: Path | None

    @property
    def log(self) -> str:
        """What it has written so far."""
        return self.log_file.read_text() if self.log_file else ""

    @property
    def workers(self) -> list[int]:
        """The process ids of its workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(child) for child in children.split()]

    @property
    def listening(self) -> list[int]:
        """Those of its workers that take connections. Each has a socket of its own, opened once it heeds signals."""
        return [worker for worker in self.workers if _sockets_of(worker) & _listeners(self.port)]

    def status(self, path: str = "/", patience: float = 5.0) -> int:
        """The status of a page, or 0 when none comes."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=patience) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code
        except OSError:
            return 0

    def stop(self) -> int:
        """Stop it as an operator does; returns its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)


def _listeners(port: int) -> set[str]:
    """The sockets that listen at a port of 127.0.0.1, as /proc names them."""
    lines = (line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:])
    return {f"socket:[{line[9]}]" for line in lines if line[3] == LISTENS and line[1] == f"0100007F:{port:04X}"}


def _sockets_of(process: int) -> set[str]:
    found = set()
    with suppress(OSError):  # it may end meanwhile
        for file in Path(f"/proc/{process}/fd").iterdir():
            with suppress(OSError):
                found.add(str(file.readlink()))
    return found


def start(
    log: Path | None,
    port: int | None = None,
    output: int | None = None,
    before: Any = None,
    through: Sequence[str] = (),
    folder: Path = PROJECT,
    **environ: str,
) -> Instance:
    """Start an instance without waiting for it.

    ``output``: where its log goes when not to a file; ``before``: called in the new process; ``through``: a program
    that starts it; ``folder``: where the code is.
    """
    found = port or free_port()
    settings = {
        "PATH": os.environ["PATH"], "SECRET_KEY": KEY, "PORT": str(found), "WEB_CONCURRENCY": "2", "HOST": "127.0.0.1",
        "SITE_FILE": "", **environ,
    }  # fmt: skip
    settings = {name: value for name, value in settings.items() if value}
    stream = log.open("ab") if log else None
    process = subprocess.Popen(
        [*through, sys.executable, "-m", "serve"], cwd=folder, env=settings, stdin=subprocess.DEVNULL,
        stdout=stream or output, stderr=stream or output, preexec_fn=before,  # noqa: PLW1509 - it only sets limits
    )  # fmt: skip
    if stream:
        stream.close()
    return Instance(process, found, log)


@contextmanager
def running(log: Path | None, **options: Any) -> Iterator[Instance]:
    """An instance that answers, until the block ends. What fails meanwhile says what it wrote."""
    instance = start(log, **options)
    try:
        until(lambda: instance.status("/healthz") == 200 or instance.process.poll() is not None, "the service answers")
        assert instance.process.poll() is None, "it ended"
        yield instance
    except AssertionError as error:
        error.add_note(f"What the instance wrote:\n{instance.log}")
        raise
    finally:
        end(instance.process)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process that we started, gently if it will."""
    if process.poll() is None:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGCONT)
            process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


NGINX = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 1024; }}
http {{
  access_log {folder}/access.log;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  include {folder}/site.conf;
}}
"""


def site_for(ports: Sequence[int], **others: str) -> str:
    """The shipped configuration, for instances at these ports; everybody here has one address, so it limits nobody.

    ``others``: more words of it, and what stands for them here.
    """
    site = (DEPLOY / "nginx.conf").read_text()
    changes = {
        "app1:8000": f"127.0.0.1:{ports[0]}",
        "app2:8000": f"127.0.0.1:{ports[1]}",
        "server_name check.example.org": "server_name 127.0.0.1",
        "listen 8080": "listen 127.0.0.1:PORT",
        "rate=20r/s": "rate=100000r/s",
        "/etc/nginx/check/always.conf": "always.conf",
        **others,
    }
    for shipped, here in changes.items():
        assert shipped in site
        site = site.replace(shipped, here)
    return site


@dataclass
class Nginx:
    """A running nginx."""

    port: int
    folder: Path

    @property
    def written(self) -> str:
        """Everything it has written into any log."""
        return "".join((self.folder / name).read_text() for name in ("access.log", "nginx.log", "out"))


@contextmanager
def nginx(site: str) -> Iterator[Nginx]:
    """nginx with the server blocks of ``site``, in which ``PORT`` stands for its own port; until the block ends.

    Around them it is as the image of nginx has it: with a log of every request, and its faults noted.
    """
    program = needed("nginx")
    port = free_port()
    # Its own short-lived folder under /tmp: nginx gives up its rights when it is started as root.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        always = (DEPLOY / "nginx" / "always.conf").read_text()
        (folder / "always.conf").write_text(always.replace("/etc/nginx/check", str(DEPLOY / "nginx")))
        (folder / "nginx.conf").write_text(NGINX.format(folder=folder))
        (folder / "site.conf").write_text(site.replace("PORT", str(port)))
        log = (folder / "out").open("wb")
        process = subprocess.Popen(
            [program, "-c", str(folder / "nginx.conf"), "-p", name, "-e", str(folder / "nginx.log")],
            stdout=log, stderr=log, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            until(lambda: _listens(port), f"nginx listens: {(folder / 'out').read_text()}")
            yield Nginx(port, folder)
        finally:
            end(process)
            log.close()


@contextmanager
def redis() -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A Redis that keeps nothing, until the block ends: its process and port."""
    program = needed("redis-server")
    port = free_port()
    process = subprocess.Popen(
        [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        until(lambda: _listens(port), "Redis listens")
        yield process, port
    finally:
        end(process)


def needed(program: str) -> str:
    """Where a program is. Skips the test, saying how to get it, when it is not there."""
    found = shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    if not found:
        pytest.skip(f"{program} is not installed: apt-get install -y {program}")
    return found


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


class Person:
    """A browser for one form."""

    def __init__(self, port: int, path: str) -> None:
        """Looks at the page of the form."""
        self._address = f"http://127.0.0.1:{port}{path}"
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        with self._opener.open(self._address, timeout=10) as page:
            found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.read().decode())
        assert found
        self._token = found[1]

    def send(self, **form: str) -> int:
        """Send the form; returns the status."""
        body = urlencode({**form, "csrf_token": self._token}).encode()
        try:
            with self._opener.open(self._address, body, timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code
