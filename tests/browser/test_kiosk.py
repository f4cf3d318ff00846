"""A shared computer: asked before anything is cleared, one press of any kind is a yes, and idle it clears."""

import gzip
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, Route, expect

from site_settings import Site
from tests.browser.engines import chromium_options
from tests.browser.scenes import CALM, CARED_FOR, until
from tests.browser.server import Served, make_app, serving
from tests.browser.watch import Watch
from tests.visit.settings_cookies import Given, for_browser
from tests.visitor import cookie_name

pytestmark = pytest.mark.browser

MINUTE = 60_000
IDLE = 10 * MINUTE
SCRIPT = Path("app/static/kiosk.js")
# The sign of life is an image: once a later one has come, its own answer has been dealt with.
AFTER_AN_IMAGE = """() => new Promise((done) => {
  const image = new Image();
  image.onload = image.onerror = () => done();
  image.src = document.querySelector('link[rel=icon]').href;
})"""


@pytest.fixture(scope="module")
def shared() -> Iterator[Served]:
    """The app as a shared computer has it."""
    with serving(make_app(Site(kiosk=True))) as served:
        yield served


@pytest.fixture
def watched(new_context: Any, shared: Served) -> Iterator[tuple[BrowserContext, Watch]]:
    """A context at the shared computer, and what it asks for."""
    watch = Watch((shared.base,))
    context = new_context(viewport={"width": 1280, "height": 800})
    watch.over(context)
    yield context, watch
    assert not watch.problems, watch.problems


class Shared:
    """A page at the shared computer, and its clock."""

    def __init__(self, watched: tuple[BrowserContext, Watch], served: Served, clock: pytest.MonkeyPatch) -> None:
        self.context, self.watch = watched
        self.served = served
        self.page = self.context.new_page()
        self.page.clock.install(time=0)
        self.page.clock.pause_at(1000)
        self._clock = clock

    def open(self, path: str = "/check/fall", given: Given | None = None, **chosen: str) -> Page:
        given = until("fall", CALM) if given is None else given
        self.context.add_cookies(for_browser(self.served.app, self.served.base, given, **chosen))
        self.page.goto(self.served.base + path)
        self.watch.requests.clear()
        return self.page

    def wait(self, milliseconds: int) -> None:
        """Time passes, and all that happens in it happens."""
        self.page.clock.run_for(milliseconds)

    def leave_idle(self, milliseconds: int = IDLE) -> None:
        """Time passes with nothing done: only its last second is lived through tick by tick."""
        self.page.clock.fast_forward(milliseconds - 1000)
        self.wait(1000)

    def server_is_ahead(self, seconds: int) -> None:
        """The server's clock goes on with the page's."""
        self._clock.setattr("app.around.kiosk.time", SimpleNamespace(time=lambda: time.time() + seconds))

    @contextmanager
    def heard(self) -> Iterator[None]:
        """What is done here makes the page tell the server, and the page has its answer afterwards."""
        with self.page.expect_response("**/kiosk/stay*"):
            yield
        self.page.evaluate(AFTER_AN_IMAGE)

    @property
    def asks(self) -> bool:
        return self.page.locator("#still").is_visible()

    @property
    def signs(self) -> int:
        return len([url for url in self.watch.pages if "/kiosk/stay" in url])


@pytest.fixture
def kiosk(watched: tuple[BrowserContext, Watch], shared: Served, monkeypatch: pytest.MonkeyPatch) -> Shared:
    return Shared(watched, shared, monkeypatch)


def test_it_asks_after_the_idle_time_and_not_before(kiosk: Shared) -> None:
    kiosk.open()
    kiosk.wait(IDLE - 1000)
    assert not kiosk.asks
    kiosk.wait(1000)
    assert kiosk.asks
    expect(kiosk.page.get_by_role("button", name="Yes, I am still here")).to_be_focused()
    expect(kiosk.page.get_by_role("dialog")).to_have_accessible_name("Are you still there?")


def test_it_counts_down_a_minute(kiosk: Shared) -> None:
    kiosk.open()
    kiosk.wait(IDLE + 1000)
    assert kiosk.page.locator("#still-seconds").inner_text() == "59"
    kiosk.wait(49_000)
    assert kiosk.page.locator("#still-seconds").inner_text() == "10"
    assert kiosk.asks


@pytest.mark.parametrize(
    "press", ["Space", "Enter", "a", "Tab", "Escape", "click on the button", "click beside it", "tap"]
)
def test_any_one_press_is_a_yes_and_nothing_else(kiosk: Shared, press: str) -> None:
    page = kiosk.open()
    kiosk.leave_idle()
    if press == "click on the button":
        page.get_by_role("button", name="Yes, I am still here").click()
    elif press == "click beside it":
        page.mouse.click(900, 150)  # where an answer lies beneath
    elif press == "tap":
        page.get_by_role("button", name="Yes, I am still here").dispatch_event("click")
    else:
        page.keyboard.press(press)
    expect(page.locator("#still")).to_be_hidden()
    assert kiosk.signs == 1
    assert page.url.endswith("/check/fall")
    kiosk.leave_idle(IDLE - 1000)
    assert not kiosk.asks
    kiosk.wait(1000)
    assert kiosk.asks, "and the time has begun anew"


def test_ticks_are_still_there_after_a_yes(kiosk: Shared) -> None:
    page = kiosk.open("/check/location", until("location", CARED_FOR))
    page.get_by_role("checkbox").first.check()
    with kiosk.heard():
        kiosk.wait(MINUTE)
    kiosk.leave_idle()
    assert kiosk.asks
    page.keyboard.press("Space")
    expect(page.locator("#still")).to_be_hidden()
    expect(page.get_by_role("checkbox").first).to_be_checked()


def test_without_a_yes_it_clears_everything(kiosk: Shared) -> None:
    page = kiosk.open()
    kiosk.server_is_ahead(660)
    with page.expect_navigation():
        kiosk.leave_idle(IDLE + MINUTE)
    assert page.url.endswith("/kiosk/over")
    assert page.locator("h1").inner_text() == "The answers were cleared"
    assert cookie_name(kiosk.served.app) not in [cookie["name"] for cookie in kiosk.context.cookies()]
    page.go_back()
    page.goto(f"{kiosk.served.base}/result")
    assert page.locator("h1").inner_text() == "Your answers are not here"


def test_a_computer_that_slept_clears_at_once(kiosk: Shared) -> None:
    page = kiosk.open()
    kiosk.server_is_ahead(7200)
    with page.expect_navigation():
        page.clock.fast_forward("02:00:00")
    assert page.url.endswith("/kiosk/over")


def test_who_is_active_is_not_asked_and_the_server_hears_of_it_once_a_minute(kiosk: Shared) -> None:
    page = kiosk.open()
    for _ in range(30):
        page.keyboard.press("Tab")
        page.mouse.wheel(0, 10)
        with kiosk.heard():
            kiosk.leave_idle(MINUTE)
        assert not kiosk.asks
    assert kiosk.signs == 30


def test_the_idle_time_begins_with_the_last_thing_done(kiosk: Shared) -> None:
    page = kiosk.open()
    kiosk.leave_idle(9 * MINUTE + 30_000)
    page.keyboard.press("ArrowDown")
    with kiosk.heard():
        kiosk.wait(1000)
    kiosk.leave_idle(IDLE - 2000)
    assert not kiosk.asks
    kiosk.wait(3000)
    assert kiosk.asks


def test_a_yes_that_does_not_reach_the_server_can_be_said_again(kiosk: Shared) -> None:
    page = kiosk.open()
    kiosk.leave_idle()
    page.route("**/kiosk/stay*", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.keyboard.press("Space")
    assert kiosk.asks
    page.unroute("**/kiosk/stay*")
    page.keyboard.press("Space")
    expect(page.locator("#still")).to_be_hidden()
    kiosk.watch.problems.clear()  # Chromium complains of the request that we cut off


@pytest.mark.parametrize("switch", ["Space", "click"])
def test_with_the_scanner_a_press_says_yes_and_chooses_nothing(kiosk: Shared, switch: str) -> None:
    page = kiosk.open(scanner="on", loops="10")
    kiosk.wait(2000)
    assert page.locator(".is-scanned").count() == 1
    kiosk.wait(IDLE)
    assert kiosk.asks
    if switch == "click":
        page.mouse.click(2, 300)
    else:
        page.keyboard.press(switch)
    expect(page.locator("#still")).to_be_hidden()
    assert page.url.endswith("/check/fall")
    assert not page.locator("[aria-current=true]").count()


def test_done_is_the_way_on_from_the_result(kiosk: Shared) -> None:
    page = kiosk.open("/result", CALM)
    page.get_by_role("button", name="Done: clear everything").click()
    page.wait_for_url("**/clear")
    assert not kiosk.context.cookies()


def test_without_script_the_page_asks_and_one_press_goes_on(new_context: Any, shared: Served) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.context.add_cookies(for_browser(shared.app, shared.base, until("fall", CALM)))
    page.goto(f"{shared.base}/check/fall")
    refresh = page.locator("meta[http-equiv=refresh]").get_attribute("content") or ""
    seconds, _, address = refresh.partition(";url=")
    assert int(seconds) == IDLE // 1000
    page.goto(shared.base + address)
    assert (page.locator("meta[http-equiv=refresh]").get_attribute("content") or "").startswith("60;url=/kiosk/over")
    page.get_by_role("link", name="Yes, go on").click()
    page.wait_for_url("**/check/fall")


@pytest.mark.parametrize("name", ["Plain text", "Save as a PDF, A4"])
def test_a_file_in_the_tab_goes_to_the_page_that_asks_and_then_to_the_one_that_clears(
    playwright: Playwright, shared: Served, name: str
) -> None:
    """The browser's own clock cannot be moved, so it is told to wait no time at all."""

    def at_once(route: Route) -> None:
        answer = route.fetch()
        refresh = answer.headers["refresh"].replace(str(IDLE // 1000), "0", 1)
        assert refresh.startswith("0;")
        route.fulfill(response=answer, headers={**answer.headers, "refresh": refresh})

    browser = playwright.chromium.launch(**chromium_options(window=True))
    page = browser.new_page()
    page.context.add_cookies(for_browser(shared.app, shared.base, CALM))
    page.goto(f"{shared.base}/summary")
    page.route(re.compile(r"/summary\.(pdf|txt)"), at_once)
    page.get_by_role("link", name=name, exact=True).click()
    page.wait_for_url("**/kiosk/ask?page=/summary")
    refresh = page.locator("head > meta[http-equiv=refresh]")  # outside of noscript, for script is on
    assert refresh.get_attribute("content") == "60;url=/kiosk/over"
    page.get_by_role("link", name="Yes, go on").click()
    page.wait_for_url("**/summary")
    browser.close()


ELSEWHERE = "http://elsewhere.example/"


def test_a_link_of_another_site_asks_whose_answers_they_are_and_our_own_clears_them(
    new_context: Any, shared: Served
) -> None:
    page = new_context().new_page()
    page.context.add_cookies(for_browser(shared.app, shared.base, CALM))
    page.goto(f"{shared.base}/result")
    link = f"<a href='{shared.base}/'>Back pain</a>"
    page.route(ELSEWHERE, lambda route: route.fulfill(body=link, content_type="text/html"))
    page.goto(ELSEWHERE)
    page.get_by_role("link", name="Back pain").click()
    assert page.locator("h1").inner_text() == "Are the answers on this computer yours?"
    page.get_by_role("link", name="Yes, keep them and go on").click()
    page.wait_for_url("**/result")
    page.goto(f"{shared.base}/about")
    page.evaluate("location.href = '/'")
    page.wait_for_url(f"{shared.base}/")
    page.goto(f"{shared.base}/result")
    assert page.locator("h1").inner_text() == "Your answers are not here"


@pytest.mark.parametrize("size", [(1280, 800), (320, 256)])
def test_the_question_fits_the_screen(kiosk: Shared, size: tuple[int, int]) -> None:
    page = kiosk.open(text="200" if size[0] > 400 else "100")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    kiosk.leave_idle()
    box = page.locator("#still").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= size[0]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    button = page.get_by_role("button", name="Yes, I am still here").bounding_box()
    assert button and button["height"] >= 44 and button["y"] + button["height"] <= size[1]


def test_it_is_small_and_leaves_no_globals(kiosk: Shared) -> None:
    assert len(gzip.compress(SCRIPT.read_bytes())) < 3000
    page = kiosk.open()
    ours = page.evaluate("Object.keys(window)")
    page.goto(f"{kiosk.served.base}/healthz")
    assert set(ours) - set(page.evaluate("Object.keys(window)")) == set()
