"""A real server, a real Chromium and Firefox, and a watch over everything the browser says and asks for."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright

from tests.browser.engines import CHROMIUM, FIREFOX, HEEDED_BY_FIREFOX, Engine, chromium_options, launch_firefox
from tests.browser.facts import Studio
from tests.browser.scenes import GROUPS, seen_by
from tests.browser.server import CLINIC, Served, make_app, serving
from tests.browser.watch import Watch

OpenContext = Callable[..., BrowserContext]
# Time passes before the next press: press.js guards a new page for 0.7 s against a second press at the place of the
# last one, and a walk that waited for it at each of its pages would do little else.
LATER = "try { sessionStorage.removeItem('press') } catch {}"
LOOKS_AT_MANY_SCENES = 400  # s: whichever test of the studio runs first opens a whole group, on a busy machine perhaps


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the groups of scenes that one browser alone looks at in the other, and give the tests of the studio the
    time that the first of them needs, where they do not say it themselves."""
    if left_out := [item for item in items if _is_left_out(item)]:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    for item in items:
        if "studio" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(LOOKS_AT_MANY_SCENES))


def _is_left_out(item: pytest.Item) -> bool:
    given = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    scenes = GROUPS.get(str(given.get("group")))
    return given.get("engine") == FIREFOX and scenes is not None and not seen_by(FIREFOX, scenes)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """How to start the Chromium of this machine: pytest-playwright asks for it."""
    return chromium_options()


@pytest.fixture(scope="session")
def firefox(playwright: Playwright) -> Iterator[Browser]:
    """A real Firefox, started by the first test of this process that wants one."""
    browser = launch_firefox(playwright)
    yield browser
    browser.close()


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> Engine:
    """Which browser this test has: Chromium, unless it is marked with ``in_both`` or names one itself."""
    return getattr(request, "param", CHROMIUM)


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
def presses_at_once() -> bool:
    """Whether the next press may come before a page has stood for a moment; test_press.py says so."""
    return False


@pytest.fixture
def open_context(
    request: pytest.FixtureRequest, engine: Engine, watch: Watch, presses_at_once: bool
) -> Iterator[OpenContext]:
    """Open a fresh, watched context of this test's browser. The test fails if a page in it complained or asked
    another host."""
    browser: Browser = request.getfixturevalue("browser" if engine == CHROMIUM else "firefox")
    opened: list[BrowserContext] = []

    def open_one(**options: Any) -> BrowserContext:
        if engine == FIREFOX and (ignored := options.keys() - HEEDED_BY_FIREFOX):
            pytest.fail(f"Firefox would say nothing and not do it: {sorted(ignored)}")
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        opened.append(context)
        watch.over(context)
        if not presses_at_once:
            context.add_init_script(LATER)
        return context

    yield open_one
    for context in opened:
        context.close()
    assert not watch.problems, watch.problems


@pytest.fixture
def context(open_context: OpenContext) -> BrowserContext:
    """A fresh context of a desk computer's size, watched."""
    return open_context()


@pytest.fixture(scope="session")
def album(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path | None:
    """Where the workers of one run share what they measured; None where there is one worker alone."""
    return None if worker_id == "master" else tmp_path_factory.getbasetemp().parent


@pytest.fixture(scope="session")
def chromium_studio(browser: Browser, sites: dict[str, Served], album: Path | None) -> Iterator[Studio]:
    """What is true of every scene in Chromium."""
    with closing(Studio(browser, "chromium", sites, album)) as opened:
        yield opened


@pytest.fixture(scope="session")
def firefox_studio(firefox: Browser, sites: dict[str, Served], album: Path | None) -> Iterator[Studio]:
    """What is true of every scene in Firefox."""
    with closing(Studio(firefox, "firefox", sites, album)) as opened:
        yield opened


@pytest.fixture
def studio(request: pytest.FixtureRequest, engine: Engine) -> Studio:
    """What is true of every scene in this test's browser; see facts.py."""
    opened: Studio = request.getfixturevalue(f"{engine}_studio")
    return opened
