"""The people who walk while machines fail notice whatever happens to them."""

import socket
from unittest.mock import patch

import pytest

from tests.load import visits
from tests.ops.machines import until
from tests.ops.traffic import Traffic


def test_who_is_still_under_way_at_the_end_is_noticed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        traffic = Traffic(silent.getsockname()[1], people=1, patience=0.2)
        with pytest.raises(AssertionError, match="still under way"), traffic:
            wire, _ = silent.accept()
    wire.close()
    until(lambda: traffic.failures, "the visit ends with its connection")


def test_a_visit_that_breaks_in_any_way_is_a_failure() -> None:
    with patch.object(visits, "ours", side_effect=ValueError("odd")), Traffic(1, people=1) as traffic:
        until(lambda: traffic.failures, "it is noticed")
    assert traffic.failures[0] == "ValueError('odd')"
