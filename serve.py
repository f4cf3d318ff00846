"""How the app is served: ``python -m serve``, which `make run` and the container call.

granian accepts and reads (docs/decisions/0007 has the measurements); its workers are forks of this process, which
loads the app once, so that bad settings or content stop the start. SIGTERM stops it when the requests under way are
answered; SIGHUP reads the settings again, and keeps the old ones serving when the new ones are wrong.
"""

import asyncio
import gc
import logging
import mmap
import multiprocessing
import multiprocessing.util
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Flask
from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer, WorkerProcess

from app import create_app
from app.rules.errors import ContentError
from app.web import metrics
from app.web.gate import LARGEST_REQUEST
from app.web.log_lines import PatientHandler, UtcLines
from app.web.plain_answer import plain_answers
from app.web.public_address import warn_unless_set
from app.web.rsgi import Rsgi
from config import SettingsError, number_setting

log = logging.getLogger("app.server")

MOST_WORKERS = 8
MOST_CONNECTIONS = 8192  # of each worker, half-open ones too; each costs some kilobytes
HEADERS_WITHIN = 10_000  # milliseconds; as long is a connection without a request kept
LARGEST_HEADERS = 32 * 1024
GRACE = 10  # seconds for what is under way when it is told to stop; who holds a connection holds it no longer
LOOKS_EACH = 0.1  # seconds between two looks for what there is to do
SILENT_FOR = 10.0  # seconds after which a worker that shows no life is replaced; a busy one shows it by answering


def cores() -> int:
    """The cores this process may use, which in a container are fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Pulse:
    """When each worker last showed life, in memory that parent and workers share."""

    def __init__(self, workers: int) -> None:
        """``workers``: how many there are; they are told apart by their number from 0."""
        self._times = memoryview(mmap.mmap(-1, workers * 8)).cast("d")

    def beat(self, worker: int) -> None:
        """Worker ``worker`` is alive now."""
        self._times[worker] = time.monotonic()

    def keep(self, worker: int, parent: int, loop: asyncio.AbstractEventLoop) -> None:
        """Beat each second while the loop of this worker has time for it; stop it when the parent is gone."""
        self.beat(worker)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)
        loop.call_later(1, self.keep, worker, parent, loop)

    def silence(self, worker: int) -> float:
        """Seconds since the last beat; infinite before the first."""
        last = self._times[worker]
        return time.monotonic() - last if last else float("inf")

    def forget(self, worker: int) -> None:
        """A new worker takes its place and has not shown life yet."""
        self._times[worker] = 0


class Wake:
    """What granian's main loop waits on, in place of its threading.Event. A signal that comes while the main thread
    holds the lock of an Event hangs it for good, and one just before it blocks wakes nobody: the settings would not be
    read again, or the service not stop. This one has no lock, and looks at what there is to do itself."""

    def __init__(self, anything_to_do: Callable[[], object]) -> None:
        """``anything_to_do``: true while granian has something to do; asked some times a second."""
        self._anything_to_do = anything_to_do

    def wait(self) -> None:
        """Until there is something to do."""
        while not self._anything_to_do():
            time.sleep(LOOKS_EACH)

    def set(self) -> None:
        """There is something to do: ``wait`` sees it."""

    def clear(self) -> None:
        """It is being done: nothing was remembered that could be forgotten."""


class Server(MPServer):
    """granian with the app in it: loaded before the fork, watched, and read again on SIGHUP."""

    def __init__(self, application: Flask, host: str, port: int, workers: int) -> None:
        """Raises OSError when the port is taken."""
        super().__init__(
            "wsgi:application", address=host, port=port, workers=workers, interface=Interfaces.RSGI,
            loop=Loops.asyncio, http=HTTPModes.http1, websockets=False, backlog=2048, backpressure=MOST_CONNECTIONS,
            http1_settings=HTTP1Settings(header_read_timeout=HEADERS_WITHIN, max_buffer_size=LARGEST_HEADERS),
            log_level=LogLevels.warning, log_dictconfig=LOGGING,
            respawn_failed_workers=True, respawn_interval=1.0, workers_kill_timeout=GRACE,
        )  # fmt: skip
        self.main_loop_interrupt = Wake(self._has_something_to_do)  # type: ignore[assignment]  # all of it that is used
        self.application = application
        self._pulse = Pulse(workers)
        self._born = [0.0] * workers

    def run(self) -> None:
        """Serve until told to stop."""
        # No line says which thread or process wrote it, and finding that out for each takes a third of its time.
        logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
        threading.Thread(target=self._watch, name="watch", daemon=True).start()
        self.serve()

    def _has_something_to_do(self) -> bool:
        return bool(self.interrupt_signal or self.reload_signal or self.interrupt_children)

    def _reload(self, spawn_target: Any, target_loader: Any) -> None:
        """SIGHUP: replace the workers as granian does, but only when there is something sound to replace them with.
        Another SIGHUP meanwhile is heeded after this one: who sent it may have changed what is already read."""
        self.reload_signal = False
        try:
            self.application = create_app()
        except Exception as error:  # whatever it is, who is being served goes on being served
            ours = isinstance(error, (ContentError, SettingsError))  # others may say what nobody should read
            why = error if ours else type(error).__name__
            log.error("Not read again, the settings from before are still served. %s", why)
            return
        self.respawned_wrks.clear()
        self._respawn_workers(range(self.workers), spawn_target, target_loader, delay=self.respawn_interval)
        log.info("Settings read again, and new workers serve them")

    def _spawn_worker(  # type: ignore[override]  # as the class that this one is made from has it
        self, idx: int, target: Any, callback_loader: Any
    ) -> WorkerProcess:
        self._pulse.forget(idx)
        self._born[idx] = time.monotonic()
        plain = metrics.counting(self.application, plain_answers(self.application.config))
        app = Rsgi(
            self.application, LARGEST_REQUEST, plain,
            started=partial(self._start, idx, os.getpid()), answered=partial(self._pulse.beat, idx),
        )  # fmt: skip
        freeze()
        return super()._spawn_worker(idx, target, lambda: app)

    def _start(self, worker: int, parent: int, loop: asyncio.AbstractEventLoop) -> None:
        # Ctrl+C in a terminal reaches the workers too. The parent stops them; by themselves they would seem to crash.
        loop.add_signal_handler(signal.SIGINT, lambda: None)
        multiprocessing.util.Finalize(None, logging.shutdown, exitpriority=0)  # a fork ends without what atexit does
        metrics.count_as(self.application, worker)
        self._pulse.keep(worker, parent, loop)

    def _watch(self) -> None:
        """Say where to look once it can be looked at; then replace workers that hang."""
        while any(self._pulse.silence(worker) > SILENT_FOR for worker in range(self.workers)):
            time.sleep(0.05)
        warn_unless_set(self.application)
        log.info("Ready: open http://localhost:%d (Ctrl+C stops it)", self.bind_port)
        looked = time.monotonic()
        while True:
            time.sleep(1)
            asleep, looked = time.monotonic() - looked > SILENT_FOR / 2, time.monotonic()
            if not asleep:  # when this process itself was stopped, the workers were too and need a moment
                self._replace_silent()

    def _replace_silent(self) -> None:
        for worker in list(self.wrks):
            age = time.monotonic() - self._born[worker.idx]
            if min(age, self._pulse.silence(worker.idx)) > SILENT_FOR:
                log.error("Worker %d shows no life and is replaced", worker.idx + 1)
                worker.inner.kill()


def freeze() -> None:
    """Let the collector of garbage in a worker pass over all that is there before its first request: walking through
    it takes time, and writes into each page of memory that the workers share."""
    gc.unfreeze()  # a service that reads its settings again lets go of what it had
    gc.collect()
    gc.freeze()


def _line_handler() -> logging.Handler:
    return PatientHandler(2)


_LINES: dict[str, Any] = {"()": _line_handler, "formatter": "line"}
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": UtcLines}},
    "handlers": {"line": _LINES},
    "loggers": {
        "_granian": {"level": "WARNING", "handlers": ["line"], "propagate": False},
        "app.requests": {"level": "INFO"},
        "app.server": {"level": "INFO"},
    },
    "root": {"level": "WARNING", "handlers": ["line"]},
}


def refuse_taken(host: str, port: int) -> None:
    """Raises OSError when somebody else serves there: granian would share the port with them, and halve the visits."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        trial.bind((host, port))


def main() -> None:
    """Serve as the environment says. A mistake of the site's or the content's author ends it with a message."""
    multiprocessing.set_start_method("fork")  # the workers take the loaded app with them
    host = os.environ.get("HOST", "127.0.0.1")  # this machine only, unless told: what runs here is plain http
    try:
        port = number_setting(os.environ, "PORT", default=8000, most=65535)
        workers = number_setting(os.environ, "WEB_CONCURRENCY", default=0, most=64) or min(cores(), MOST_WORKERS)
        application = create_app()
    except (ContentError, SettingsError) as error:
        raise SystemExit(str(error)) from None
    try:
        refuse_taken(host, port)
    except OSError as error:
        raise SystemExit(f"Cannot serve on {host} port {port}: {error.strerror}. PORT=8001 takes another.") from None
    server = Server(application, host, port, workers)
    if application.config["METRICS_PORT"]:
        metrics.serve(host, application.config["METRICS_PORT"], lambda: server.application)
    server.run()


if __name__ == "__main__":
    main()
    sys.exit(0)
