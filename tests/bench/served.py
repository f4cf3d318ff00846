"""What a question page costs over real HTTP, by the server as it ships, with the crowd on the same machine."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from statistics import median

from tests.bench.measure import Row
from tests.load.crowd import KINDS, LEAST_SHARE, WORKERS, Seen, in_turns
from tests.load.servers import loaded

PEOPLE = 50
ROUNDS, SECONDS = 15, 0.6  # of each kind
VISITS = ("questions", "plain_form", "one_line")


def rows() -> Iterator[Row]:
    """One request of question pages beside one of the plain form and one of a page of one line, on the wall. Raises
    AssertionError when a request fails."""
    with ExitStack() as stack:
        names = dict.fromkeys(KINDS[kind] for kind in VISITS)
        servers = {name: stack.enter_context(loaded(name, WORKERS)) for name in names}
        rounds = [in_turns(servers, VISITS, PEOPLE, 1, SECONDS) for _ in range(ROUNDS + 1)]
    yield from held_against(rounds[1:])  # the first one only warms up


def held_against(rounds: Sequence[Mapping[str, Seen]]) -> Iterator[Row]:
    """The rows of what a crowd met, a round each: by their medians, for a bad moment of the machine is not ours."""
    failed = sorted({failure for seen in rounds for found in seen.values() for failure in found.failures})
    assert not failed, failed
    what = f"question pages over HTTP, {PEOPLE} people at once"
    ours, plain, line = (1e3 / median(seen[kind].rate for seen in rounds) for kind in VISITS)
    yield Row(what, ours, "plainest Flask-WTF form over HTTP", plain, "ms a request", 1 / LEAST_SHARE)
    yield Row(what, ours, "one-line page over HTTP", line, "ms a request")
