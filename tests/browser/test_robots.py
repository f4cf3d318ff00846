"""A6, A8, A13, A14, A15, A16, A21: each way of using the check leads to the result, at the price in the doc.

The table in docs/accessibility.md is what these robots needed; a test run prints it, and each walk is held to its row.
"""

import re

import pytest

from app.rules.load import content
from tests.browser.doc import PROPERTY, cost_words, documented
from tests.browser.engines import CHROMIUM, FIREFOX, Engine
from tests.browser.robots import ROBOTS, WALKERS, WALKS, ClassicKeyboard, Keyboard, Robot, walk
from tests.browser.server import Served

pytestmark = pytest.mark.browser

MOST = 25
# Those whose ways Firefox may differ in. They walk the emergency there: ticks and single answers, the interrupt, Stop.
IN_FIREFOX = (Keyboard, ClassicKeyboard)
WHO_AND_HOW = [(CHROMIUM, kind, way) for kind in WALKERS for way in WALKS]
WHO_AND_HOW += [(FIREFOX, kind, "emergency") for kind in IN_FIREFOX]


@pytest.mark.parametrize(
    ("engine", "kind", "way"),
    WHO_AND_HOW,
    ids=[f"{engine}, {' + '.join(kind.rows())}-{way}" for engine, kind, way in WHO_AND_HOW],
    indirect=["engine"],
)
def test_a_robot_walks_from_start_to_result(
    open_context, served: Served, record_property, engine: Engine, kind: type[Robot], way: str
) -> None:
    context = open_context(**kind.options)
    robot = kind(context.new_page())
    tier = WALKS[way][1]
    assert walk(robot, served, way) == tier
    assert any(url.endswith("/emergency") for url in robot.visited) == (tier == "emergency_now")
    cost = cost_words(robot.cost.activations, robot.cost.steps)
    for name in kind.rows():
        if engine == CHROMIUM:
            record_property(PROPERTY, [f"{name}: {way}", cost])
        assert documented().get((name, way)) == cost, "the run printed the new table for docs/accessibility.md"
    if way == "all No" and kind.display == "big":
        assert robot.cost.activations <= MOST


def test_a8_a19_all_no_takes_no_typing_and_nothing_is_asked_twice(open_context, served: Served) -> None:
    robot = Robot(open_context().new_page())
    headings: list[str] = []

    def look(robot: Robot) -> None:
        headings.append(robot.page.locator("h1").inner_text())
        fields = robot.page.locator("textarea, select, [contenteditable], input")
        kinds = {field.get_attribute("type") for field in fields.all()}
        assert kinds <= {"hidden", "checkbox", "radio"}, f"{robot.page.url} has something to type into: {kinds}"

    walk(robot, served, "all No", look)
    asked = [url for url in robot.visited if "/check/" in url]
    assert len(asked) == len(set(asked)) == len(content().questions)
    assert len(headings) == len(set(headings))


def test_the_doc_has_a_row_for_each_robot_and_no_other() -> None:
    assert {name for kind in WALKERS for name in kind.rows()} == {kind.name for kind in ROBOTS}
    assert list(documented()) == [(kind.name, way) for kind in ROBOTS for way in WALKS]
    assert all(re.fullmatch(r"\d+( \+ \d+)?", cost) for cost in documented().values())
