"""docs/before-and-after.md holds every figure that `make figures` measures, and none is over what it may be."""

import re
from pathlib import Path

from tests.browser.figures import DOC, END, START
from tests.browser.figures import __file__ as measures


def test_the_page_has_every_figure_within_its_limit() -> None:
    _, _, *rows = DOC.read_text().partition(START)[2].partition(END)[0].splitlines()
    found = {what.strip(): (now, most) for _, what, _, now, most, _ in (row.split("|") for row in rows)}
    named = re.findall(r'Figure\(\s*"([^"]+)"', Path(measures).read_text())
    assert len(named) > 12
    assert sorted(found) == sorted(named), "run `make figures`"
    for what, (now, most) in found.items():
        assert float(now.replace(",", "")) <= float(most.replace(",", "")), what
