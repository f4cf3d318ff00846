"""A11, A18: the one-switch scanner, with a clock that the test moves: nothing here waits for a real time."""

import gzip
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect
from playwright.sync_api import Error as PlaywrightError

from app.rules.load import content
from tests.browser.robots import FRAME as STEP
from tests.browser.scenes import CALM, CARED_FOR, TO_TIER, everyone, until
from tests.browser.server import Served
from tests.browser.test_read_aloud import HERE, SAID, with_voices
from tests.visit.settings_cookies import Given, for_browser

pytestmark = pytest.mark.browser

SCRIPT = Path("app/static/scanner.js")
FRAMED = "document.querySelector('.is-scanned')?.innerText ?? null"
ALL_FRAMED = "[...document.querySelectorAll('.is-scanned')].length"
# From its top to its bottom; of what is higher than the screen, the part that fills it.
IN_SIGHT = """(target) => {
  const box = target.getBoundingClientRect();
  const bar = document.querySelector('.scan');
  const fixed = getComputedStyle(bar).position === 'fixed' && !bar.contains(target);
  const room = innerHeight - (fixed ? bar.offsetHeight : 0);
  const rows = box.height + 22 > room ? [room / 2] : [box.top + 3, box.top + box.height / 2, box.bottom - 3];
  return rows.every((y) => target.contains(document.elementFromPoint(box.left + box.width / 2, y)));
}"""
PAUSED = "Paused. Press your switch to go on."
FALL = [option.words("patient") for option in content().question["fall"].options_for("patient")]
SWITCHES = ("Space", "Enter", "click")


class Scan:
    """A page with the scanner on, and a hand on one switch."""

    def __init__(self, page: Page, served: Served) -> None:
        self.page = page
        self.served = served
        # Stopped, so that time passes only where the test lets it.
        page.clock.install(time=0)
        page.clock.pause_at(1000)

    def open(self, path: str, given: Given, **chosen: str) -> "Scan":
        self.page.context.add_cookies(for_browser(self.served.app, self.served.base, given, scanner="on", **chosen))
        self.page.goto(self.served.base + path)
        return self

    @property
    def framed(self) -> str | None:
        return self.page.evaluate(FRAMED)

    def steps(self, count: int, time: int = STEP) -> str | None:
        self.page.clock.run_for(count * time)
        assert self.page.evaluate(ALL_FRAMED) <= 1
        return self.framed

    def round(self, most: int = 40) -> list[str]:
        """What the frame stops at, once around."""
        first = self.steps(1)
        seen = [first]
        while (now := self.steps(1)) != first and len(seen) < most:
            seen.append(now)
        return [words.split("\n")[0] for words in seen if words]

    def until(self, words: str, most: int = 40) -> None:
        """Let time pass until the frame is on the target that starts with these words."""
        for _ in range(most):
            if (self.steps(1) or "").startswith(words):
                return
        raise AssertionError(f"the frame never came to {words!r}")

    def press(self, switch: str = "Space") -> None:
        if switch == "click":
            self.page.mouse.click(2, 300)  # where there is nothing
        else:
            self.page.keyboard.press(switch)

    def press_on(self, words: str, switch: str = "Space") -> None:
        self.until(words)
        self.press(switch)


@pytest.fixture
def scan(context: BrowserContext, served: Served) -> Scan:
    return Scan(context.new_page(), served)


@pytest.fixture
def fall(scan: Scan) -> Scan:
    return scan.open("/check/fall", until("fall", CALM))


def test_off_there_is_no_scanner_and_no_key_of_ours(context: BrowserContext, served: Served, watch: Any) -> None:
    page = context.new_page()
    page.clock.install(time=0)
    context.add_cookies(served.cookie(until("fall", CALM)))
    page.goto(f"{served.base}/check/fall")
    for key in "abcdefghijklmnopqrstuvwxyz0123456789 ?/.":
        page.keyboard.press(key)
    page.clock.run_for(600_000)
    assert page.evaluate(FRAMED) is None
    assert page.url.endswith("/check/fall")
    assert not [url for url in watch.requests if "scanner" in url]


def test_a_round_goes_through_answers_first_then_back_stop_help(scan: Scan) -> None:
    scan.open("/check/duration", until("duration", CALM))
    answers = [option.words("patient") for option in content().question["duration"].options_for("patient")]
    rest = ["Back", "Stop here and see the result", "Get help now", "Pause", "Move down", "Settings"]
    assert scan.round() == [*answers, *rest]


def test_in_an_emergency_the_number_is_in_the_round(scan: Scan) -> None:
    scan.open("/check/risk", until("risk", everyone("patient", breathing=("much_worse",))))
    assert "Call 911" in scan.round()


@pytest.mark.parametrize("switch", SWITCHES)
def test_a_press_chooses_what_is_in_the_frame(fall: Scan, switch: str) -> None:
    fall.until(FALL[3])
    with fall.page.expect_navigation():
        fall.press(switch)
    fall.page.goto(f"{fall.served.base}/check/fall")
    assert fall.page.locator("[aria-current=true]").inner_text() == FALL[3]


@pytest.mark.parametrize("switch", SWITCHES)
def test_a_press_before_the_first_frame_chooses_nothing(fall: Scan, switch: str) -> None:
    fall.press(switch)
    assert fall.page.url.endswith("/check/fall")
    assert fall.steps(1) == FALL[0]


def test_a_click_on_a_button_chooses_what_is_in_the_frame_not_the_button(fall: Scan) -> None:
    fall.steps(2)
    with fall.page.expect_navigation():
        fall.page.get_by_role("button", name=FALL[4]).click()
    fall.page.goto(f"{fall.served.base}/check/fall")
    assert fall.page.locator("[aria-current=true]").inner_text() == FALL[1]


def test_a_program_that_names_its_target_gets_it(fall: Scan) -> None:
    fall.steps(2)
    with fall.page.expect_navigation():
        fall.page.get_by_role("button", name=FALL[4]).evaluate("(button) => button.click()")
    fall.page.goto(f"{fall.served.base}/check/fall")
    assert fall.page.locator("[aria-current=true]").inner_text() == FALL[4]


def test_a_slow_press_holds_the_frame_and_acts_on_release(fall: Scan) -> None:
    fall.steps(2)
    fall.page.keyboard.down("Space")
    fall.page.keyboard.down("Space")  # the key repeats while it is down
    assert fall.steps(5) == FALL[1]
    with fall.page.expect_navigation():
        fall.page.keyboard.up("Space")


def test_a_click_that_is_held_holds_the_frame(fall: Scan) -> None:
    fall.steps(2)
    fall.page.mouse.move(2, 300)
    fall.page.mouse.down()
    assert fall.steps(5) == FALL[1]
    with fall.page.expect_navigation():
        fall.page.mouse.up()


def test_a_press_that_began_on_another_page_does_nothing(fall: Scan) -> None:
    fall.steps(1)
    fall.page.keyboard.up("Space")
    assert fall.page.url.endswith("/check/fall")
    assert fall.steps(1) == FALL[1]


@pytest.mark.parametrize(("setting", "time"), [("0.5", 500), ("1.5", 1500), ("5", 5000)])
def test_the_speed_is_the_setting(scan: Scan, setting: str, time: int) -> None:
    scan.open("/check/fall", until("fall", CALM), step=setting)
    assert scan.steps(1, time - 1) is None
    assert scan.steps(1, 1) == FALL[0]
    assert scan.steps(1, time - 1) == FALL[0]
    assert scan.steps(1, 1) == FALL[1]


def test_ticks_are_set_and_the_frame_goes_on(scan: Scan) -> None:
    scan.open("/check/location", until("location", CALM))
    first, second = (content().question["location"].find(value).words("patient") for value in ("upper", "lower"))
    scan.press_on(first)
    expect(scan.page.get_by_role("checkbox", name=first, exact=True)).to_be_checked()
    assert scan.framed is None, "a second press of an unsteady hand must not take the tick away"
    assert scan.steps(1) != first
    scan.press_on(second, "click")
    scan.press_on(first)
    expect(scan.page.get_by_role("checkbox", name=first, exact=True)).not_to_be_checked()
    expect(scan.page.get_by_role("checkbox", name=second, exact=True)).to_be_checked()
    with scan.page.expect_navigation():
        scan.press_on("Continue")
    assert scan.page.url.endswith("/check/severity")


def test_details_open_and_what_is_in_them_joins_the_round(scan: Scan) -> None:
    scan.open("/read/treatment", everyone("patient", **TO_TIER["soon"]))
    scan.press_on("Medicines to talk about")
    opened = scan.page.locator("details", has_text="Medicines to talk about")
    assert opened.get_attribute("open") is not None
    assert scan.page.url.endswith("/read/treatment")
    assert scan.steps(1), "and the frame goes on"


def test_pause_rests_until_the_switch_and_begins_anew(fall: Scan) -> None:
    fall.press_on("Pause")
    status = fall.page.get_by_role("status")
    expect(status).to_have_text(PAUSED)
    assert fall.steps(100) is None
    fall.press()
    expect(status).to_have_text("")
    assert fall.framed is None
    assert fall.steps(1) == FALL[0]


@pytest.mark.parametrize("loops", ["2", "5"])
def test_after_the_rounds_of_the_setting_it_rests(scan: Scan, loops: str) -> None:
    scan.open("/check/fall", until("fall", CALM), loops=loops)
    length = len(scan.round())
    assert scan.steps(length * (int(loops) - 1) - 1) is not None
    assert scan.steps(1) is None
    expect(scan.page.get_by_role("status")).to_have_text(PAUSED)
    scan.press("click")
    assert scan.steps(1) == FALL[0]


def test_it_never_acts_by_itself(fall: Scan, watch: Any) -> None:
    watch.requests.clear()
    fall.page.clock.run_for(3_600_000)
    assert not watch.pages
    assert fall.page.url.endswith("/check/fall")
    assert not fall.page.locator("[aria-current=true]").count()


def test_a_second_press_before_the_next_page_is_there_answers_nothing(fall: Scan) -> None:
    posts = []

    def nothing_yet(route: Route) -> None:
        posts.append(route.request.method)
        route.fulfill(status=204)  # the browser stays where it is, as it does while it waits

    fall.page.route("**/check/**", nothing_yet)
    fall.steps(1)
    with fall.page.expect_request("**/check/fall"):
        fall.press()
    expect(fall.page.get_by_role("status")).to_have_text(PAUSED)
    fall.press()
    fall.press()
    assert fall.steps(1) == FALL[0]
    assert posts == ["POST"]


def test_a_call_leaves_the_page_and_the_next_press_goes_on(scan: Scan) -> None:
    scan.page.add_init_script("addEventListener('click', (e) => e.target.closest('[href^=tel]') && e.preventDefault())")
    scan.open("/help-now", until("location", CALM))
    scan.press_on("Call 911")
    expect(scan.page.get_by_role("status")).to_have_text(PAUSED)
    scan.press()
    assert (scan.steps(1) or "").startswith("Call 911")


def test_the_foot_is_one_stop_and_its_links_are_a_round_of_their_own(fall: Scan) -> None:
    fall.press_on("Settings")
    assert fall.steps(1) == "Settings"
    assert fall.steps(1) == "About back pain in ALS"
    links = fall.page.locator(".foot li").count()
    fall.steps(2 * links - 2)
    assert fall.steps(1) == FALL[0], "after two rounds without a press it leaves the foot"
    fall.press_on("Settings")
    with fall.page.expect_navigation():
        fall.press_on("Privacy")
    assert fall.page.url.endswith("/privacy")


def test_the_switch_alone_can_turn_it_off(scan: Scan) -> None:
    scan.open("/settings", until("fall", CALM))
    scan.press_on("One-switch scanner")
    with scan.page.expect_navigation():
        scan.press_on("Scanner off")
    assert scan.steps(5) is None
    assert not scan.page.locator(".scan").count()


def test_move_down_shows_the_next_of_a_long_page_and_rests(scan: Scan) -> None:
    scan.open("/result", everyone("patient", **TO_TIER["soon"]))
    scan.press_on("Move down")
    place = scan.page.evaluate("scrollY")
    assert scan.steps(50) is None, "it rests, so that the page can be read"
    assert scan.page.evaluate("scrollY") == place
    scan.press()
    assert scan.steps(1) == "Move down", "and the next press but one moves on"
    scan.press()
    assert scan.page.evaluate("scrollY") != place


def test_escape_stops_it_on_this_page(fall: Scan) -> None:
    fall.steps(1)
    fall.page.keyboard.press("Escape")
    assert fall.steps(20) is None
    assert not fall.page.locator(".scan").count()
    with fall.page.expect_navigation():
        fall.page.get_by_role("button", name=FALL[5]).click()
    fall.page.goto(f"{fall.served.base}/check/fall")
    assert fall.page.locator("[aria-current=true]").inner_text() == FALL[5]


def test_other_keys_do_what_they_always_do(fall: Scan) -> None:
    fall.steps(2)
    fall.page.keyboard.press("Tab")
    fall.page.keyboard.press("Tab")
    assert fall.page.evaluate("document.activeElement !== document.body")
    assert fall.framed == FALL[1]


def test_words_can_be_typed(fall: Scan) -> None:
    fall.page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<input id=field>')")
    fall.page.locator("#field").evaluate("(field) => field.focus()")
    fall.page.keyboard.type("a b")
    assert fall.page.input_value("#field") == "a b"


def test_it_moves_no_focus_and_says_nothing_but_that_it_rests(fall: Scan) -> None:
    for _ in range(12):
        fall.steps(1)
        assert fall.page.evaluate("document.activeElement === document.body")
        assert fall.page.get_by_role("status").inner_text() == ""
    assert fall.page.locator("[aria-live], [role=alert]").count() == 0


@pytest.mark.parametrize(
    "options", [{}, {"color_scheme": "dark"}, {"forced_colors": "active"}, {"reduced_motion": "reduce"}]
)
def test_the_frame_is_thick_and_still(open_context: Any, served: Served, options: dict) -> None:
    scan = Scan(open_context(**options).new_page(), served).open("/check/fall", until("fall", CALM))
    scan.steps(1)
    look = scan.page.locator(".is-scanned").evaluate(
        "(e) => (({outlineStyle, outlineWidth, transitionDuration, animationName}) =>"
        " [outlineStyle, parseFloat(outlineWidth), transitionDuration, animationName])(getComputedStyle(e))"
    )
    assert look[0] == "solid" and look[1] >= 4
    assert look[2:] == ["0s", "none"]
    assert scan.page.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize("size", [(1280, 800), (768, 1024), (320, 640), (320, 256)])
def test_what_is_in_the_frame_is_on_the_screen_and_uncovered(open_context: Any, served: Served, size: tuple) -> None:
    context = open_context(viewport={"width": size[0], "height": size[1]})
    scan = Scan(context.new_page(), served).open("/check/fall", until("fall", CARED_FOR))
    for _ in range(len(FALL) + 4):
        assert scan.steps(1)
        assert scan.page.locator(".is-scanned").evaluate(IN_SIGHT), scan.framed
    assert scan.page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_its_own_buttons_are_large_enough(fall: Scan) -> None:
    for name in ("Pause", "Move down"):
        box = fall.page.get_by_role("button", name=name).bounding_box()
        assert box and min(box["width"], box["height"]) >= 44


def test_without_script_the_page_is_as_ever(open_context: Any, served: Served) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.context.add_cookies(for_browser(served.app, served.base, until("fall", CALM), scanner="on"))
    page.goto(f"{served.base}/check/fall")
    with page.expect_navigation():
        page.get_by_role("button", name=FALL[0], exact=True).click()


@pytest.mark.parametrize("lacking", ["findLastIndex", "findLast", "at", "flat", "toSorted"])
def test_it_needs_nothing_that_older_browsers_lack(scan: Scan, lacking: str) -> None:
    scan.page.add_init_script(f"delete Array.prototype.{lacking}")
    scan.open("/check/fall", until("fall", CALM))
    assert scan.steps(1) == FALL[0]


# What goes wrong, in the middle of what: finding the targets, showing the frame, and choosing.
FAULTS = {
    "finding": "Element.prototype.getClientRects = () => { throw new Error('old') }",
    "showing": "Element.prototype.scrollIntoView = () => { throw new Error('old') }",
    "styles": "window.getComputedStyle = () => { throw new Error('old') }",
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("way", ["click", "Enter", "Space"])
def test_where_it_cannot_run_it_takes_no_press(new_context: Any, served: Served, fault: str, way: str) -> None:
    # Not a watched context: the fault is told, as any is.
    page = new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.add_init_script(FAULTS[fault])
    Scan(page, served).open("/check/fall", until("fall", CALM))
    with pytest.raises(PlaywrightError, match="old"):
        page.clock.run_for(STEP)
    button = page.get_by_role("button", name=FALL[4])
    with page.expect_navigation():
        if way == "click":
            page.mouse.click(**_middle(button))
        else:
            button.evaluate("(e) => e.focus()")
            page.keyboard.press(way)
    page.goto(f"{served.base}/check/fall")
    assert page.locator("[aria-current=true]").inner_text() == FALL[4]


def _middle(control: Locator) -> dict[str, float]:
    box = control.bounding_box()
    assert box
    return {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}


def test_the_first_target_can_have_more_time(scan: Scan) -> None:
    scan.open("/check/fall", until("fall", CALM), first="1")
    assert scan.steps(1) == FALL[0]
    assert scan.steps(1) == FALL[0]
    assert scan.steps(1, 999) == FALL[0]
    assert scan.steps(1, 1) == FALL[1]
    assert scan.steps(1) == FALL[2]


@pytest.mark.parametrize("switch", ["Space", "click"])
def test_a_touch_that_is_too_short_chooses_nothing(scan: Scan, switch: str) -> None:
    scan.open("/check/fall", until("fall", CALM), hold="0.5")
    scan.steps(1)
    scan.press(switch)
    assert scan.page.url.endswith("/check/fall") and scan.framed == FALL[0]

    def down_and_up(time: int) -> None:
        if switch == "click":
            scan.page.mouse.down()
            scan.page.clock.run_for(time)
            scan.page.mouse.up()
        else:
            scan.page.keyboard.down(switch)
            scan.page.clock.run_for(time)
            scan.page.keyboard.up(switch)

    down_and_up(499)
    assert scan.page.url.endswith("/check/fall") and scan.framed == FALL[0]
    with scan.page.expect_navigation():
        down_and_up(500)


def test_a_second_press_within_the_rest_chooses_nothing(scan: Scan) -> None:
    scan.open("/check/location", until("location", CALM), step="0.5", rest="1")
    tick = content().question["location"].find("upper").words("patient")
    for _ in range(40):
        if scan.steps(1, 500) == tick:
            break
    scan.press()
    box = scan.page.get_by_role("checkbox", name=tick, exact=True)
    expect(box).to_be_checked()
    second = scan.steps(1, 500)
    scan.press()
    assert scan.framed == second, "it was not meant"
    scan.steps(1, 500)
    third = scan.page.get_by_role("checkbox", name=scan.framed or "", exact=True)
    scan.press()
    expect(third).to_be_checked()


@pytest.mark.parametrize("way", ["right click", "second finger"])
def test_a_helper_without_a_keyboard_can_stop_it(open_context: Any, served: Served, way: str) -> None:
    context = open_context(has_touch=True)
    scan = Scan(context.new_page(), served).open("/check/fall", until("fall", CALM))
    scan.steps(1)
    if way == "right click":
        scan.page.mouse.click(2, 300, button="right")
    else:
        fingers = [{"x": 2, "y": 300, "id": 0}, {"x": 90, "y": 300, "id": 1}]
        devtools = context.new_cdp_session(scan.page)
        devtools.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": fingers})
        devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert scan.steps(20) is None
    assert not scan.page.locator(".scan").count()
    with scan.page.expect_navigation():
        scan.page.get_by_role("button", name=FALL[5]).click()


@pytest.mark.parametrize("speaks", ["off", "on"])
def test_it_says_what_the_frame_comes_to_where_that_is_wanted(
    context: BrowserContext, served: Served, speaks: str
) -> None:
    scan = Scan(with_voices(context, HERE), served).open("/check/fall", until("fall", CALM), speaks=speaks)
    for _ in range(len(FALL)):
        scan.steps(1)
    said = [line["text"] for line in scan.page.evaluate(SAID)]
    assert said == ([*FALL] if speaks == "on" else [])


def test_it_does_not_speak_into_what_is_being_read(context: BrowserContext, served: Served) -> None:
    scan = Scan(with_voices(context, HERE), served).open("/check/fall", until("fall", CALM), speaks="on")
    scan.page.get_by_role("button", name="Read aloud").evaluate("(button) => button.click()")
    before = len(scan.page.evaluate(SAID))
    scan.steps(3)
    assert len(scan.page.evaluate(SAID)) == before


def test_it_is_small_and_leaves_no_globals(fall: Scan, served: Served) -> None:
    assert len(gzip.compress(SCRIPT.read_bytes())) < 3000
    with_it = fall.page.evaluate("Object.keys(window).sort()")
    fall.page.context.clear_cookies()
    fall.page.goto(served.base)
    assert fall.page.evaluate("Object.keys(window).sort()") == with_it
