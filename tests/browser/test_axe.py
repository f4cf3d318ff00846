"""axe-core on every scene, every rule it has: best practices, experiments and AAA contrast too."""

import pytest

from tests.browser.axe import COLOUR_RULES
from tests.browser.engines import CHROMIUM, Engine, in_both
from tests.browser.facts import Studio
from tests.browser.scenes import GROUPS, OF_EACH_KIND

pytestmark = pytest.mark.browser


@in_both
@pytest.mark.parametrize("group", GROUPS)
def test_axe_finds_nothing(studio: Studio, engine: Engine, group: str) -> None:
    found = {}
    for facts in studio.of(GROUPS[group]):
        tried = {scheme: result.rules for scheme, result in facts.axe.items()}
        assert tried.pop("light") > 90
        in_the_dark = engine == CHROMIUM and facts.scene in OF_EACH_KIND  # Firefox cannot be asked for dark
        assert tried == ({"dark": len(COLOUR_RULES)} if in_the_dark else {})
        if broken := {scheme: result.violations for scheme, result in facts.axe.items() if result.violations}:
            found[facts.scene.name] = broken
    assert not found
