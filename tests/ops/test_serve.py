"""The server as it ships: who holds a connection holds up nobody, and nothing that was typed comes into its log."""

import gc
import json
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from app.web.security import HEADERS
from serve import GRACE, Wake, freeze
from tests.ops.machines import KEY, PROJECT, Instance, free_port, raw, running, until
from tests.rules.site_folders import instead_of, own, site

pytestmark = pytest.mark.ops

MANY = 500
FORM = b"POST /check/respondent HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
HALF = {
    "silent": b"",
    "half a header": b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Half: ",
    "half a body": FORM + b"Content-Length: 500\r\n\r\nrespondent=pa",
}


def few_files() -> None:
    """For the process to be: as a shell starts it, but with room for even fewer connections. granian raises it."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """One instance for the tests that leave it as it was, started where few files may be open."""
    with running(tmp_path_factory.mktemp("served") / "log", before=few_files) as instance:
        yield instance


def test_the_next_person_is_answered_at_once_beside_500_connections_of_each_kind_that_say_nothing(
    served: Instance,
) -> None:
    with ExitStack() as held:
        for half in HALF.values():
            for _ in range(MANY):
                wire = held.enter_context(socket.create_connection(("127.0.0.1", served.port), timeout=5))
                wire.sendall(half)
        waits = []
        for _ in range(10):
            begun = time.monotonic()
            assert served.status("/") == 200
            waits.append(time.monotonic() - begun)
        assert max(waits) < 1


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"SECRET\r\n\r\n", b"400"),
        (b"GET /\x01SECRET HTTP/1.1\r\nHost: SECRET\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", b"400"),
        (b"GET / HTTP/1.1\r\nHost: h\r\nX-SECRET: " + b"S" * 300_000 + b"\r\n\r\n", b"431"),
        (b"GET /" + b"S" * 70_000 + b" HTTP/1.1\r\nHost: h\r\n\r\n", b"4"),
    ],
)
def test_what_is_no_request_is_refused_by_the_server_without_a_word(
    served: Instance, sent: bytes, status: bytes
) -> None:
    """These answers are granian's own: no body, so nothing can stand in it (docs/security.md)."""
    answer = raw(served.port, sent)
    assert answer.startswith(b"HTTP/1.1 " + status)
    assert b"content-length: 0" in answer
    assert b"SECRET" not in answer


@pytest.mark.parametrize(
    ("sent", "cut", "status"),
    [
        (FORM + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nSECRET", False, b"411"),
        (FORM + b"Content-Length: 500\r\n\r\nrespondent=SECRET", True, b"400"),
    ],
)
def test_half_a_form_is_refused_with_every_header_and_a_number_to_call(
    served: Instance, sent: bytes, cut: bool, status: bytes
) -> None:
    answer = raw(served.port, sent, cut=cut)
    assert answer.startswith(b"HTTP/1.1 " + status)
    assert all(f"{name.lower()}: {value}".encode() in answer for name, value in HEADERS.items())
    assert b'href="tel:911"' in answer
    assert b"SECRET" not in answer


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("TRACE", "/", b"405"), ("TRACK", "/note", b"405"), ("CONNECT", "/", b"405"), ("CONNECT", "localhost:80", b"404")],
)
def test_who_wants_an_echo_or_a_way_through_gets_a_page_that_repeats_nothing(
    served: Instance, method: str, path: str, status: bytes
) -> None:
    sent = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nCookie: SECRET\r\nX-Secret: SECRET\r\n\r\n"
    answer = raw(served.port, sent.encode())
    assert answer.startswith(b"HTTP/1.1 " + status)
    assert b"text/html" in answer and b"/help-now" in answer
    assert b"SECRET" not in answer


HIDDEN = b"GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n"
CHUNKED, LENGTH = b"Transfer-Encoding: chunked\r\n", b"Content-Length: %d\r\n"
END = b"\r\n0\r\n\r\n"
# Two ways to read where a request ends, with another one hidden in the difference.
AMBIGUOUS = {
    "a length, then chunks": (LENGTH % 5 + CHUNKED + END + HIDDEN, b"411"),
    "chunks, then a length": (CHUNKED + LENGTH % (5 + len(HIDDEN)) + END + HIDDEN, b"411"),
    "chunks behind a tab": (b"Transfer-Encoding:\tchunked\r\n" + LENGTH % 5 + END + HIDDEN, b"411"),
    "chunks before a colon": (b"Transfer-Encoding : chunked\r\n" + LENGTH % 5 + END + HIDDEN, b"400"),
    "unheard chunks": (b"Transfer-Encoding: xchunked\r\n" + LENGTH % 5 + END + HIDDEN, b"400"),
    "chunks that are none": (CHUNKED + b"Transfer-Encoding: identity\r\n" + END + HIDDEN, b"400"),
    "two lengths": (LENGTH % 0 + LENGTH % len(HIDDEN) + b"\r\n" + HIDDEN, b"400"),
    "two lengths in one": (b"Content-Length: 0, 46\r\n\r\n" + HIDDEN, b"400"),
    "a length with a sign": (b"Content-Length: +46\r\n\r\n" + HIDDEN, b"400"),
    "a length below nothing": (b"Content-Length: -1\r\n\r\n" + HIDDEN, b"400"),
    "a length in hex": (b"Content-Length: 0x2e\r\n\r\n" + HIDDEN, b"400"),
    "a length beyond counting": (b"Content-Length: %d\r\n\r\n" % 10**30 + HIDDEN, b"400"),
    "a body that is too long": (LENGTH % 70_000 + b"\r\n" + HIDDEN, b"413"),
}


def all_answers(port: int, sent: bytes) -> list[bytes]:
    """The status of each answer on one connection, until the server closes it."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as wire:
        wire.sendall(sent)
        got = b""
        while piece := wire.recv(65536):
            got += piece
    return re.findall(rb"HTTP/1\.1 (\d{3}) ", got)


@pytest.mark.parametrize("method", [b"POST", b"GET"])
@pytest.mark.parametrize(("rest", "status"), AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_a_request_whose_end_is_in_doubt_is_refused_and_what_follows_is_not_read(
    served: Instance, method: bytes, rest: bytes, status: bytes
) -> None:
    looked_at = b"200" if method == b"GET" and status == b"413" else status  # a page that takes no body does not mind
    assert all_answers(served.port, FORM.replace(b"POST", method, 1) + rest) == [looked_at]


@pytest.mark.parametrize("start", [b"GET /", b"POST /note"])
def test_one_length_said_twice_is_one_and_what_follows_it_is_the_next_request(served: Instance, start: bytes) -> None:
    """As HTTP has it; a hidden request in the body is a body."""
    head = start + b" HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    body = LENGTH % len(HIDDEN) * 2 + b"\r\n" + HIDDEN
    last = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    statuses = all_answers(served.port, head + body + last)
    assert statuses == [b"200" if start == b"GET /" else b"409", b"200"]


def test_a_body_over_the_limit_is_refused_by_the_app(served: Instance) -> None:
    assert b" 413 " in raw(served.port, FORM + b"Content-Length: 99999999\r\n\r\nrespondent=pa")[:20]


def test_what_is_really_logged(served: Instance) -> None:
    raw(served.port, b"GET /SECRET?code=SECRET HTTP/1.1\r\nHost: SECRET\r\nReferer: SECRET\r\nCookie: SECRET\r\n\r\n")
    raw(served.port, b"SECRET SECRET SECRET\r\n\r\n")
    raw(served.port, FORM + b"Content-Length: 500\r\n\r\nrespondent=SECRET", cut=True)
    assert served.status("/check/fever") in (200, 409)
    until(lambda: "GET /check/<question_id>" in served.log, "the line of the last request")
    first = re.compile(r"^\[20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\] GET \(no route\) ", re.MULTILINE)
    until(lambda: bool(first.search(served.log)), "the line of the first request, which another worker may have had")
    assert all(line.startswith("[20") and line[24:27] == "Z] " for line in served.log.splitlines())
    assert "SECRET" not in served.log
    assert "127.0.0.1" not in served.log


def test_it_warns_that_there_is_no_public_address(served: Instance, tmp_path: Path) -> None:
    until(lambda: "Ready" in served.log, "it is ready")
    assert served.log.count("PUBLIC_ADDRESS is not set") == 1
    with running(tmp_path / "log", PUBLIC_ADDRESS="https://check.example.org") as instance:
        until(lambda: "Ready" in instance.log, "it is ready")
        assert "PUBLIC_ADDRESS" not in instance.log


def test_it_says_where_to_look(served: Instance) -> None:
    until(lambda: f"Ready: open http://localhost:{served.port} " in served.log, "the address")


def test_a_port_that_is_taken_is_said_and_not_shared(served: Instance) -> None:
    answer = serve(PORT=str(served.port))
    assert answer.returncode == 1
    assert (f"Cannot serve on 127.0.0.1 port {served.port}: Address already in use.") in answer.stderr


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY must be set"),
        ({"PORT": "http"}, "PORT must be a whole number"),
        ({"EMERGENCY_NUMBER": "call me"}, "number must be a phone number"),
    ],
)
def test_a_bad_setting_stops_the_start_with_its_message_alone(setting: dict[str, str], words: str) -> None:
    answer = serve(PORT=str(free_port()), **setting) if "PORT" not in setting else serve(**setting)
    assert answer.returncode == 1
    assert words in answer.stderr
    assert "Traceback" not in answer.stderr


def serve(**environ: str) -> subprocess.CompletedProcess[str]:
    """A start that is expected to fail."""
    settings = {"PATH": os.environ["PATH"], "SECRET_KEY": KEY, **environ}
    command = [sys.executable, "-m", "serve"]
    return subprocess.run(command, cwd=PROJECT, env=settings, capture_output=True, text=True, timeout=30)


def test_a_request_under_way_is_answered_before_it_stops(tmp_path: Path) -> None:
    with running(tmp_path / "log") as instance:
        with socket.create_connection(("127.0.0.1", instance.port), timeout=10) as wire:
            wire.sendall(FORM + b"Content-Length: 18\r\n\r\nrespondent")
            time.sleep(0.3)  # a moment for the server to take it up: nothing outside can be asked about that
            instance.process.send_signal(signal.SIGTERM)
            until(lambda: not accepts(instance.port), "the door is closed")
            wire.sendall(b"=patient")
            assert wire.recv(100).startswith(b"HTTP/1.1 400 ")  # an answer of the form: it had no token
        assert instance.process.wait(timeout=25) == 0
        assert "POST /check/<question_id> 400" in instance.log  # the last lines come out too


def accepts(port: int) -> bool:
    """Whether somebody new is let in."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def test_workers_end_with_their_parent(tmp_path: Path) -> None:
    with running(tmp_path / "log") as instance:
        instance.process.kill()
        instance.process.wait()
        until(lambda: not accepts(instance.port), "the workers are gone")


def test_ctrl_c_which_reaches_every_process_stops_it_without_a_word(tmp_path: Path) -> None:
    with running(tmp_path / "log") as instance:
        until(lambda: "Ready" in instance.log, "it is ready")
        said, workers = instance.log, instance.workers
        for worker in workers:  # a terminal tells all processes, in any order
            os.kill(worker, signal.SIGINT)
        assert {instance.status("/healthz") for _ in range(30)} == {200}
        instance.process.send_signal(signal.SIGINT)
        assert instance.process.wait(timeout=GRACE + 5) == 0
        assert instance.log == said


def test_a_changed_site_file_is_read_on_hup_and_a_broken_one_is_not(tmp_path: Path) -> None:
    site = tmp_path / "site.toml"
    site.write_text('[als_team]\nname = "the first clinic"\n')
    with running(tmp_path / "log", SITE_FILE=str(site)) as instance:
        assert b"the first clinic" in page(instance)
        site.write_text('[als_team]\nname = "the second clinic"\n')
        instance.process.send_signal(signal.SIGHUP)
        until(lambda: "Settings read again" in instance.log, "the settings are read again")
        assert b"the second clinic" in page(instance)
        site.write_text("page_size = 3\n")
        instance.process.send_signal(signal.SIGHUP)
        until(lambda: "Not read again, the settings from before are still served" in instance.log, "it says so")
        assert b"the second clinic" in page(instance)
        assert instance.process.poll() is None


BREAKS_LATER = """
import serve
sound, served = serve.create_app, []

def create_app():
    if served:
        raise RuntimeError("SECRET")
    served.append(sound())
    return served[0]

serve.create_app = create_app
serve.main()
"""


def test_whatever_goes_wrong_on_hup_is_named_without_its_words_and_the_old_settings_serve_on(tmp_path: Path) -> None:
    """A fault of ours, which is no mistake in a setting; and a second one is noticed as the first was."""
    with running(tmp_path / "log", through=(sys.executable, "-c", BREAKS_LATER)) as instance:
        for times in (1, 2):
            instance.process.send_signal(signal.SIGHUP)
            until(lambda: instance.log.count("still served. RuntimeError") == times, "it says so")  # noqa: B023
            assert instance.status("/") == 200
        assert "SECRET" not in instance.log
        assert "Settings read again" not in instance.log


CHANGES_WHILE_READ = """
import os, signal
import serve
sound, times = serve.create_app, []

def create_app():
    times.append(1)
    if len(times) == 2:
        os.kill(os.getpid(), signal.SIGHUP)
    return sound()

serve.create_app = create_app
serve.main()
"""


def test_a_hup_that_comes_while_settings_are_read_has_them_read_once_more(tmp_path: Path) -> None:
    """Whoever sent it may have changed what had been read by then."""
    with running(tmp_path / "log", through=(sys.executable, "-c", CHANGES_WHILE_READ)) as instance:
        instance.process.send_signal(signal.SIGHUP)
        until(lambda: instance.log.count("Settings read again") == 2, "they are read twice")
        assert instance.status("/") == 200


class Interrupted:
    """A main loop that waits, and a signal that comes at one step of what Python does meanwhile."""

    def __init__(self, step: int) -> None:
        self._steps, self._told = step, False
        self._wake = Wake(lambda: self._told)

    def run(self, woken: threading.Event) -> None:
        sys.setprofile(self._step)
        self._wake.wait()
        sys.setprofile(None)
        woken.set()

    def _step(self, *_: object) -> None:
        if self._steps == 0:
            self._told = True
            self._wake.set()
        self._steps -= 1


def test_a_signal_wakes_the_main_loop_whenever_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A threading.Event hangs for good on one that comes while it holds its lock."""
    monkeypatch.setattr("serve.LOOKS_EACH", 0)
    for step in range(20):
        woken = threading.Event()
        threading.Thread(target=Interrupted(step).run, args=(woken,), daemon=True).start()
        assert woken.wait(5), f"nobody woke it: the signal came at step {step}"


def test_what_is_there_before_the_first_request_is_no_garbage_to_look_for_and_what_nobody_holds_is_gone() -> None:
    class Loop:
        def __init__(self) -> None:
            self.itself = self

    served = Loop()
    gone, kept = weakref.ref(Loop()), weakref.ref(served)
    freeze()
    assert gone() is None
    assert kept() is served and gc.get_freeze_count() > 50_000
    del served
    freeze()  # as when settings are read again: what was served until then is let go
    assert kept() is None


def test_changed_rules_of_a_site_are_read_on_hup_and_refused_ones_are_not(tmp_path: Path) -> None:
    rules = site(tmp_path / "rules", rules={"rule": [own()]})
    with running(tmp_path / "log", SITE_RULES=str(rules)) as instance:
        first = fingerprint(instance)
        assert "+site-" in first
        site(rules, rules={"rule": [own(tier="soon")]})
        instance.process.send_signal(signal.SIGHUP)
        until(lambda: "Settings read again" in instance.log, "the rules are read again")
        until(lambda: fingerprint(instance) != first, "they are served")
        second = fingerprint(instance)
        site(rules, rules={"rule": [instead_of("severe-pain", tier="routine")]})
        instance.process.send_signal(signal.SIGHUP)
        until(lambda: "Not read again, the settings from before are still served" in instance.log, "it says so")
        assert "rule 'severe-pain'" in instance.log and "to every other question the calmest answer" in instance.log
        assert fingerprint(instance) == second
        assert instance.process.poll() is None


def fingerprint(instance: Instance) -> str:
    """What the service says it serves."""
    request = f"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:{instance.port}\r\nConnection: close\r\n\r\n"
    answer = raw(instance.port, request.encode())
    return str(json.loads(answer.partition(b"\r\n\r\n")[2])["digest"])


def page(instance: Instance) -> bytes:
    """The page with everybody who can be called."""
    request = f"GET /help-now HTTP/1.1\r\nHost: 127.0.0.1:{instance.port}\r\nConnection: close\r\n\r\n"
    return raw(instance.port, request.encode())


def test_prometheus_is_answered_on_a_port_of_its_own_for_all_workers(tmp_path: Path) -> None:
    port = free_port()
    with running(tmp_path / "log", METRICS_PORT=str(port)) as instance:
        for _ in range(20):
            assert instance.status("/about") == 200
        assert instance.status("/metrics") == 404
        raw(instance.port, FORM + b"Content-Length: 500\r\n\r\nrespondent=pa", cut=True)
        raw(instance.port, b"GET / HTTP/1.1\r\nHost: a..b\r\nConnection: close\r\n\r\n")
        found = raw(port, b"GET /metrics HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
    assert b'requests_total{route="/about",status="2xx"} 20.0' in found
    assert b'requests_total{route="(refused)",status="4xx"} 2.0' in found
    assert b"results_total" in found


def test_without_a_port_for_prometheus_there_is_none(served: Instance) -> None:
    assert served.status("/metrics") == 404


def test_who_holds_a_connection_cannot_keep_it_from_stopping(tmp_path: Path) -> None:
    with running(tmp_path / "log") as instance, ExitStack() as held:
        for half in HALF.values():
            for _ in range(50):
                wire = held.enter_context(socket.create_connection(("127.0.0.1", instance.port), timeout=5))
                wire.sendall(half)
        until(lambda: instance.status("/") == 200, "they are all let in")
        instance.process.send_signal(signal.SIGTERM)
        assert instance.process.wait(timeout=GRACE + 5) == 0
