"""Counts for Prometheus: by route and tier, and never anything that a person said."""

import re
import urllib.request
from collections.abc import Iterator

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families
from werkzeug.test import create_environ, run_wsgi_app

from app import create_app
from app.rules.load import content
from app.web import metrics
from app.web.plain_answer import plain_answers
from tests.conftest import TEST_KEY
from tests.ops.machines import free_port
from tests.visitor import Visitor


@pytest.fixture
def counted() -> Iterator[tuple[Flask, str]]:
    """An application that counts, and the address at which Prometheus asks."""
    port = free_port()
    app = create_app({"SECRET_KEY": TEST_KEY, "TESTING": True, "RATELIMIT_ENABLED": False, "METRICS_PORT": port})
    server = metrics.serve("127.0.0.1", port, lambda: app)
    yield app, f"http://127.0.0.1:{port}/metrics"
    server.shutdown()
    server.server_close()


def asked(address: str) -> tuple[str, dict[tuple[str, ...], float]]:
    with urllib.request.urlopen(address, timeout=5) as answer:
        text = answer.read().decode()
    found = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found[(sample.name, *sample.labels.values())] = sample.value
    return text, found


def test_requests_are_counted_by_route_and_results_by_tier(counted: tuple[Flask, str]) -> None:
    app, address = counted
    visitor = Visitor(app)
    visitor.walk_step_by_step()
    visitor.get("/result")
    visitor.client.get("/nowhere/SECRET")
    _, found = asked(address)
    questions = len(content().questions)
    assert found["requests_total", "/check/<question_id>", "3xx"] == questions
    assert found["requests_total", "(no route)", "4xx"] == 1
    assert found["results_total", "self_care"] == 1
    assert found["results_total", "emergency_now"] == 0
    assert found["request_seconds_count", "/result"] == 1
    assert found["request_seconds_bucket", "+Inf", "/result"] == 1
    assert 0 < found["request_seconds_sum", "/result"] < 5


def test_what_is_refused_before_any_route_is_counted_without_a_time(counted: tuple[Flask, str]) -> None:
    app, address = counted
    client = app.test_client()
    client.get("/about", headers={"Host": "a..SECRET"})
    plain = metrics.counting(app, plain_answers(app.config))
    for status in (400, 408, 411, 500):
        answer, said, _ = run_wsgi_app(plain(status), create_environ("/about"))
        assert (b"911" in b"".join(answer), said[:3]) == (True, str(status))
    text, found = asked(address)
    assert (found["requests_total", "(refused)", "4xx"], found["requests_total", "(refused)", "5xx"]) == (4, 1)
    assert ("request_seconds_count", "(refused)") not in found
    assert "SECRET" not in text


def test_what_the_gate_refuses_of_a_route_is_counted_for_it(counted: tuple[Flask, str]) -> None:
    app, address = counted
    app.test_client().get(f"/about?of={'a' * 3000}")
    app.test_client().post("/note", data=b"x", content_type="text/plain")
    _, found = asked(address)
    assert (found["requests_total", "/about", "4xx"], found["requests_total", "/note", "4xx"]) == (1, 1)


def test_no_label_can_hold_an_answer(counted: tuple[Flask, str]) -> None:
    app, address = counted
    visitor = Visitor(app)
    visitor.result({"breathing": "slow"})
    visitor.client.get("/nowhere/SECRET?code=SECRET")
    visitor.client.get("/", headers={"Host": "SECRET..example"})
    text, _ = asked(address)
    routes = {rule.rule for rule in app.url_map.iter_rules()} | {"(no route)", "(refused)"}
    allowed = routes | {tier.id for tier in content().tiers} | set(metrics.CLASSES)
    allowed |= {str(bound) for bound in metrics.BUCKETS} | {"+Inf"}
    assert set(re.findall(r'="([^"]*)"', text)) <= allowed
    assert "SECRET" not in text


def test_the_rows_of_all_workers_are_added_up() -> None:
    counts = metrics.Counts(["/", "(no route)"], ["calm"])
    for worker, seconds in ((0, 0.001), (1, 0.3), (63, 9.0)):
        counts.row = worker
        counts.add("/", 200, seconds)
        counts.add_tier("calm")
    classes, buckets, total = counts.of_route("/")
    assert classes == [3, 0, 0, 0]
    assert buckets == [1, 0, 0, 0, 0, 0, 1, 0, 1]
    assert total == pytest.approx(9.301)
    assert counts.of_tiers() == [3]


def test_it_is_off_unless_a_port_is_set(app: Flask) -> None:
    assert "metrics" not in app.extensions
    assert app.test_client().get("/metrics").status_code == 404
