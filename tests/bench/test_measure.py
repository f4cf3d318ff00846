"""The benchmarks' own arithmetic, and the budgets that do not depend on how busy the machine is."""

import inspect
from threading import Thread

import pytest
from flask import Flask

from app.words.typesetting import page_count
from tests.bench import fhir, outputs, pages, rules, served, start_up, weight
from tests.bench.measure import Cost, Row, compare, interleaved, table
from tests.bench.pages import request
from tests.load.crowd import Seen


@pytest.mark.parametrize(
    ("measured", "allowed", "broken"),
    [(99, 1, False), (100, 1, False), (101, 1, True), (201, 2, True), (900, None, False)],
)
def test_a_budget_breaks_when_the_ratio_is_above_the_allowed(measured: float, allowed: float, broken: bool) -> None:
    assert Row("a", measured, "b", 100, "ms", allowed).broken is broken


def test_runs_take_turns_and_the_first_round_only_warms_up() -> None:
    ran: list[str] = []
    costs = interleaved({"a": lambda: ran.append("a"), "b": lambda: ran.append("b")}, rounds=3, calls=2)
    assert ran == ["a", "a", "b", "b"] * 4
    assert [len(found) for found in costs.values()] == [3, 3]


def test_a_comparison_is_of_medians() -> None:
    slow = [Cost(0.004, 0.008), Cost(0.002, 0.004), Cost(0.9, 1.8)]
    quick = [Cost(0.001, 0.001), Cost(0.002, 0.002), Cost(0.003, 0.003)]
    wall, cpu = compare({"a": slow, "b": quick}, "a", "b", allowed=2)
    assert (wall.what, wall.measured, wall.reference, wall.ratio, wall.broken) == ("a, wall", 4, 2, 2, False)
    assert (cpu.what, cpu.measured, cpu.reference, cpu.ratio, cpu.broken) == ("a, cpu", 8, 2, 4, True)


def test_the_work_of_other_threads_is_counted() -> None:
    def threaded() -> None:
        worker = Thread(target=sum, args=(range(400_000),))
        worker.start()
        worker.join()

    costs = interleaved({"threaded": threaded}, rounds=3)["threaded"]
    assert all(cost.cpu > cost.wall / 10 > 0 for cost in costs)


def test_no_budget_is_a_time_of_its_own() -> None:
    """Every row with a unit of time is held against something of the same run."""
    for part in (rules, start_up, pages, fhir, outputs):
        assert '"budget"' not in inspect.getsource(part)


def test_the_table_names_the_broken_ones() -> None:
    rows = [
        Row("fine", 1, "budget", 2, "ms", 1),
        Row("slow", 3, "budget", 2, "ms", 1),
        Row("told", 14600, "x", 1, "bytes"),
    ]
    _, fine, slow, told = table(rows).splitlines()
    assert fine.split()[-2:] == ["1.00", "ok"]
    assert slow.split()[-3:] == ["1.50", "1.00", "BROKEN"]
    assert told.endswith("14600.00")
    assert "14,600 bytes" in told


def test_a_page_that_fails_is_not_measured() -> None:
    client = Flask("empty").test_client()
    with pytest.raises(AssertionError, match="404"):
        request(client, "GET", "/nothing", 200)()


def test_the_first_visit_and_every_question_page_keep_their_bytes(app: Flask) -> None:
    for row in weight.rows(app):
        assert not row.broken, row


def test_a_response_is_weighed_with_its_headers(app: Flask) -> None:
    response = app.test_client().get("/healthz")
    assert weight.size(response) > len(response.data) + sum(len(name) + len(value) for name, value in response.headers)


def test_the_page_of_plain_text_is_full() -> None:
    """A line more would begin another page."""
    assert page_count(outputs.plain_text()) == 1
    assert page_count(outputs.plain_text(outputs.FULL + 20)) == 2


def crowds(**rates: float) -> dict[str, Seen]:
    return {kind: Seen([0.001] * int(rates.get(kind, 1000)), seconds=1.0) for kind in served.VISITS}


@pytest.mark.parametrize(("questions", "broken"), [(901, False), (899, True), (1500, False)])
def test_question_pages_over_http_come_at_nine_tenths_of_the_plain_forms_rate(questions: int, broken: bool) -> None:
    beside_the_form, beside_one_line = served.held_against([crowds(questions=questions)] * 2 + [crowds(questions=10)])
    assert beside_the_form.broken is broken
    assert beside_one_line.allowed is None


def test_a_request_that_fails_over_http_is_no_figure() -> None:
    seen = crowds()
    seen["questions"].failures.append("status 500 where 200 should be")
    with pytest.raises(AssertionError, match="status 500"):
        list(served.held_against([crowds(), seen]))
