"""Every string a person reads goes through gettext: a made-up language that brackets each sentence shows what does not.

A translation of every message in the template is compiled and served; whatever then stands on a page outside
brackets was never offered to a translator.
"""

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from app import create_app
from app.rules.load import content
from scripts.messages import TEMPLATE
from site_settings import Emergency, Site
from tests.conftest import TEST_KEY
from tests.visitor import Page, Visitor

PROJECT = Path(__file__).parents[2]
LANGUAGE = "eo"  # a real code is needed; nobody's language is harmed
INNERMOST = re.compile(r"⟦[^⟦⟧]*⟧")


@pytest.fixture(scope="module")
def bracketed(tmp_path_factory):
    """The application in the made-up language, at a site whose settings hold no words."""
    folder = tmp_path_factory.mktemp("translations")
    catalog = read_po(BytesIO((PROJECT / TEMPLATE).read_bytes()), locale=LANGUAGE)
    for message in catalog:
        if message.id:
            message.string = f"⟦{message.id}⟧"
    target = folder / LANGUAGE / "LC_MESSAGES" / "messages.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as opened:
        write_mo(opened, catalog)
    return create_app(
        {
            "SECRET_KEY": TEST_KEY,
            "TESTING": True,
            "RATELIMIT_ENABLED": False,
            "SITE": Site(emergency=(Emergency("000"),)),
            "BABEL_DEFAULT_LOCALE": LANGUAGE,
            "BABEL_TRANSLATION_DIRECTORIES": str(folder),
        }
    )


def untranslated(page: Page) -> list[str]:
    """The text of a page, its title and its labels that stands in no brackets."""
    names = {name for source in content().sources.values() for name in (source.body, source.title)}
    left = []
    for words in _texts(page):
        for name in sorted(names, key=len, reverse=True):
            words = words.replace(name, "")
        while INNERMOST.search(words):
            words = INNERMOST.sub("", words)
        words = re.sub(rf"UTC|{content().digest}|\b\d+ \w+ \d{{4}}\b", "", words)
        if re.search(r"[A-Za-z]{2}", words):
            left.append(words.strip())
    return left


def _texts(page: Page) -> list[str]:
    blocks = [page.text_of(element) for tag in ("title", "header", "main", "footer") for element in page.all(tag)]
    names = [element.get(name) for element in page.tree.iter() for name in ("aria-label", "alt") if element.get(name)]
    return (
        blocks
        + names
        + [element.get("content") for element in page.all("meta") if element.get("name") == "description"]
    )


@pytest.mark.parametrize(
    "path",
    ["/", "/help-now", "/about", "/about-als", "/article", "/privacy", "/display", "/clear", "/nowhere", "/result"],
)
def test_every_word_of_a_page_is_offered_to_translators(bracketed, path: str) -> None:
    page = _get(bracketed, path)
    assert "⟦" in page.text
    assert not untranslated(page)


@pytest.mark.parametrize("respondent", ["patient", "caregiver"])
def test_every_word_of_the_check_is_offered_to_translators(bracketed, respondent: str) -> None:
    visitor = _Reader(bracketed)
    changes = {"fever": ["fever", "not_sure"], "location": ["not_sure"], "usual": ["cramps"], "risk": ["age_65"]}
    visitor.walk({"respondent": respondent, **changes}, stop_before="usual")
    visitor.get("/result")
    visitor.post("/check/usual", {})
    visitor.answer("usual", "cramps")
    visitor.get("/check-answers")
    visitor.get("/result")
    visitor.answer("breathing", "much_worse")
    visitor.get("/emergency")
    visitor.get("/result")


class _Reader(Visitor):
    """A visitor that reads every page it is given for words without brackets."""

    def _page(self, response) -> Page:
        page = Page(response)
        assert not untranslated(page), page.path
        return page


def _get(app, path: str) -> Page:
    return Page(app.test_client().get(path, follow_redirects=True))


def test_the_language_of_the_page_is_named(bracketed) -> None:
    page = _get(bracketed, "/")
    assert next(iter(page.tree.iter("html"))).get("lang") == LANGUAGE
