"""Stylesheets: a class means one thing, wherever it stands."""

import re
from collections import defaultdict

import pytest

from scripts.icons import STATIC

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SELECTOR = re.compile(r"([^{}]+)\{")
CLASS = re.compile(r"\.([a-z][\w-]*)")
# Every page loads the first; the second only turns what the others draw.
EVERYWHERE, TURNED = "app.css", "settings.css"
# The sheet inside of a result: handout.css prints it, and result.css keeps it off the screen.
SHARED = {"paper"}


def classes(style: str) -> set[str]:
    """The classes that a stylesheet draws."""
    return {name for selector in SELECTOR.findall(COMMENT.sub("", style)) for name in CLASS.findall(selector)}


def drawn_twice(styles: dict[str, str]) -> dict[str, list[str]]:
    """The classes that two stylesheets draw and the one of every page does not, by name."""
    drawn_by: dict[str, list[str]] = defaultdict(list)
    for file, style in sorted(styles.items()):
        for name in classes(style):
            drawn_by[name].append(file)
    common = SHARED | classes(styles[EVERYWHERE])
    found = {name: [file for file in files if file != TURNED] for name, files in drawn_by.items() if name not in common}
    return {name: files for name, files in found.items() if len(files) > 1}


def test_no_class_means_two_things() -> None:
    assert not drawn_twice({path.name: path.read_text() for path in STATIC.glob("*.css")})


@pytest.mark.parametrize("style", [".ways { margin: 0 }", "@media print { .sheet > .ways li { margin: 0 } }"])
def test_it_finds_one_that_does(style: str) -> None:
    styles = {EVERYWHERE: ".go {}", "desk.css": ".ways {}", "paper.css": style + "/* .go */ .go {}", TURNED: ".ways {}"}
    assert drawn_twice(styles) == {"ways": ["desk.css", "paper.css"]}
