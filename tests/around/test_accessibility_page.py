"""The statement says what was tested and what was not, and whom to tell."""

import pytest

from site_settings import Site
from tests.visitor import Visitor


def test_it_is_honest_about_what_was_not_tested(visitor: Visitor) -> None:
    page = visitor.get("/accessibility")
    assert page.h1 == "Accessibility statement"
    for words in ("No person with ALS has tested it yet", "no real eye tracker", "screen reader", "Safari", "axe-core"):
        assert words in page.text


def test_a_site_that_names_nobody_says_so(visitor: Visitor) -> None:
    assert "This site names nobody else" in visitor.get("/accessibility").text


@pytest.mark.parametrize(
    ("contact", "link"),
    [("access@example.org", "mailto:access@example.org"), ("the nurses, 555 0100", None), ("<b>@x", "mailto:<b>@x")],
)
def test_a_site_that_names_somebody_names_them_here(site_app, contact: str, link: str | None) -> None:
    page = Visitor(site_app(Site(accessibility_contact=contact))).get("/accessibility")
    assert contact in page.text
    assert "This site names nobody" not in page.text
    assert [address for address in page.links if address.startswith("mailto")] == ([link] if link else [])


def test_on_a_shared_computer_it_does_not_promise_a_day(site_app) -> None:
    page = Visitor(site_app(Site(kiosk=True, kiosk_idle_minutes=20))).get("/accessibility")
    assert "after 20 minutes" in page.text
    assert "24 hours" not in page.text
