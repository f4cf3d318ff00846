"""The load test tells a broken promise from a kept one, and its people really walk."""

import time

import pytest

from tests import own_loop
from tests.load.__main__ import MOST_SPREAD, _broken
from tests.load.crowd import Seen, crowd
from tests.load.servers import loaded


def seen(requests: int, seconds: float = 1.0, slow: float = 0.01, failures: tuple[str, ...] = ()) -> Seen:
    """So many question pages of 10 ms, of which two in a hundred were slow."""
    late = requests // 50
    return Seen([0.01] * (requests - late) + [slow] * late, 0, 1, seconds, list(failures))


def each(**changed: Seen) -> dict[str, Seen]:
    return {kind: seen(1000) for kind in ("ours", "questions", "plain_form", "one_line")} | changed


def test_kept_promises_are_none_broken() -> None:
    assert _broken(50, each()) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"questions": seen(890)}, "0.89 of the plain form"),
        ({"ours": seen(1000, slow=0.01 * MOST_SPREAD * 1.1)}, "p99 is 5.5 medians"),
        ({"ours": seen(1000, failures=("status 500 where 200 should be",))}, "status 500"),
    ],
)
def test_a_broken_promise_is_named(changed: dict[str, Seen], said: str) -> None:
    [problem] = _broken(50, each(**changed))
    assert said in problem


@pytest.mark.ops
@pytest.mark.parametrize("kind", ["ours", "questions", "plain_form", "one_line"])
def test_people_walk_and_nothing_fails(kind: str) -> None:
    application = "ours" if kind == "questions" else kind
    found = Seen()
    with loaded(application, workers=1) as server:
        own_loop.run(crowd(server, kind, 3, found, time.perf_counter() + 10, most=3))
        assert server.memory() > 1_000_000
    assert found.failures == []
    assert found.visits == 3
    assert len(found.questions) >= 3 * 40
    assert found.others == (9 if kind == "ours" else 0)
