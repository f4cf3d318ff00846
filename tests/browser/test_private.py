"""Nothing of the answers stays anywhere but in the one cookie: not in the log, an address, or the browser's stores."""

import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext

from app.rules.load import content
from tests.browser.robots import WALKS, Robot, walk
from tests.browser.scenes import BY_NAME
from tests.browser.server import KEY, Served
from tests.browser.watch import Watch
from tests.ops.machines import free_port
from tests.visitor import MARK, bare, cookie_name

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
PLACES = {
    "/",
    "/emergency",
    "/check-answers",
    "/stop",
    "/result",
    "/summary/page.css",  # what /result looks like on paper
    "/summary/qr.svg",
    *(f"/check/{question.id}" for question in content().questions),
}
STATIC = re.compile(r"/static/[0-9a-f]{12}/[a-z_]+\.(css|js|svg)")
# A line of the log: method, route, status, time. A route is a pattern, so it cannot hold what somebody typed.
ROUTES = (
    "/", "/check/<question_id>", "/emergency", "/check-answers", "/stop", "/result",
    "/summary/page.css", "/summary/qr.svg",
)  # fmt: skip
LINE = re.compile(rf"(?:\[[^\]]+\] )?(?:GET|POST) ({'|'.join(ROUTES)}) \d{{3}} [\d.]+ ms")
STORES = """async () => ({
  local: Object.keys(localStorage), session: Object.keys(sessionStorage), cookie: document.cookie, name: window.name,
  caches: await caches.keys(), databases: await indexedDB.databases(),
  workers: (await navigator.serviceWorker.getRegistrations()).length, state: history.state,
})"""
EMPTY = {
    "local": [],
    "session": [],
    "cookie": "",
    "name": "",
    "caches": [],
    "databases": [],
    "workers": 0,
    "state": None,
}


class Shipped:
    """The app as `make run` serves it."""

    def __init__(self) -> None:
        self._written: list[str] | None = None
        port = free_port()
        self.base = f"http://127.0.0.1:{port}"
        self._running = subprocess.Popen(
            [sys.executable, "-m", "serve"], cwd=ROOT, env={"SECRET_KEY": KEY, "PORT": str(port)},
            text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        next(line for line in self._running.stdout if "Ready" in line)

    def stop(self) -> list[str]:
        """End it. Returns what it wrote since it listened."""
        if self._written is None:
            self._running.terminate()
            self._written = self._running.communicate()[0].splitlines()
        return self._written


@pytest.fixture
def shipped() -> Iterator[Shipped]:
    """The server on a free port."""
    started = Shipped()
    yield started
    started.stop()


@pytest.mark.parametrize("way", ["caregiver", "emergency"])
def test_a_walk_leaves_nothing_behind(new_context, served: Served, shipped: Shipped, way: str) -> None:
    watch = Watch((shipped.base,))
    context = new_context()
    watch.over(context)
    robot = Robot(context.new_page())
    assert walk(robot, Served(served.app, shipped.base), way) == WALKS[way][1]

    assert not watch.problems
    paths = [MARK.sub("", url.removeprefix(shipped.base)) for url in watch.requests]
    assert not [path for path in paths if path not in PLACES and not STATIC.fullmatch(path)]
    assert {urlsplit(url).path for url in robot.visited} <= PLACES
    # Nothing but the mark of the visit, which is made of no answer.
    assert not [url for url in map(bare, robot.visited) if urlsplit(url).query or urlsplit(url).fragment]

    assert robot.page.evaluate(STORES) == EMPTY
    [cookie] = context.cookies()
    assert (cookie["name"], cookie["httpOnly"], cookie["sameSite"]) == (cookie_name(served.app), True, "Lax")
    assert context.storage_state()["origins"] == []

    lines = [line for line in shipped.stop() if "GET" in line or "POST" in line]
    matches = [LINE.fullmatch(line) for line in lines]
    assert all(matches), [line for line, match in zip(lines, matches, strict=True) if not match]
    assert {"/", "/check/<question_id>", "/result"} <= {match[1] for match in matches} <= set(ROUTES)


def test_the_apps_own_log_holds_routes_and_no_answers(context: BrowserContext, served: Served, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    robot = Robot(context.new_page())
    walk(robot, served, "emergency")
    written = [record.getMessage() for record in caplog.records if record.name.startswith(("app", "werkzeug", "flask"))]
    assert written and not [line for line in written if not LINE.fullmatch(line)]


def test_after_clearing_nothing_of_the_answers_is_left(context: BrowserContext, sites: dict) -> None:
    page = context.new_page()
    BY_NAME["cleared"].open(page, sites)
    assert page.evaluate(STORES) == EMPTY
    assert context.cookies() == []
    page.go_back()
    page.goto(page.url.replace("/clear", "/result"))
    assert "data-tier" not in page.content()
