"""axe-core on the page as it stands: every rule it has, best practices, experiments and AAA contrast too."""

from typing import NamedTuple

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it has no types
from playwright.sync_api import Page

SCRIPT = Axe().axe_script
# Colours are all that differs in the dark.
COLOUR_RULES = ["color-contrast", "color-contrast-enhanced", "link-in-text-block"]
RUN = """async (rules) => {
  const values = rules ?? axe.getRules().map((rule) => rule.ruleId);
  const { violations } = await axe.run({ runOnly: { type: 'rule', values }, resultTypes: ['violations'] });
  const first = (one) => `${one.id}: ${one.nodes[0].html.slice(0, 160)} ${one.nodes[0].failureSummary}`;
  return [values.length, violations.map(first)];
}"""


class Found(NamedTuple):
    """How many rules were tried, and what broke one, each with the first element it concerns."""

    rules: int
    violations: list[str]


def every_rule(page: Page) -> Found:
    """What axe finds with all its rules. The page has loaded SCRIPT."""
    return Found(*page.evaluate(RUN))


def colours(page: Page) -> Found:
    """What axe finds with the rules about colour alone."""
    return Found(*page.evaluate(RUN, COLOUR_RULES))
