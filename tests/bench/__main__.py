"""``python -m tests.bench``: measures everything that has a budget; exit 1 when one is broken.

Words after it choose the parts: rules, start, pages, served, weight, fhir, outputs.
"""

import secrets
import sys
from collections.abc import Callable, Iterable

from flask import Flask

from app import create_app
from tests.bench import fhir, outputs, pages, rules, served, start_up, weight
from tests.bench.measure import Row, table


def measure(chosen: Iterable[str]) -> list[Row]:
    """The rows of the chosen parts, or of all."""
    parts: dict[str, Callable[[], Iterable[Row]]] = {
        "rules": rules.rows,
        "start": start_up.rows,
        "pages": lambda: pages.rows(_app()),
        "served": served.rows,
        "weight": lambda: weight.rows(_app()),
        "fhir": lambda: fhir.rows(_app()),
        "outputs": lambda: outputs.rows(_app()),
    }
    return [row for name in list(chosen) or parts for row in parts[name]()]


def _app() -> Flask:
    """The app as it is served, but for request limits, which the benchmarks would run into."""
    return create_app({"SECRET_KEY": secrets.token_hex(32), "RATELIMIT_ENABLED": False})


def main() -> int:
    """Print the table; returns the exit status."""
    found = measure(sys.argv[1:])
    print(table(found))
    broken = [row.what for row in found if row.broken]
    print(f"\n{len(broken)} of {sum(row.allowed is not None for row in found)} budgets broken")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
