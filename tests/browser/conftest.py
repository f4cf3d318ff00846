"""A real server, a real Chromium, and a watch over everything the browser says and asks for."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.facts import Studio
from tests.browser.server import CLINIC, Served, make_app, serving
from tests.browser.watch import Watch

# The names scripts/ensure_browser.sh looks for.
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
)
OpenContext = Callable[..., BrowserContext]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Try a browser test that failed twice more: a browser on a busy machine may miss a time limit, or hang in its
    stopped clock until pytest-timeout ends the test. A real fault fails every time."""
    for item in items:
        if "browser" in item.keywords:
            item.add_marker(pytest.mark.flaky(reruns=2))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """How to start the Chromium of this machine: pytest-playwright asks for it."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if not found:
        pytest.exit("The browser tests need Chromium: `make test` installs one, or say -m 'not browser'.", returncode=1)
    return {"executable_path": found, "args": list(QUIET)}


@pytest.fixture(scope="session")
def base_url() -> None:
    """Scenes know their own addresses. Stands here for pytest-playwright's own, which warns under pytest 9."""


@pytest.fixture(scope="session")
def sites() -> Iterator[dict[str, Served]]:
    """The app served twice: with the settings it ships with, and with those of a clinic."""
    with serving(make_app()) as plain, serving(make_app(CLINIC)) as clinic:
        yield {"plain": plain, "clinic": clinic}


@pytest.fixture
def served(sites: dict[str, Served]) -> Served:
    """The app with the settings it ships with."""
    return sites["plain"]


@pytest.fixture
def watch(sites: dict[str, Served]) -> Watch:
    """What the browser said and asked for during this test."""
    return Watch(tuple(served.base for served in sites.values()))


@pytest.fixture
def open_context(new_context: Any, watch: Watch) -> Iterator[OpenContext]:
    """Open a fresh, watched context. The test fails if a page in it complained or asked another host."""

    def open_one(**options: Any) -> BrowserContext:
        context: BrowserContext = new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        watch.over(context)
        return context

    yield open_one
    assert not watch.problems, watch.problems


@pytest.fixture
def context(open_context: OpenContext) -> BrowserContext:
    """A fresh context of a desk computer's size, watched."""
    return open_context()


@pytest.fixture(scope="session")
def studio(
    browser: Browser, sites: dict[str, Served], tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[Studio]:
    """What is true of every scene; see facts.py. The workers of one run share one album."""
    album = None if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    opened = Studio(browser, sites, album)
    yield opened
    opened.close()
