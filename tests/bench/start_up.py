"""What a start costs: a new Python that imports the app and makes it, beside one that does nothing."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator

from tests.bench.measure import Row

MOST_IMPORT = 500.0  # milliseconds
ROUNDS = 9
BARE = "pass"


def rows() -> Iterator[Row]:
    """Importing the app, and importing wsgi (which makes the app too), over a bare Python."""
    codes = (BARE, "import app", "import wsgi")
    rounds = [[_seconds(code) for code in codes] for _ in range(ROUNDS)]
    # The fastest of each: other programs can only make a start slower, never faster.
    fastest = dict(zip(codes, map(min, zip(*rounds, strict=True)), strict=True))
    for code in codes[1:]:
        what = f"{code}, over a bare Python"
        yield Row(what, (fastest[code] - fastest[BARE]) * 1e3, "budget", MOST_IMPORT, "ms", 1)


def _seconds(code: str) -> float:
    """How long a new Python takes to run this, by the clock on the wall."""
    environ = os.environ | {"SECRET_KEY": secrets.token_hex(32)}
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], env=environ, check=True)
    return time.perf_counter() - start
