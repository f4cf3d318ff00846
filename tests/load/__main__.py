"""``python -m tests.load``: many people at once, and what they wait; exit 1 when a promise is broken.

Words after it choose the parts:

- crowds: 50, 200 and 800 people; whole visits, our question pages alone, the plain form and the one-line page in turns
  within the same run
- memory: 20,000 visits of ours, or 2,000 with the word "brief"

Only servers of its own on this machine are asked, and every part ends by itself.
"""

import asyncio
import sys
import time
from contextlib import ExitStack

from tests.load.crowd import KINDS, LEAST_SHARE, WORKERS, Seen, crowd, in_turns
from tests.load.servers import APPLICATIONS, Loaded, loaded

CROWDS = (50, 200, 800)
TURNS, SECONDS = 8, 2.0  # of each kind in each crowd
MANY = 20_000  # visits
WARM = 2_000  # of them, after which memory must not grow
MOST_SPREAD = 5.0  # the 99th percentile of a question page, in medians
MOST_GROWTH = 1.05  # of the workers' memory


def crowds() -> list[str]:
    """Crowds of growing size, each kind in turns. Returns what is broken."""
    broken = []
    print(f"{'people':>6}  {'':12}{'requests/s':>11}{'p50 ms':>9}{'p99 ms':>9}{'p99/p50':>9}{'failed':>8}")
    with ExitStack() as stack:
        servers = {name: stack.enter_context(loaded(name, WORKERS)) for name in APPLICATIONS}
        for people in CROWDS:
            seen = in_turns(servers, KINDS, people, TURNS, SECONDS)
            for kind, found in seen.items():
                print(_line(people, kind, found), flush=True)
            broken += _broken(people, seen)
    return broken


def _line(people: int, kind: str, seen: Seen) -> str:
    middle, late = seen.percentile(0.5) * 1e3, seen.percentile(0.99) * 1e3
    spread = late / middle
    return f"{people:>6}  {kind:12}{seen.rate:>11,.0f}{middle:>9.1f}{late:>9.1f}{spread:>9.1f}{len(seen.failures):>8}"


def _broken(people: int, seen: dict[str, Seen]) -> list[str]:
    share = seen["questions"].rate / seen["plain_form"].rate
    spread = seen["ours"].percentile(0.99) / seen["ours"].percentile(0.5)
    print(f"{people:>6}  question pages: {share:.2f} of the plain form's requests a second", flush=True)
    found = [f"{people} people, {kind}: {one}" for kind, each in seen.items() for one in set(each.failures)]
    if share < LEAST_SHARE:
        found.append(f"{people} people: {share:.2f} of the plain form, and {LEAST_SHARE} is promised")
    if spread > MOST_SPREAD:
        found.append(f"{people} people: p99 is {spread:.1f} medians, and at most {MOST_SPREAD} are promised")
    return found


def memory() -> list[str]:
    """Visit after visit, and what the workers hold after the first of them and after the last."""
    warmth, many = (WARM // 10, MANY // 10) if "brief" in sys.argv else (WARM, MANY)
    with loaded("ours", WORKERS) as server:
        seen = Seen()
        held = [_held_after(server, seen, visits) for visits in (warmth, many)]
    growth = held[1] / held[0]
    print(f"memory after all of them: {growth:.3f} of that after the first {warmth:,}")
    broken = sorted(set(seen.failures))
    return [*broken, f"memory grew to {growth:.2f}"] if growth > MOST_GROWTH else broken


def _held_after(server: Loaded, seen: Seen, most: int) -> int:
    """Bytes that the workers hold once so many visits were made in all."""
    asyncio.run(crowd(server, "ours", 50, seen, time.perf_counter() + 3600, most))
    held = server.memory()
    print(
        f"{seen.visits:>6,} visits, {held / 2**20:.1f} MiB in {WORKERS} workers, {len(seen.failures)} failed",
        flush=True,
    )
    return held


def main() -> int:
    """Run the chosen parts; returns the exit status."""
    parts = {"crowds": crowds, "memory": memory}
    chosen = [name for name in sys.argv[1:] if name != "brief"]
    broken = [problem for name in chosen or parts for problem in parts[name]()]
    print("\n".join(broken) or "every promise kept")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
