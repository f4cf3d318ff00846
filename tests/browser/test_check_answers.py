"""Check your answers is at most two screens of a phone for every worked case, and its folds open without script."""

from contextlib import closing
from statistics import median

import pytest
from playwright.sync_api import Browser, expect

from app.rules.load import content
from tests.browser.result_length import Ruler
from tests.browser.scenes import CALM, Scene, everyone
from tests.browser.server import Served
from tests.browser.test_targets import LEAST
from tests.rules.cases import vignettes

# It visits every worked case: two minutes are too few for that where a machine has much else to do.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

USUAL, MOST = 1.8, 2  # screens of a phone, the footer among them
PATH = "/check-answers"


def test_it_is_two_screens_of_a_phone_at_most(browser: Browser, served: Served) -> None:
    screens = {}
    everybody = {case.case.name: case.case.answers for case in vignettes()} | {"all No": CALM}
    with closing(Ruler(browser, served)) as ruler:
        for name, answers in everybody.items():
            if len(answers) == len(content().questions):  # else there is nothing to check yet
                found = ruler.measure(PATH, answers)
                assert found, name
                screens[name] = found[0]
    assert len(screens) > 100
    assert screens["all No"] <= median(screens.values()) <= USUAL, screens
    longest = max(screens, key=lambda name: screens[name])
    assert screens[longest] <= MOST, (longest, screens[longest])


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_each_fold_opens_without_script_to_ways_large_enough(open_context, sites: dict, width: int) -> None:
    page = open_context(java_script_enabled=False, viewport={"width": width, "height": 844}).new_page()
    Scene("all No", PATH, everyone("caregiver")).open(page, sites)
    change = page.locator("main a[href^='/check/']")
    hidden = change.count() - change.locator("visible=true").count()
    assert hidden > 15
    for fold in page.locator("summary").all():
        expect(fold).to_be_visible()
        assert fold.bounding_box()["height"] >= LEAST
        fold.click()
    for way in change.all():
        expect(way).to_be_visible()
        box = way.bounding_box()
        assert min(box["height"], box["width"]) >= LEAST
        assert box["x"] + box["width"] <= width
