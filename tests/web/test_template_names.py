"""What every template knows without being given it, and whose it is: arrows that import-linter does not see."""

from pathlib import Path

import jinja2
import pytest
from flask import Flask
from jinja2 import nodes

from app import create_app
from site_settings import Site
from tests.conftest import TEST_KEY

TEMPLATES = Path(__file__).parents[2] / "app/templates"
PAGES = ("api", "check", "result", "reading", "handout", "fhir", "clinic", "around", "signoff")

# Name -> the room whose it is. What is only for one page, the page's view hands over.
EVERYWHERE = {
    "_": "words", "language_tag": "words",
    "static": "web", "footer": "web",
    "pick": "visit", "standing": "visit", "signed": "visit", "site": "visit", "content": "visit",
    "settings": "visit", "way_back": "visit", "visit_mark": "visit",
    "clinic_sheet": "handout",
    "shows_a_result": "around",
}  # fmt: skip
# A room of pages does not know another, but for these.
BETWEEN_PAGES = {
    ("clinic_sheet", "result/result.html"): "who prints the result gets the sheet of the clinic",
    ("shows_a_result", "layout.html"): "on a shared computer every result ends with the way to clear it",
}
OF_FLASK = {
    "url_for", "get_flashed_messages", "config", "request", "session", "g", "csrf_token", "csrf_meta_tag",
    "gettext", "ngettext", "pgettext", "npgettext",
}  # fmt: skip


@pytest.fixture(scope="module")
def shared_computer() -> Flask:
    return create_app({"SECRET_KEY": TEST_KEY, "SITE": Site(kiosk=True)})


def known_everywhere(app: Flask) -> set[str]:
    with app.test_request_context():
        put_in = {name for processor in app.template_context_processors[None] for name in processor()}
    return (set(app.jinja_env.globals) | put_in) - set(jinja2.defaults.DEFAULT_NAMESPACE) - OF_FLASK


def used_in(app: Flask, template: Path) -> set[str]:
    """Every name in it, its own among them: no template may give one of its own the name of one of these."""
    tree = app.jinja_env.parse(template.read_text(encoding="utf-8"))
    return {node.name for node in tree.find_all(nodes.Name)}


def test_no_name_is_known_everywhere_but_these(shared_computer: Flask) -> None:
    assert known_everywhere(shared_computer) == set(EVERYWHERE)


def test_no_room_of_pages_takes_from_another_but_where_it_says_why(shared_computer: Flask) -> None:
    taken = {
        (name, str(template.relative_to(TEMPLATES)))
        for template in TEMPLATES.rglob("*.html")
        for name in used_in(shared_computer, template) & set(EVERYWHERE)
        if EVERYWHERE[name] in PAGES and EVERYWHERE[name] != template.parent.name
    }
    assert taken == set(BETWEEN_PAGES)
