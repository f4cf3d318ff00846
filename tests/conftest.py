"""Fixtures for every test: the real app with CSRF on, and a visitor that behaves like a browser."""

import gc
from collections.abc import Callable

import pytest
from flask import Flask

from app import create_app
from serve import cores
from site_settings import Site
from tests import compiled
from tests.browser import doc
from tests.visitor import Visitor

compiled.share()

TEST_KEY = "a key that is used in tests and nowhere else"
ADDRESS = "https://check.example"


@pytest.fixture(scope="session")
def app() -> Flask:
    """The application as it is served, but for its key."""
    return create_app({"SECRET_KEY": TEST_KEY, "TESTING": True, "RATELIMIT_ENABLED": False, "PUBLIC_ADDRESS": ADDRESS})


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """Stands in place of pytest-flask's own: a context around a test would share ``g`` between requests."""


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """A fresh visitor without a cookie."""
    return Visitor(app)


@pytest.fixture
def site_app() -> Callable[[Site], Flask]:
    """Makes the application of a site with settings of its own."""
    return lambda site: create_app(
        {"SECRET_KEY": TEST_KEY, "TESTING": True, "RATELIMIT_ENABLED": False, "SITE": site, "PUBLIC_ADDRESS": ADDRESS}
    )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what each robot of the browser tests needed, as docs/accessibility.md has it."""
    reports = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    if costs := doc.made(each for report in reports for each in report.user_properties):
        terminalreporter.section("activations + steps from start to result")
        terminalreporter.write(doc.table(costs))


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """A process for each processor; and one more where one may wait for a browser or a server."""
    return cores() if "not browser" in config.option.markexpr else cores() + 1


def pytest_collection_finish() -> None:
    """The tests and all that they import stay: the collector of garbage need not walk through them time and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
