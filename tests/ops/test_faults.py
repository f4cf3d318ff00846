"""Two instances behind nginx, people walking through the check, and machines that fail: nobody loses a visit."""

import fcntl
import os
import resource
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from app.web.limits import REDIS_SECONDS
from tests.ops.machines import KEY, Instance, Person, end, nginx, redis, running, site_for, start, until
from tests.ops.traffic import Traffic

pytestmark = pytest.mark.ops

WORKERS = 2
LONG = 60.0  # seconds; how long a start or a visit takes on a machine with much else to do is not what is tested
NEW_KEY = "the key that comes after the one before it!"


class Pair:
    """Two instances and the port of the nginx before them, which is configured as deploy/nginx.conf has it."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._logs = [folder / "one", folder / "two"]
        self.instances = [self._start(number) for number in (0, 1)]
        stack.callback(lambda: [end(each.process) for each in self.instances])
        for each in self.instances:
            answers(each)
        self.port = stack.enter_context(nginx(site_for([each.port for each in self.instances]))).port

    def again(self, number: int, **environ: str) -> None:
        """Start instance ``number`` again where it was, once it has ended."""
        self.instances[number] = self._start(number, port=self.instances[number].port, **environ)
        answers(self.instances[number])

    def stop_and_start(self, number: int, **environ: str) -> None:
        """As a rolling restart does it."""
        assert self.instances[number].stop() == 0
        self.again(number, **environ)

    def _start(self, number: int, **options: object) -> Instance:
        return start(self._logs[number], **{"TRUSTED_PROXIES": "1", "WEB_CONCURRENCY": str(WORKERS), **options})  # type: ignore[arg-type]


def answers(instance: Instance) -> None:
    """Wait until all of its workers do.

    One alone is not enough: with the other instance stopped next, whoever comes to a worker that is not there yet has
    nobody, and one that is told to stop before it heeds signals stops nobody knows when.
    """
    until(lambda: len(instance.listening) == WORKERS or instance.process.poll() is not None, "all workers listen", LONG)
    until(lambda: instance.status("/readyz") == 200 or instance.process.poll() is not None, "it answers", LONG)
    assert instance.process.poll() is None, instance.log


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    with ExitStack() as stack:
        yield Pair(tmp_path_factory.mktemp("pair"), stack)


@contextmanager
def nobody_loses_a_visit(pair: Pair) -> Iterator[Traffic]:
    """People walk before, while and after the block; every visit must come to its own result."""
    with Traffic(pair.port) as traffic:
        until(lambda: traffic.visits >= 2 or traffic.failures, "people walk", LONG)
        yield traffic
        reached = traffic.visits
        until(lambda: traffic.visits >= reached + 6 or traffic.failures, "people still walk", LONG)
    assert traffic.failures == []


def test_an_instance_that_is_killed_in_the_middle_of_checks(pair: Pair) -> None:
    with nobody_loses_a_visit(pair):
        victim = pair.instances[0]
        for process in (victim.process.pid, *victim.workers):
            os.kill(process, signal.SIGKILL)
        victim.process.wait()
        pair.again(0)


def test_a_worker_that_is_killed_is_replaced(pair: Pair) -> None:
    with nobody_loses_a_visit(pair):
        before = pair.instances[1].workers
        os.kill(before[0], signal.SIGKILL)
        until(lambda: len(set(pair.instances[1].listening) - {before[0]}) == WORKERS, "there are two workers again")


def test_a_worker_that_hangs_is_replaced(pair: Pair) -> None:
    with nobody_loses_a_visit(pair):
        before = pair.instances[0].workers
        os.kill(before[0], signal.SIGSTOP)
        until(lambda: "shows no life and is replaced" in pair.instances[0].log, "it is noticed")
        until(lambda: len(set(pair.instances[0].listening) - {before[0]}) == WORKERS, "there are two workers again")


def test_a_change_of_key_in_two_stages_of_rolling_restarts(pair: Pair) -> None:
    """As docs/operating.md has it."""
    stages = (
        {"SECRET_KEY": KEY, "SECRET_KEY_FALLBACKS": NEW_KEY},
        {"SECRET_KEY": NEW_KEY, "SECRET_KEY_FALLBACKS": KEY},
    )
    with nobody_loses_a_visit(pair):
        for stage in stages:
            for number in (0, 1):
                pair.stop_and_start(number, **stage)


def test_a_host_name_that_is_not_ours_gets_nothing(pair: Pair) -> None:
    request = urllib.request.Request(f"http://127.0.0.1:{pair.port}/", headers={"Host": "evil.example"})
    with pytest.raises(OSError, match=r"closed|reset"):
        urllib.request.urlopen(request, timeout=5)


def test_with_both_instances_away_the_page_still_says_whom_to_call(pair: Pair) -> None:
    for instance in pair.instances:
        end(instance.process)
    with pytest.raises(urllib.error.HTTPError) as answer:
        urllib.request.urlopen(f"http://127.0.0.1:{pair.port}/", timeout=5)
    assert answer.value.code == 502
    assert answer.value.headers["Cache-Control"] == "no-store"
    page = answer.value.read().decode()
    assert all(f'href="tel:{number}"' in page for number in ("911", "999", "112"))
    for number in (0, 1):
        pair.again(number)


# Redis


def seconds_to_send(person: Person) -> float:
    """How long a form takes whose count is kept in Redis."""
    begun = time.monotonic()
    assert person.send(code="1234") == 400
    return time.monotonic() - begun


def test_a_redis_that_hangs_or_is_gone_keeps_nobody_waiting(tmp_path: Path) -> None:
    with (
        redis() as (process, port),
        running(tmp_path / "log", RATELIMIT_STORAGE_URI=f"redis://127.0.0.1:{port}", WEB_CONCURRENCY="1") as instance,
    ):
        person = Person(instance.port, "/open")
        assert seconds_to_send(person) < REDIS_SECONDS
        process.send_signal(signal.SIGSTOP)
        # One of them waits, and now and then a later one, to see whether it is back; none waits twice.
        assert REDIS_SECONDS <= seconds_to_send(person) < 2 * REDIS_SECONDS
        assert max(seconds_to_send(person) for _ in range(10)) < 2 * REDIS_SECONDS
        process.kill()
        process.wait()
        assert max(seconds_to_send(person) for _ in range(10)) < REDIS_SECONDS


# Disk and log


def no_room() -> None:
    """For the process to be: it may not write a byte into any file."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def test_a_full_disk_loses_log_lines_and_no_visit(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        with running(None, output=full.fileno(), before=no_room) as it, Traffic(it.port, people=2) as traffic:
            until(lambda: traffic.visits >= 3 or traffic.failures, "people walk")
            assert it.status("/paper.pdf") == 200
        assert traffic.failures == []


READ_ONLY = ("unshare", "-m", "sh", "-c", 'mount -o remount,ro,bind / && exec "$@"', "sh")


def test_it_needs_no_file_that_it_could_write(tmp_path: Path) -> None:
    """With every file system read-only, as deploy/ has it."""
    if subprocess.run([*READ_ONLY, "true"], capture_output=True).returncode:
        pytest.skip("a read-only file system can be made by root alone")
    with running(tmp_path / "log", through=READ_ONLY) as instance:
        assert instance.status("/readyz") == 200
        assert instance.status("/paper.pdf") == 200
        with Traffic(instance.port, people=2) as traffic:
            until(lambda: traffic.visits >= 2 or traffic.failures, "people walk")
        assert traffic.failures == []


def test_a_log_that_nobody_reads_stops_nobody(tmp_path: Path) -> None:
    out, into = os.pipe()
    fcntl.fcntl(into, fcntl.F_SETPIPE_SZ, 4096)  # full after some fifty lines
    try:
        with running(None, output=into) as it, Traffic(it.port, people=2) as traffic:
            until(lambda: traffic.visits >= 5 or traffic.failures, "people walk")
        assert traffic.failures == []
    finally:
        os.close(out)
        os.close(into)
