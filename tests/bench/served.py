"""What a question page costs over real HTTP, by the server as it ships, with the crowd on the same machine."""

from collections.abc import Iterator
from contextlib import ExitStack

from tests.bench.measure import Row
from tests.load.crowd import KINDS, LEAST_SHARE, WORKERS, Seen, in_turns
from tests.load.servers import loaded

PEOPLE = 50
TURNS, SECONDS = 12, 0.6  # of each kind
VISITS = ("questions", "plain_form", "one_line")


def rows() -> Iterator[Row]:
    """One request of question pages beside one of the plain form and one of a page of one line, on the wall. Raises
    AssertionError when a request fails."""
    with ExitStack() as stack:
        names = dict.fromkeys(KINDS[kind] for kind in VISITS)
        servers = {name: stack.enter_context(loaded(name, WORKERS)) for name in names}
        seen = in_turns(servers, VISITS, PEOPLE, TURNS, SECONDS)
    yield from held_against(seen)


def held_against(seen: dict[str, Seen]) -> Iterator[Row]:
    """The rows of what a crowd met."""
    failed = sorted({failure for found in seen.values() for failure in found.failures})
    assert not failed, failed
    what = f"question pages over HTTP, {PEOPLE} people at once"
    ours, plain, line = (1e3 / seen[kind].rate for kind in VISITS)
    yield Row(what, ours, "plainest Flask-WTF form over HTTP", plain, "ms a request", 1 / LEAST_SHARE)
    yield Row(what, ours, "one-line page over HTTP", line, "ms a request")
