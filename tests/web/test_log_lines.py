"""Log lines never hold up an answer: they are dropped when nobody takes them."""

import logging
import os
import socket
import threading
import time
from pathlib import Path
from select import PIPE_BUF

import pytest

from app.web import log_lines
from app.web.log_lines import PatientHandler, UtcLines


def record(words: str) -> logging.LogRecord:
    return logging.LogRecord("app", logging.INFO, "", 0, words, None, None)


def test_lines_come_out_in_order_and_the_last_ones_before_the_end() -> None:
    out, into = os.pipe()
    handler = PatientHandler(into)
    for number in range(100):
        handler.emit(record(f"line {number}"))
    handler.close()
    os.close(into)
    with os.fdopen(out) as pipe:
        assert pipe.read().splitlines() == [f"line {number}" for number in range(100)]


def test_lines_that_wait_are_written_at_once_and_none_is_cut() -> None:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)  # what is written at once is read at once
    with ours, theirs:
        handler = PatientHandler(theirs.fileno())
        lines = [f"line {number} {'x' * (1 + number % 97)}\n".encode() for number in range(200)]
        for line in lines:
            handler.emit(record(line.decode().rstrip()))
        handler.close()
        theirs.shutdown(socket.SHUT_WR)
        writes = list(iter(lambda: ours.recv(100_000), b""))
    assert b"".join(writes) == b"".join(lines)
    assert len(writes) < len(lines) / 10
    assert all(each.endswith(b"\n") and len(each) <= PIPE_BUF for each in writes)


def test_a_line_that_cannot_be_made_stops_no_other_and_quotes_nothing() -> None:
    out, into = os.pipe()
    handler = PatientHandler(into)
    handler.emit(logging.LogRecord("app", logging.INFO, "", 0, "%d of %d", ("secret",), None))
    handler.emit(record("the next"))
    handler.close()
    os.close(into)
    with os.fdopen(out) as pipe:
        assert pipe.read().splitlines() == ["A line of app could not be made", "the next"]


def test_a_line_longer_than_a_pipe_takes_at_once_is_written_whole() -> None:
    long = b"x" * (PIPE_BUF + 1) + b"\n"
    assert list(log_lines.together([b"a\n", long, b"b\n", b"c\n"])) == [b"a\n", long, b"b\nc\n"]


def test_a_line_begins_with_its_time_in_utc_wherever_the_machine_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    line = record("words")
    line.created, line.msecs = 1_764_230_400.007, 7.0
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        assert UtcLines().format(line) == "[2025-11-27T08:00:00.007Z] words"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_pipe_that_is_stuck_stops_nobody_and_lines_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_lines, "FAREWELL", 0.05)
    out, into = os.pipe()
    handler = PatientHandler(into)
    finished = threading.Event()

    def write() -> None:
        for _ in range(log_lines.MOST_WAITING + 3000):  # far more than a pipe and the queue hold
            handler.emit(record("x" * 100))
        handler.close()
        finished.set()

    threading.Thread(target=write, daemon=True).start()
    assert finished.wait(20)
    assert handler.waiting <= log_lines.MOST_WAITING + 1
    os.close(out)  # lets the writer go, which then finds nobody to write for


def test_a_full_disk_loses_lines_and_nothing_else() -> None:
    with Path("/dev/full").open("wb", buffering=0) as full:
        handler = PatientHandler(full.fileno())
        for _ in range(10):
            handler.emit(record("lost"))
        handler.close()
        assert handler.waiting == 0
