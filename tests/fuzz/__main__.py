"""`make fuzz`: about so many requests of four kinds, and what came of them. ARGS="50000" for fewer.

ARGS="50000 raw_bytes" for one kind. Every run makes other requests, and ends at the first fault with what led to it. A
long run says now and then how far it is.
"""

import secrets
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import cache

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.fuzz import api, raw, site, visits
from tests.fuzz.counted import Counted, plain

REQUESTS = 200_000
BATCH = settings(
    deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck), print_blob=True
)
STEPS = 60
SAY_EVERY = 500_000  # requests


def bound(requests: int) -> float:
    """With no fault in so many requests, the chance of one in such a request is below this, 95 times in 100."""
    return 3 / requests


def in_any_order(examples: int) -> list[Counted]:
    """Whole visits: two tabs, Back, changed answers, codes, old and spoilt cookies."""
    run_state_machine_as_test(site.Site, settings=settings(BATCH, max_examples=examples, stateful_step_count=STEPS))
    return site.apps()


@cache
def _plain() -> Counted:
    return plain()


@cache
def _visited() -> Counted:
    return plain()


@cache
def _api() -> Counted:
    return api.counted()


def raw_bytes(examples: int) -> list[Counted]:
    """What no browser sends, at every address."""
    raw.ask_many(_plain(), secrets.randbits(64), examples)
    return [_plain()]


def whole_visits(examples: int) -> list[Counted]:
    """What browsers send, from the start page to the result."""
    visits.visit_many(_visited(), secrets.randbits(64), examples)
    return [_visited()]


def from_the_document(examples: int) -> list[Counted]:
    """Good and bad requests to the API."""

    @settings(BATCH, max_examples=examples)
    @given(api.cases(_api()))
    def ask(case: object) -> None:
        api.ask(case)  # type: ignore[arg-type]

    ask()
    return [_api()]


# Each kind's share of the requests, and how many examples make a batch.
KINDS: tuple[tuple[Callable[[int], list[Counted]], float, int], ...] = (
    (in_any_order, 0.35, 10),
    (whole_visits, 0.3, 20),
    (raw_bytes, 0.3, 1000),
    (from_the_document, 0.05, 200),
)


def main(requests: int, only: str = "") -> None:
    """Run all kinds, or one of them, and print a line for each and the bound for all."""
    everything: Counter[int] = Counter()
    for kind, share, batch in KINDS:
        if only not in ("", kind.__name__):
            continue
        started, counted = time.monotonic(), _asked(kind, batch, requests * (1 if only else share))
        statuses = sum((one.statuses for one in counted), Counter())
        everything += statuses
        print(f"{kind.__name__}: {_words(statuses)}, {time.monotonic() - started:.0f} seconds", flush=True)
    print(f"all: {_words(everything)}; with no fault, below {bound(everything.total()):.1e} a request (95 in 100)")


def _asked(kind: Callable[[int], list[Counted]], batch: int, requests: float) -> list[Counted]:
    """Batches of this kind until there are so many requests."""
    said, counted = 0, kind(batch)
    while (total := sum(one.total for one in counted)) < requests:
        kind(batch)
        if total // SAY_EVERY > said:
            said = total // SAY_EVERY
            print(f"{kind.__name__}: {total:,} requests so far, no fault", flush=True)
    return counted


def _words(statuses: Counter[int]) -> str:
    each = ", ".join(f"{count:,} x {status // 100}xx" for status, count in sorted(statuses.items()))
    return f"{statuses.total():,} requests ({each})"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else REQUESTS, *sys.argv[2:])
