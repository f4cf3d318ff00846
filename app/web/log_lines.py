"""Log lines that never hold up an answer: written by a thread of their own, and dropped when nobody takes them.

A log pipe that is stuck or a disk that is full would otherwise stop the worker that writes to it. A busy worker's lines
are written together: for each write the thread takes the processor from the one that answers.
"""

import logging
import os
import queue
import threading
import time
from collections.abc import Iterable, Iterator
from select import PIPE_BUF

MOST_WAITING = 2000  # lines
REST = 0.05  # seconds after a write in which lines gather for the next one
FAREWELL = 1.0  # seconds in which the last lines may be written when the process ends


class UtcLines(logging.Formatter):
    """A line that begins with its time, in UTC and saying so: machines stand in many places."""

    converter = time.gmtime  # type: ignore[assignment]  # a builtin, which takes no self
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self) -> None:
        """There is one form of lines."""
        super().__init__("[%(asctime)s] %(message)s")


class PatientHandler(logging.Handler):
    """Writes to a file descriptor from a queue. After a fork each process has a thread of its own."""

    def __init__(self, descriptor: int) -> None:
        """``descriptor``: an open file, pipe or terminal; 2 for standard error."""
        super().__init__()
        self._descriptor = descriptor
        self._records: queue.SimpleQueue[logging.LogRecord | None] = queue.SimpleQueue()
        self._writer: threading.Thread | None = None
        self._process = 0
        self._ending = threading.Event()

    def emit(self, record: logging.LogRecord) -> None:
        """Put a record in the queue, or drop it when the queue is full. The writer makes the line of it."""
        if self._process != os.getpid():
            self._begin()
        if self._records.qsize() < MOST_WAITING:
            self._records.put(record)

    @property
    def waiting(self) -> int:
        """Lines that are not written yet."""
        return self._records.qsize()

    def close(self) -> None:
        """Let the last lines out, but not for long."""
        if self._writer and self._process == os.getpid():
            self._ending.set()
            self._records.put(None)  # for a writer that waits for one
            self._writer.join(FAREWELL)
        super().close()

    def _begin(self) -> None:
        self._records = queue.SimpleQueue()
        self._process = os.getpid()
        self._ending = threading.Event()
        self._writer = threading.Thread(target=self._write, name="log", daemon=True)
        self._writer.start()

    def _write(self) -> None:
        while not (self._ending.wait(REST) and self._records.empty()):
            for lines in together(self._taken()):
                try:
                    os.write(self._descriptor, lines)
                except OSError:
                    continue  # a full disk or a reader that is gone; the next lines may find room

    def _taken(self) -> Iterator[bytes]:
        """The lines that wait, or the next one."""
        record = self._records.get()
        while record is not None:
            yield (self._line(record) + "\n").encode(errors="replace")
            record = None if self._records.empty() else self._records.get()

    def _line(self, record: logging.LogRecord) -> str:
        try:
            return self.format(record)
        except Exception:  # the writer must live; and what went wrong may quote what nobody should read
            return f"A line of {record.name} could not be made"


def together(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The same lines, as many at once as a pipe takes in one piece: those of two processes never mix."""
    gathered = b""
    for line in lines:
        if gathered and len(gathered) + len(line) > PIPE_BUF:
            yield gathered
            gathered = b""
        gathered += line
    yield gathered
