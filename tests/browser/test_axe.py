"""axe-core on every scene, every rule it has: best practices, experiments and AAA contrast too."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.engines import in_both
from tests.browser.facts import SPEAKING
from tests.browser.scenes import GROUPS

pytestmark = [pytest.mark.browser, in_both]

# Colours are all that differs in the dark.
COLOUR_RULES = ["color-contrast", "color-contrast-enhanced", "link-in-text-block"]


def violations(page: Page, axe: Axe, rules: list[str]) -> list[str]:
    """What axe finds with these rules, each with the first element it concerns."""
    options = {"runOnly": {"type": "rule", "values": rules}, "resultTypes": ["violations"]}
    found = json.loads(page.evaluate(
        "(options) => axe.run(options).then((result) => JSON.stringify(result.violations))", options))  # fmt: skip
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]} {one['nodes'][0]['failureSummary']}" for one in found]


@pytest.mark.parametrize("group", GROUPS)
def test_axe_finds_nothing(context, sites: dict, group: str) -> None:
    context.add_init_script(SPEAKING)
    page = context.new_page()
    axe = Axe()
    found = {}
    for scene in GROUPS[group]:
        page.emulate_media(color_scheme="light")
        scene.open(page, sites)
        page.evaluate(axe.axe_script)
        every_rule = page.evaluate("axe.getRules().map((rule) => rule.ruleId)")
        assert len(every_rule) > 90
        light = violations(page, axe, every_rule)
        page.emulate_media(color_scheme="dark")
        dark = violations(page, axe, COLOUR_RULES)
        if light or dark:
            found[scene.name] = {"light": light, "dark": dark}
    assert not found
