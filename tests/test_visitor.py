"""The visitor reads a page with one parser and looks it over with another: what it sees is what HTML says."""

import html5lib
import pytest

from tests.visitor import Page, Visitor

PAGES = (
    "/", "/check/fall", "/check/awake", "/check-answers", "/result", "/result/why", "/settings", "/summary", "/clinic",
    "/clinic/enter", "/note", "/read/living", "/crew", "/proof", "/article",
)  # fmt: skip


def elements(tree) -> list[tuple[str, dict[str, str], str]]:
    """Each element of the page's main part, its attributes and its words. An attribute that is only there is given no
    value by one parser and its own name by the other, and in a drawing one of them knows SVG's own names."""
    return [(name_of(one), attributes(one), "".join(one.itertext())) for one in next(tree.iter("main")).iter()]


def name_of(element) -> str:
    return element.tag.rpartition("}")[2].casefold()


def attributes(element) -> dict[str, str]:
    return {name.casefold(): value for name, value in element.attrib.items() if value not in ("", name)}


@pytest.mark.parametrize("path", PAGES)
def test_both_parsers_read_a_page_the_same(visitor: Visitor, path: str) -> None:
    visitor.walk()
    page: Page = visitor.get(path)
    assert page.path == path
    assert elements(page.tree) == elements(html5lib.parse(page.html, namespaceHTMLElements=False))
