"""The visitor reads a page with one parser and looks it over with another: what it sees is what HTML says."""

import html5lib
import pytest

from tests.visitor import Page, Visitor, problems_of

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


MISTAKES = {
    "a tag that nothing opened": ("</main>", "</b></main>", "unexpected-end-tag"),
    "a tag left open": ("</h1>", "</h1><b>", "end-tag-too-early"),
    "an attribute twice": ("<main ", '<main id="a" id="a" ', "duplicate-attribute"),
    "an entity that is none": ("</h1>", " &zzzz;</h1>", "expected-named-entity"),
    "a paragraph in a table but in no cell": ("</main>", "<table><p>a</table></main>", "table-voodoo"),
    "no doctype": ("<!doctype html>", "", "expected-doctype"),
    "a second heading": ("</main>", "<h1>More</h1></main>", "2 h1"),
    "another title": ("<title>", "<title>The ", "title"),
    "an id twice": ("</main>", '<p id="twice"></p><p id="twice"></p></main>', "id 'twice' stands 2 times"),
    "two links of one name": ("</main>", '<a href="/">One</a><a href="/about">One</a></main>', "link name 'One'"),
    "inline style": ("</main>", "<style>p {}</style></main>", "inline style"),
    "a style attribute": ("<h1", '<h1 style="color: red"', "attribute style"),
    "inline script": ("</main>", "<script>1</script></main>", "inline script"),
    "a handler": ("<h1", '<h1 onclick="x()"', "attribute onclick"),
    "no language": (' lang="en"', "", "no lang"),
    "a placeholder": ("</h1>", " {als_team}</h1>", "a placeholder was not filled"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_kind_of_mistake_on_a_page_is_found(visitor: Visitor, mistake: str) -> None:
    right, wrong, problem = MISTAKES[mistake]
    page = visitor.get("/check/fall").html
    assert problems_of(page) == ()
    spoilt = page.replace(right, wrong, 1)
    assert spoilt != page
    assert any(problem in found for found in problems_of(spoilt)), problems_of(spoilt)
