"""What is true of each scene, found in one visit a test run and browser: as it is, dark, with large text, narrow,
spaced, and what axe-core says of it.
"""

import fcntl
import json
import os
import pickle
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser import axe
from tests.browser.engines import CHROMIUM, Engine
from tests.browser.scenes import OF_EACH_KIND, SCENES, Scene, seen_by
from tests.browser.server import Served
from tests.browser.watch import Watch

MEASURE = f"() => JSON.stringify(({Path(__file__).with_name('measure.js').read_text()})())"
DESK: ViewportSize = {"width": 1280, "height": 800}
NARROW: ViewportSize = {"width": 320, "height": 640}

# What a reader may lay over the page: text twice as large, and the spacing of WCAG 2.2, 1.4.12.
LARGE = "html { font-size: 250% !important }"
SPACED = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }
"""
# A voice on the device, so that "Read aloud" is there as most people have it.
SPEAKING = """speechSynthesis.getVoices = () =>
  [{ name: 'Test', lang: 'en-US', localService: true, default: true, voiceURI: 'test' }]"""
LAY_OVER = """(css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = css ? [sheet] : [];
}"""

Look = dict[str, Any]


@dataclass
class Facts:
    """One scene, looked at in every way: where it ended and with which HTTP status; ``names`` are accessible names by a
    control's number, from Chromium alone."""

    scene: Scene
    url: str
    status: int
    looks: Mapping[str, Look]
    names: Mapping[int, str]
    problems: list[str]
    axe: Mapping[str, axe.Found]

    def __getitem__(self, look: str) -> Look:
        return self.looks[look]


@dataclass
class Studio:
    """Takes the facts of scenes in one page of its own, and remembers them."""

    browser: Browser
    engine: Engine
    sites: Mapping[str, Served]
    album: Path | None = None  # where the processes of one run put what they took, so that none takes it twice
    _taken: dict[str, Facts] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._watch = Watch(tuple(served.base for served in self.sites.values()))
        context = self.browser.new_context(viewport=DESK)
        self._watch.over(context)
        context.add_init_script(SPEAKING)
        context.add_init_script(axe.SCRIPT)
        self._page = context.new_page()
        self._statuses: dict[str, int] = {}
        self._page.on("response", lambda response: self._statuses.update({response.url: response.status}))

    def of(self, scenes: tuple[Scene, ...]) -> Iterator[Facts]:
        """The facts of each of these scenes, but for those that this browser does not look at. The ones that another
        process is looking at now are asked for last."""
        scenes = seen_by(self.engine, scenes)
        for wait in (False, True):
            for scene in scenes:
                if scene.name not in self._taken and (facts := self._find(scene) or self._take_alone(scene, wait)):
                    self._taken[scene.name] = facts
        for scene in scenes:
            yield self._taken[scene.name]

    def close(self) -> None:
        """Close the page."""
        self._page.context.close()

    def _take_alone(self, scene: Scene, wait: bool) -> Facts | None:
        with self._alone_with(scene, wait) as alone:
            return (self._find(scene) or self._keep(self._take(scene))) if alone else None

    @contextmanager
    def _alone_with(self, scene: Scene, wait: bool) -> Iterator[bool]:
        """Hold the scene while it is looked at. False where another process holds it and we do not wait."""
        if not (page := self._page_of(scene)):
            yield True
            return
        with page.with_suffix(".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True

    def _find(self, scene: Scene) -> Facts | None:
        page = self._page_of(scene)
        return Facts(scene, **pickle.loads(page.read_bytes())) if page and page.exists() else None

    def _keep(self, facts: Facts) -> Facts:
        if page := self._page_of(facts.scene):
            kept = {name: value for name, value in vars(facts).items() if name != "scene"}
            being_written = page.with_suffix(f".{os.getpid()}")
            being_written.write_bytes(pickle.dumps(kept))
            being_written.replace(page)
        return facts

    def _page_of(self, scene: Scene) -> Path | None:
        return self.album / f"{self.engine}-{SCENES.index(scene)}.facts" if self.album else None

    def _take(self, scene: Scene) -> Facts:
        page = self._page
        self._watch.problems.clear()
        self._statuses.clear()
        page.set_viewport_size(DESK)
        scene.open(page, self.sites)
        looks = {"desk": measured(page)}
        names, found = {}, {"light": axe.every_rule(page)}
        if self.engine == CHROMIUM:  # Firefox lets nobody from outside ask for either
            names = accessible_names(page)
            page.emulate_media(color_scheme="dark")
            looks["dark"] = measured(page)
            if scene in OF_EACH_KIND:  # colours go by classes, and these scenes have them all
                found["dark"] = axe.colours(page)
            page.emulate_media(color_scheme="light")
        page.evaluate(LAY_OVER, LARGE)
        looks["large"] = measured(page)
        page.evaluate(LAY_OVER, "")
        page.set_viewport_size(NARROW)
        looks["narrow"] = measured(page)
        page.evaluate(LAY_OVER, SPACED)
        looks["spaced"] = measured(page)
        return Facts(scene, page.url, self._statuses[page.url], looks, names, list(self._watch.problems), found)


def measured(page: Page) -> Look:
    """What measure.js finds on the page as it stands. It comes out of the browser as one text: value by value takes
    thrice as long, in Firefox eight times."""
    look: Look = json.loads(page.evaluate(MEASURE))
    return look


def accessible_names(page: Page) -> dict[int, str]:
    """The name that Chromium gives each measured control to assistive technology."""
    devtools = page.context.new_cdp_session(page)
    document = devtools.send("DOM.getDocument", {"depth": -1})["root"]
    numbers = dict(_numbered(document))
    nodes = devtools.send("Accessibility.getFullAXTree")["nodes"]
    devtools.detach()
    return {
        numbers[node["backendDOMNodeId"]]: node.get("name", {}).get("value", "")
        for node in nodes
        if node.get("backendDOMNodeId") in numbers and not node["ignored"]
    }


def _numbered(node: dict[str, Any]) -> Iterator[tuple[int, int]]:
    attributes = node.get("attributes", [])
    if "data-measured" in attributes:
        yield node["backendNodeId"], int(attributes[attributes.index("data-measured") + 1])
    for child in node.get("children", []):
        yield from _numbered(child)
