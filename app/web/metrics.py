"""Counts for Prometheus, off unless METRICS_PORT is set: requests and seconds by route, results by tier.

No label can hold what a person said: a route is a pattern of ours, a tier one of ours, a status its first digit.
The workers count in memory that they share with their parent, each in a row of its own, so that nothing is locked
and nothing is written to a disk; the parent adds the rows up when it is asked.
"""

import mmap
import time
from collections.abc import Callable, Iterator
from itertools import accumulate
from wsgiref.simple_server import WSGIServer

from flask import Flask, Response, current_app, g, request
from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric

from app.rules.load import content
from app.web.types import Wsgi

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)  # seconds; what takes longer is in one more
MOST_WORKERS = 64
CLASSES = ("2xx", "3xx", "4xx", "5xx")
NO_ROUTE = "(no route)"
REFUSED = "(refused)"  # before anything could say which route: a host that is none, a form that did not come whole


def init_metrics(app: Flask) -> None:
    """Count each request of this application; nothing at all while the port is not set."""
    if app.config["METRICS_PORT"]:
        routes = sorted({rule.rule for rule in app.url_map.iter_rules()})
        app.extensions["metrics"] = Counts([*routes, NO_ROUTE, REFUSED], [tier.id for tier in content().tiers])
        app.before_request(_start)
        app.after_request(_count)


def count_as(app: Flask, worker: int) -> None:
    """This process is worker ``worker``, from 0, and counts in that row."""
    if counts := app.extensions.get("metrics"):
        counts.row = worker


def count_tier(tier: str) -> None:
    """A result of this tier was shown."""
    if counts := current_app.extensions.get("metrics"):
        counts.add_tier(tier)


def count_refused(app: Flask, status: int) -> None:
    """An answer with this status was given without the application."""
    if counts := app.extensions.get("metrics"):
        counts.add_refused(status)


def counting(app: Flask, answer: Callable[[int], Wsgi]) -> Callable[[int], Wsgi]:
    """The same ``answer``, which makes what answers with a status; each is counted."""

    def counted(status: int) -> Wsgi:
        count_refused(app, status)
        return answer(status)

    return counted


def serve(host: str, port: int, application: Callable[[], Flask]) -> WSGIServer:
    """Answer Prometheus on a port of its own with the counts of the application that serves at that moment."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Collector(application))
    return start_http_server(port, host, registry)[0]


class Counts:
    """The table that the workers share: a row each, one cell for each thing that is counted."""

    def __init__(self, routes: list[str], tiers: list[str]) -> None:
        """``routes`` and ``tiers``: every value that a label may have."""
        self.routes, self.tiers = routes, tiers
        self.row = 0
        self._each = len(CLASSES) + len(BUCKETS) + 2  # classes, buckets, the last bucket, the sum of seconds
        self._width = self._each * len(routes) + len(tiers)
        self._cells = memoryview(mmap.mmap(-1, MOST_WORKERS * self._width * 8)).cast("d")
        self._place = {route: number * self._each for number, route in enumerate(routes)}

    def add(self, route: str, status: int, seconds: float) -> None:
        """One request."""
        place = self._place.get(route, self._place[NO_ROUTE])
        bucket = sum(seconds > bound for bound in BUCKETS)
        self._add(place + _class(status))
        self._add(place + len(CLASSES) + bucket)
        self._add(place + self._each - 1, seconds)

    def add_refused(self, status: int) -> None:
        """One request that never reached the application, so nobody knows how long it took."""
        self._add(self._place[REFUSED] + _class(status))

    def add_tier(self, tier: str) -> None:
        """One result."""
        self._add(self._each * len(self.routes) + self.tiers.index(tier))

    def of_route(self, route: str) -> tuple[list[float], list[float], float]:
        """Of all workers: requests of each class of status, requests in each bucket, and their seconds together."""
        cells = self._sums(self._place[route], self._each)
        return cells[: len(CLASSES)], cells[len(CLASSES) : -1], cells[-1]

    def of_tiers(self) -> list[float]:
        """Of all workers: results of each tier, in the order of ``tiers``."""
        return self._sums(self._each * len(self.routes), len(self.tiers))

    def _add(self, cell: int, amount: float = 1.0) -> None:
        self._cells[self.row * self._width + cell] += amount

    def _sums(self, start: int, count: int) -> list[float]:
        rows = range(0, MOST_WORKERS * self._width, self._width)
        return [sum(self._cells[row + cell] for row in rows) for cell in range(start, start + count)]


class _Collector:
    """The counts in the form that prometheus_client writes out."""

    def __init__(self, application: Callable[[], Flask]) -> None:
        self._application = application

    def collect(self) -> Iterator[Metric]:
        counts: Counts = self._application().extensions["metrics"]
        requests = CounterMetricFamily("requests", "Requests answered", labels=["route", "status"])
        seconds = HistogramMetricFamily("request_seconds", "Seconds to answer", labels=["route"])
        for route in counts.routes:
            classes, buckets, total = counts.of_route(route)
            if sum(classes):
                for name, count in zip(CLASSES, classes, strict=True):
                    requests.add_metric([route, name], count)
            if sum(buckets):
                bounds = [*map(str, BUCKETS), "+Inf"]
                seconds.add_metric([route], list(zip(bounds, accumulate(buckets), strict=True)), total)
        results = CounterMetricFamily("results", "Results shown", labels=["tier"])
        for tier, count in zip(counts.tiers, counts.of_tiers(), strict=True):
            results.add_metric([tier], count)
        yield from (requests, seconds, results)


def _class(status: int) -> int:
    """The place of a status among CLASSES."""
    return min(max(status // 100, 2), 5) - 2


def _start() -> None:
    g.metrics_started = time.perf_counter()


def _count(response: Response) -> Response:
    route = request.url_rule.rule if request.url_rule else NO_ROUTE
    started = g.get("metrics_started", time.perf_counter())
    current_app.extensions["metrics"].add(route, response.status_code, time.perf_counter() - started)
    return response
