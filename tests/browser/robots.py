"""Robots: each goes through the check in one way of using it, and counts what it costs.

An activation is a press that acts: a click, a tap, Enter, Space, a spoken command. A step is what only moves:
Tab, Shift+Tab, an arrow key, the scanner's frame. Nothing here waits for a time; each press waits for the page it
leads to.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

from app.rules.load import content
from app.rules.shape import Question, Voice
from app.visit.choices import DEFAULTS
from tests.browser.focus import focused
from tests.browser.paper import SCREEN_ONLY, on_paper
from tests.browser.server import Served
from tests.telling.summary_help import sheets, squeezed
from tests.visit.settings_cookies import for_browser
from tests.visitor import calm

AT_ONCE = ("none", "not_sure")
MOST_STEPS = 40
# How a page looks to whoever asked for nothing else.
ORDINARY: Mapping[str, Any] = {"color_scheme": "light", "forced_colors": "none", "reduced_motion": "no-preference"}
FRAME = int(float(DEFAULTS.step) * 1000)  # ms, how long the scanner's frame stays on a target

# The three ways through the check that every robot goes: what is not calm in them, and the tier they lead to.
Changes = Mapping[str, tuple[str, ...]]
WALKS: Mapping[str, tuple[Changes, str]] = {
    "all No": ({}, "self_care"),
    "caregiver": (
        {
            "respondent": ("caregiver",),
            "breathing": ("a_bit_worse",),
            "location": ("upper", "lower"),
            "risk": ("blood_thinner",),
            "mobility": ("bed",),
            "usual": ("slouch", "weak_neck"),
        },
        "same_day",
    ),
    "emergency": ({"respondent": ("together",), "breathing": ("much_worse",)}, "emergency_now"),
}
# In an emergency nobody answers more than they must: this walk stops at the first question that offers it.
STOPS_EARLY = ("emergency",)


@dataclass
class Cost:
    """What a walk took."""

    activations: int = 0
    steps: int = 0
    pages: int = 0


class Robot:
    """A person with a pointer: a mouse, an eye tracker, a head mouse."""

    name = "pointer"
    display = "big"
    options: Mapping[str, Any] = {}

    def __init__(self, page: Page) -> None:
        self.page = page
        self.cost = Cost()
        self.visited: list[str] = []

    # ---- what differs from one way of using it to another

    def activate(self, control: Locator) -> None:
        """Press one control."""
        control.click()

    def tick(self, control: Locator) -> None:
        """Set a tick."""
        control.click()
        expect(control).to_be_checked()

    def arrived(self) -> None:
        """Look at a page that has come."""

    @classmethod
    def rows(cls) -> tuple[str, ...]:
        """The robots whose ways this walk is: what it takes stands in the row of each."""
        return (cls.name,)

    # ---- what all of them do

    def open(self, served: Served) -> None:
        """Come to the start page, without a cookie."""
        self.page.goto(served.base)
        self._come()

    def press(self, role: str, words: str) -> None:
        """Press the one control of this name, and wait for the page it leads to."""
        control = self.find(role, words)
        with self.page.expect_navigation():
            self.activate(control)
        self.cost.activations += 1
        self._come()

    def find(self, role: str, words: str) -> Locator:
        """The one control with this role and name."""
        return self.page.get_by_role(role, name=words, exact=True)  # type: ignore[arg-type]  # a role of ARIA

    def answer(self, question: Question, values: tuple[str, ...], voice: Voice) -> None:
        """Give this answer in the fewest presses."""
        words = [question.find(value).words(voice) for value in values]
        if question.kind == "one" or values[0] in AT_ONCE:
            self.press("button", words[0])
        elif question.id == "location" and len(values) == 1:
            self.press("button", f"Only here: {words[0]}")
        else:
            self.tick_and_continue(words)

    def tick_and_continue(self, words: list[str]) -> None:
        """Set each tick, then send."""
        for one in words:
            self.tick(self.find("checkbox", one))
            self.cost.activations += 1
        self.press("button", "Continue")

    def _come(self) -> None:
        self.cost.pages += 1
        self.visited.append(self.page.url)
        self.arrived()


class Keyboard(Robot):
    """A person with Tab and Enter, and nothing else: no Space."""

    name = "Tab and Enter"
    tick_key = "Enter"

    def activate(self, control: Locator) -> None:
        self.step_to(control)
        self.page.keyboard.press("Enter")

    def tick(self, control: Locator) -> None:
        self.step_to(control)
        self.page.keyboard.press(self.tick_key)
        expect(control).to_be_checked()

    def step_to(self, control: Locator) -> None:
        """Tab until it has the focus. At each stop the focus can be seen."""
        wanted = control.element_handle()
        for _ in range(MOST_STEPS):
            self.page.keyboard.press("Tab")
            self.cost.steps += 1
            at = focused(self.page, wanted)
            assert at, f"the focus left the page before {wanted.inner_text()!r}"
            assert at["ring"] >= 2 and at["inView"] and at["uncovered"], at
            if at["wanted"]:
                return
        raise AssertionError(f"{MOST_STEPS} times Tab, and {wanted.inner_text()!r} was not reached")


class ClassicKeyboard(Keyboard):
    """A person who chose radios, with Tab, arrows, Space and Enter."""

    name = "radios, by keyboard"
    display = "classic"
    tick_key = "Space"

    def open(self, served: Served) -> None:
        super().open(served)
        self.page.goto(f"{served.base}/settings")  # how long the way there is, the settings' own tests say
        self.press("button", "Radio buttons, then Continue")
        self.page.goto(served.base)
        self._come()

    def answer(self, question: Question, values: tuple[str, ...], voice: Voice) -> None:
        words = [question.find(value).words(voice) for value in values]
        if question.kind == "many":
            self.tick_and_continue(words)
            return
        offered = [option.value for option in question.options_for(voice)]
        self.step_to(self.page.get_by_role("radio").first)
        self.page.keyboard.press("Space")
        self.cost.activations += 1
        for _ in range(offered.index(values[0])):
            self.page.keyboard.press("ArrowDown")
            self.cost.steps += 1
        expect(self.find("radio", words[0])).to_be_checked()
        self.press("button", "Continue")


class OneSwitch(Robot):
    """A person with one switch, for whom somebody turned the scanner on. A step is one of the frame."""

    name = "one switch"
    rounds = 60  # steps of the frame, more than any page has targets

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        # Stopped, so that the frame moves only where the robot lets it.
        page.clock.install(time=0)
        page.clock.pause_at(1000)

    def open(self, served: Served) -> None:
        self.page.context.add_cookies(for_browser(served.app, served.base, {}, scanner="on"))
        super().open(served)

    def activate(self, control: Locator) -> None:
        wanted = control.evaluate_handle("(e) => e.closest('label') ?? e")
        for _ in range(self.rounds):
            self.page.clock.run_for(FRAME)
            self.cost.steps += 1
            if wanted.evaluate("(e) => e.classList.contains('is-scanned')"):
                self.page.keyboard.press("Space")
                return
        raise AssertionError(f"the frame never came to {control}")

    def tick(self, control: Locator) -> None:
        self.activate(control)
        expect(control).to_be_checked()


class Spoken(Robot):
    """A person who says "click" and the words on the screen: exactly one control may have that name."""

    name = "voice"

    def find(self, role: str, words: str) -> Locator:
        shown = self.page.get_by_text(words, exact=True).and_(self.page.locator(":visible")).first
        expect(shown).to_be_visible()
        devtools = self.page.context.new_cdp_session(self.page)
        nodes = devtools.send("Accessibility.getFullAXTree")["nodes"]
        devtools.detach()
        named = [
            node["role"]["value"]
            for node in nodes
            if not node["ignored"]
            and node.get("name", {}).get("value", "").casefold() == words.casefold()
            and node["role"]["value"] in ("button", "link", "checkbox", "radio")
        ]
        assert named == [role], f"'click {words}' means {len(named)} things: {named}"
        return super().find(role, words)


class Finger(Robot):
    """A person with a telephone 320 px wide."""

    name = "touch, 320 px"
    options: Mapping[str, Any] = {"viewport": {"width": 320, "height": 568}, "has_touch": True}

    def activate(self, control: Locator) -> None:
        control.tap()

    def tick(self, control: Locator) -> None:
        control.tap()
        expect(control).to_be_checked()

    def arrived(self) -> None:
        width = self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= 320, f"{self.page.url} scrolls sideways: {width} px"


class Zoomed(Robot):
    """A person who enlarged a 1280 px wide screen to 400%."""

    name = "400% zoom"
    options: Mapping[str, Any] = {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4}
    arrived = Finger.arrived


class Onlooker(Robot):
    """A person who presses as the pointer does, on a page that looks otherwise: with ``media``, as the page has it."""

    media: Mapping[str, Any] = {}

    def about_to_press(self, control: Locator) -> None:
        """Look at what will be pressed: nothing keeps it from being pressed as it looks now."""
        control.click(trial=True)


class Contrasted(Onlooker):
    """A person whose system forces its own few colours: the edges of what they press must still be there."""

    name = "forced colours"
    media: Mapping[str, Any] = {"forced_colors": "active"}

    def about_to_press(self, control: Locator) -> None:
        border, line = control.evaluate(
            "(e) => [getComputedStyle(e).borderTopStyle, getComputedStyle(e).textDecorationLine]"
        )
        assert border != "none" or line == "underline", f"nothing shows where {control} is"
        super().about_to_press(control)

    def arrived(self) -> None:
        assert self.page.evaluate("matchMedia('(forced-colors: active)').matches")


class Dark(Onlooker):
    """A person whose device is set to dark."""

    name = "dark"
    media: Mapping[str, Any] = {"color_scheme": "dark"}

    def arrived(self) -> None:
        ground = self.page.evaluate("getComputedStyle(document.body).backgroundColor")
        shades = [int(part) for part in ground.strip("rgb()").split(", ")]
        assert max(shades) < 64, f"{self.page.url} is not dark: {ground}"


class Still(Onlooker):
    """A person whom motion makes ill."""

    name = "reduced motion"
    media: Mapping[str, Any] = {"reduced_motion": "reduce"}

    def arrived(self) -> None:
        assert self.page.evaluate("matchMedia('(prefers-reduced-motion)').matches")
        assert self.page.evaluate("document.getAnimations().length") == 0
        assert self.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


class Scriptless(Robot):
    """A person whose browser runs no script."""

    name = "no JavaScript"
    options: Mapping[str, Any] = {"java_script_enabled": False}


class OnPaper(Onlooker):
    """A person who prints what they see: the first sheet says what it is, without the screen's own ways. Of a result
    the clinic's sheet is printed, which says the level in staff's words."""

    name = "printed"

    def arrived(self) -> None:
        heading = on_paper(self.page)
        first = squeezed(sheets(self.page.pdf(format="A4"))[0])
        assert squeezed(heading) in first, f"{self.page.url}: {heading!r} is not on its first sheet"
        assert not [words for words in SCREEN_ONLY if squeezed(words) in first], self.page.url


class Together(Robot):
    """The pointer, and with it all who press as it does and only look: on each page, and before each press."""

    onlookers: tuple[type[Onlooker], ...] = (Contrasted, Dark, Still, OnPaper)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._onlookers = [kind(page) for kind in self.onlookers]

    @classmethod
    def rows(cls) -> tuple[str, ...]:
        return (cls.name, *(kind.name for kind in cls.onlookers))

    def activate(self, control: Locator) -> None:
        for onlooker in self._in_turn():
            onlooker.about_to_press(control)
        super().activate(control)

    def arrived(self) -> None:
        for onlooker in self._in_turn():
            onlooker.arrived()

    def _in_turn(self) -> Iterator[Onlooker]:
        for onlooker in self._onlookers:
            self.page.emulate_media(**{**ORDINARY, **onlooker.media})
            yield onlooker
        self.page.emulate_media(**ORDINARY)


# All the robots, in the order of the table; and those that walk, each for its rows.
ROBOTS: tuple[type[Robot], ...] = (
    Robot, Keyboard, ClassicKeyboard, OneSwitch, Spoken, Finger, Zoomed, Contrasted, Dark, Still, Scriptless, OnPaper,
)  # fmt: skip
WALKERS: tuple[type[Robot], ...] = (
    Together, *(kind for kind in ROBOTS if kind.name not in Together.rows()),
)  # fmt: skip


def walk(robot: Robot, served: Served, way: str, look: Callable[[Robot], None] = lambda robot: None) -> str:
    """Go one of the WALKS from the start page to the result. ``look`` is called on each page. Returns the tier."""
    changes = WALKS[way][0]
    voice: Voice = "caregiver" if changes.get("respondent") == ("caregiver",) else "patient"
    robot.open(served)
    look(robot)
    robot.press("link", "Start the check")
    for question in content().questions:
        assert robot.page.url == f"{served.base}/check/{question.id}"
        look(robot)
        if way in STOPS_EARLY and question.stage not in ("start", "danger"):
            robot.press("link", "Stop here and see the result")
            break
        wanted = changes.get(question.id, ())
        robot.answer(question, wanted or (calm(question.id),), voice)
        if robot.page.url.endswith("/emergency"):
            look(robot)
            robot.press("link", "Keep answering for the summary")
    else:
        look(robot)
        robot.press("link", "See the result")
    look(robot)
    return robot.page.locator("main").get_attribute("data-tier") or ""
