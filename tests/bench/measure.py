"""Timing that a busy machine disturbs little, and the rows of the table that comes of it."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from statistics import median
from typing import NamedTuple


class Cost(NamedTuple):
    """Seconds of one call: by the clock on the wall, and on a core, all threads of this process together."""

    wall: float
    cpu: float


Costs = dict[str, list[Cost]]


class Row(NamedTuple):
    """One line of the table: what was measured, what it is held against, and how large it may be beside that.

    ``allowed`` is the largest ratio that keeps the budget; None where there is none and the row only informs. A time is
    held against another of the same run alone: no absolute time holds on a machine that others share.
    """

    what: str
    measured: float
    against: str
    reference: float
    unit: str
    allowed: float | None = None

    @property
    def ratio(self) -> float:
        """The measured value as a multiple of the reference."""
        return self.measured / self.reference

    @property
    def broken(self) -> bool:
        """True when the budget is exceeded."""
        return self.allowed is not None and self.ratio > self.allowed


def interleaved(candidates: Mapping[str, Callable[[], object]], rounds: int, calls: int = 1) -> Costs:
    """What a call costs, one figure a round, for each candidate.

    Every round runs all candidates, so that a slow moment of the machine slows them all alike; the first
    round only warms up and is thrown away.
    """
    costs: Costs = {name: [] for name in candidates}
    for _ in range(rounds + 1):
        for name, candidate in candidates.items():
            costs[name].append(_cost(candidate, calls))
    return {name: found[1:] for name, found in costs.items()}


def in_new_processes(programs: Mapping[str, tuple[str, str]], rounds: int) -> Costs:
    """What a line of Python costs as the first thing of a new process, by name: the line, and what runs before it."""
    costs: Costs = {name: [] for name in programs}
    for _ in range(rounds):
        for name, (line, before) in programs.items():
            costs[name].append(_first(line, before))
    return costs


def _first(line: str, before: str) -> Cost:
    now = "time.perf_counter(), time.process_time()"
    lines = ["import time", before, f"wall, cpu = {now}", line, f"end, used = {now}", "print(end - wall, used - cpu)"]
    environ = os.environ | {"SECRET_KEY": secrets.token_hex(32)}
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)], env=environ, capture_output=True, text=True, check=True
    )
    wall, cpu = map(float, done.stdout.split())
    return Cost(wall, cpu)


def _cost(candidate: Callable[[], object], calls: int) -> Cost:
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(calls):
        candidate()
    return Cost((time.perf_counter() - wall) / calls, (time.process_time() - cpu) / calls)


def compare(costs: Costs, what: str, against: str, allowed: float | None = None) -> list[Row]:
    """Two rows that hold one candidate against another of the same run, by their medians, in ms: wall and cores."""
    return [
        Row(f"{what}, {clock}", _median(costs[what], clock), against, _median(costs[against], clock), "ms", allowed)
        for clock in Cost._fields
    ]


def _median(costs: list[Cost], clock: str) -> float:
    found: float = median(getattr(cost, clock) for cost in costs)
    return found * 1e3


def table(rows: list[Row]) -> str:
    """The rows as aligned text, with the verdict on each budget."""
    heading = ("measured", "", "held against", "", "ratio", "allowed", "")
    cells = [heading, *(_cells(row) for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heading))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in (0, 2, 6) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    )


def _cells(row: Row) -> tuple[str, ...]:
    verdict = "" if row.allowed is None else "BROKEN" if row.broken else "ok"
    allowed = "" if row.allowed is None else f"{row.allowed:.2f}"
    return (
        row.what, _amount(row.measured, row.unit), row.against, _amount(row.reference, row.unit),
        f"{row.ratio:.2f}", allowed, verdict,
    )  # fmt: skip


def _amount(value: float, unit: str) -> str:
    return f"{value:,.0f} {unit}" if unit == "bytes" else f"{value:.3g} {unit}"
