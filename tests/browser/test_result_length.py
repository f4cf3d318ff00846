"""The result is one look on a phone, and each of its pages a short one, for the worked cases."""

from statistics import median

import pytest
from playwright.sync_api import Browser

from tests.browser.result_length import Length, lengths, table
from tests.browser.server import Served

# It visits every worked case: two minutes are too few for that where a machine has much else to do.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def test_the_result_is_one_look_and_its_pages_are_short(browser: Browser, served: Served) -> None:
    found = lengths(browser, served, sample=4)
    shown = "\n".join(table(found))
    results = found["/result"]
    assert len(results) > 100
    assert median(one.words for one in results) <= 260, shown
    assert median(one.to_end for one in results) <= 2, shown
    for one in (one for measured in found.values() for one in measured):
        assert one.screens <= 3, one
    calls = [one for one in results if one.tier == "emergency_now"]
    assert calls
    assert _longest(calls).to_end <= 1.5, _longest(calls)


def _longest(measured: list[Length]) -> Length:
    return max(measured, key=lambda one: one.to_end)
