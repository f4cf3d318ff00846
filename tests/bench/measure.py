"""Timing that a busy machine disturbs little, and the rows of the table that comes of it."""

import time
from collections.abc import Callable, Mapping
from statistics import median
from typing import NamedTuple

Times = dict[str, list[float]]


class Row(NamedTuple):
    """One line of the table: what was measured, what it is held against, and how large it may be beside that.

    ``allowed`` is the largest ratio that keeps the budget; None where there is none and the row only informs.
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


def interleaved(candidates: Mapping[str, Callable[[], object]], rounds: int, calls: int = 1) -> Times:
    """Seconds a call, one figure a round, for each candidate.

    Every round runs all candidates, so that a slow moment of the machine slows them all alike; the first
    round only warms up and is thrown away. The seconds are those of this thread on a core: waiting for
    other programs is no cost of ours.
    """
    times: Times = {name: [] for name in candidates}
    for _ in range(rounds + 1):
        for name, candidate in candidates.items():
            times[name].append(_seconds(candidate, calls))
    return {name: found[1:] for name, found in times.items()}


def _seconds(candidate: Callable[[], object], calls: int) -> float:
    start = time.thread_time()
    for _ in range(calls):
        candidate()
    return (time.thread_time() - start) / calls


def compare(times: Times, what: str, against: str, allowed: float | None = None) -> Row:
    """A row that holds one candidate against another of the same interleaved run, by their medians, in ms."""
    return Row(what, median(times[what]) * 1e3, against, median(times[against]) * 1e3, "ms", allowed)


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
