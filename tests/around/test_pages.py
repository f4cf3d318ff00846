"""The pages around the check."""

import pytest

from app.rules.load import content
from site_settings import SignOff, Site
from tests.visitor import Visitor

PAGES = ("/", "/help-now", "/about", "/about-als", "/article", "/privacy", "/display", "/clear")


@pytest.mark.parametrize("path", PAGES)
def test_each_page_keeps_the_promises_of_a_page_and_offers_help(visitor: Visitor, path: str) -> None:
    page = visitor.get(path)  # the visitor lints what it is given
    assert page.status == 200
    assert "/help-now" in page.links


def test_the_start_page_has_start_and_then_the_number_before_anything_else(visitor: Visitor) -> None:
    page = visitor.get("/")
    links = [link for link in page.links if link not in ("#main", "/help-now")]
    assert links[:4] == ["/check/respondent", "tel:911", "tel:999", "tel:112"]
    for words in ("ALS", "23 short questions", "24 hours", "no diagnosis", "Nothing is kept", "minutes"):
        assert words in page.text
    assert str(len(content().questions)) == "23"


def test_the_start_page_goes_on_where_the_person_stopped(visitor: Visitor) -> None:
    visitor.walk(stop_before="fever")
    page = visitor.get("/")
    assert "/check/fever" in page.links
    assert "/clear" in page.links


def test_help_now_has_the_number_and_what_to_say(visitor: Visitor) -> None:
    page = visitor.get("/help-now")
    assert "tel:911" in page.links
    assert "ALS" in page.text


def test_about_is_honest_about_sign_off(visitor: Visitor, site_app) -> None:
    assert "No clinician has signed this content off" in visitor.get("/about").text
    site = Site(sign_off=SignOff("Dr A. Example", "consultant neurologist", "2026-11-01", content().digest))
    page = Visitor(site_app(site)).get("/about")
    assert "Dr A. Example, consultant neurologist, on 2026-11-01" in page.text
    assert "No clinician" not in page.text


def test_about_names_the_versions(visitor: Visitor) -> None:
    page = visitor.get("/about")
    assert content().version in page.text
    assert content().digest in page.text


def test_the_ledger_page_prints_every_item_with_its_reason(visitor: Visitor) -> None:
    page = visitor.get("/article")
    for item in content().article:
        assert item.says in page.text
        if item.status != "shown":
            assert item.reason and item.reason in page.text


def test_privacy_says_what_is_kept_and_how_long(visitor: Visitor) -> None:
    page = visitor.get("/privacy")
    for words in ("We keep nothing", "one cookie", "24 hours", "never in our logs"):
        assert words in page.text


@pytest.mark.parametrize("choice", ["", "huge", "big classic"])
def test_an_unknown_display_is_refused(visitor: Visitor, choice: str) -> None:
    assert visitor.post("/display", {"display": choice}).status == 400


def test_healthz_says_which_content_runs(app) -> None:
    response = app.test_client().get("/healthz")
    assert response.json == {"status": "ok", "version": content().version, "digest": content().digest}


BESIDE = (
    "/help-now", "/about", "/about-als", "/article", "/privacy", "/clear",
    "/settings", "/accessibility", "/open", "/clinic",
)  # fmt: skip


@pytest.mark.parametrize("path", BESIDE)
def test_back_leads_from_a_page_beside_the_check_to_where_the_check_stands(app, path: str) -> None:
    visitor = Visitor(app)
    assert visitor.get(path).link("Back") == "/"
    visitor.walk(stop_before="fever")
    assert visitor.get(path).link("Back") == "/check/fever"
    visitor.walk()
    assert visitor.get(path).link("Back") == "/check-answers"


def test_clearing_offers_to_keep_the_answers_first(visitor: Visitor) -> None:
    visitor.walk(stop_before="fever")
    page = visitor.get("/clear")
    assert page.link("No, keep them") == "/check/fever"
    assert page.text.index("No, keep them") < page.text.index("Yes, clear them")


def test_a_page_for_a_fault_of_ours_has_the_numbers_to_press(app, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> str:
        raise RuntimeError

    monkeypatch.setitem(app.view_functions, "around.about", fail)
    monkeypatch.setitem(app.config, "TESTING", False)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    page = Visitor(app).get("/about")
    assert page.status == 500
    assert page.links[1:4] == ["tel:911", "tel:999", "tel:112"]
