"""Two codes in two tabs of one browser: a link of the first tab never gives the second person's summary."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from app import create_app
from tests.clinic.codes import CALM_ANSWERS, changed, code_of
from tests.conftest import TEST_KEY
from tests.visitor import MARK, Page, Visitor

A, B = code_of(CALM_ANSWERS), code_of(changed(breathing=("much_worse",)))
OUT = ("/summary", "/summary.pdf", "/summary.txt", "/summary.json", "/summary/qr.svg", "/summary/page.css")
PAGES = ("/opened", "/clinic", "/summary", "/result", "/note", "/crew")


def addresses(page: Page) -> set[str]:
    """Everything that a page leads to or shows."""
    found = {link.get("href") for tag in ("a", "link") for link in page.all(tag)}
    return found | {image.get("src") for image in page.all("img")}


def ways_out(page: Page) -> set[str]:
    return {address for address in addresses(page) if urlsplit(address).path in OUT}


def opened(app: Flask, *codes: str) -> Visitor:
    visitor = Visitor(app)
    for code in codes:
        assert visitor.post("/open", {"code": code}).path == "/opened"
    return visitor


def marks(page: Page) -> set[str]:
    return {parse_qs(urlsplit(address).query).get("of", [""])[0] for address in ways_out(page)}


@pytest.mark.parametrize("path", PAGES)
def test_each_way_out_of_each_page_carries_one_mark(app: Flask, path: str) -> None:
    page = opened(app, A).get(path)
    assert ways_out(page)
    assert all(MARK.search(address) for address in ways_out(page))
    assert len(marks(page)) == 1


@pytest.mark.parametrize("path", PAGES)
def test_a_link_of_the_first_tab_is_refused_in_words_once_another_code_is_open(app: Flask, path: str) -> None:
    visitor = opened(app, A)
    first_tab = ways_out(visitor.get(path))
    assert all(visitor.client.get(address).status_code == 200 for address in first_tab)
    visitor.post("/open", {"code": B})
    for address in first_tab:
        refused = visitor.get(address)
        assert (refused.status, refused.h1) == (409, "Other answers are in this browser now"), address
        assert "another person" in refused.text
        assert {"/open", "/summary", "/help-now"} <= set(refused.links)
        assert B not in refused.html and "ambulance" not in refused.text


def test_the_second_tab_goes_on_working(app: Flask) -> None:
    visitor = opened(app, A, B)
    for address in ways_out(visitor.get("/summary")):
        assert visitor.client.get(address).status_code == 200


def test_an_address_without_a_mark_gives_what_is_here(app: Flask) -> None:
    visitor = opened(app, A, B)
    assert f"Code: {B}" in visitor.client.get("/summary.txt").text
    assert all(visitor.client.get(address).status_code == 200 for address in OUT)


def test_equal_answers_of_two_visits_have_different_marks(app: Flask) -> None:
    assert marks(opened(app, A).get("/summary")).isdisjoint(marks(opened(app, A).get("/summary")))


def test_a_mark_is_the_same_while_answers_change_and_another_after_clearing(visitor: Visitor) -> None:
    visitor.walk(stop_before="location")
    before = marks(visitor.get("/summary"))
    visitor.answer("location", "upper")
    assert marks(visitor.get("/summary")) == before
    visitor.post("/clear", {})
    visitor.walk(stop_before="location")
    assert marks(visitor.get("/summary")) != before


def test_a_paper_form_that_is_entered_is_another_visit(app: Flask) -> None:
    visitor = opened(app, A)
    first_tab = ways_out(visitor.get("/summary"))
    visitor.post("/clinic/enter", {"respondent": "patient", "breathing": "no"})
    assert {visitor.client.get(address).status_code for address in first_tab} == {409}


def test_after_clearing_a_marked_link_says_that_nothing_is_here(app: Flask) -> None:
    visitor = opened(app, A)
    (address,) = [one for one in ways_out(visitor.get("/summary")) if one.startswith("/summary.txt")]
    visitor.post("/clear", {})
    assert visitor.get(address).h1 == "Your answers are not here"


@pytest.mark.parametrize("token", [None, "expired"])
def test_a_note_written_in_the_first_tab_does_not_reach_the_second_person(app: Flask, token: str | None) -> None:
    visitor = opened(app, A)
    page = visitor.get("/note")
    (hidden,) = [one.get("value") for one in page.all("input") if one.get("name") == "of"]
    visitor.post("/open", {"code": B})
    refused = visitor.post("/note", {"note": "Words about A", "of": hidden}, token)
    assert (refused.status, refused.h1) == (409, "Other answers are in this browser now")
    assert "Words about A" not in visitor.client.get("/summary.txt").text


def test_marks_outlive_a_change_of_key(app: Flask) -> None:
    visitor = opened(app, A)
    links = ways_out(visitor.get("/summary"))
    new = "the key of tomorrow, long enough to seal!"
    rotated = create_app({"SECRET_KEY": new, "SECRET_KEY_FALLBACKS": [TEST_KEY], "TESTING": True})
    later = rotated.test_client()
    for cookie in visitor.client._cookies.values():
        later.set_cookie(cookie.key, cookie.value)
    assert {later.get(address).status_code for address in links} == {200}
    assert marks(Page(later.get("/summary"))).isdisjoint(marks(visitor.get("/summary")))


@pytest.mark.parametrize("said", ["0" * 12, "zq", "😀", A])
def test_a_mark_that_nobody_made_is_refused(app: Flask, said: str) -> None:
    response = opened(app, A).client.get("/summary.txt", query_string={"of": said})
    assert response.status_code == 409
    assert said not in response.text


def test_no_mark_can_be_worked_out_from_the_answers(app: Flask) -> None:
    """The random id stands in the sealed cookie alone."""
    visitor = opened(app, A)
    page = visitor.get("/summary")
    with visitor.client.session_transaction() as session:
        assert re.fullmatch(r"[A-Za-z0-9_-]{8}", session["id"])
        assert session["id"] not in page.html


def test_a_visit_from_before_there_were_marks_is_only_its_own(app: Flask) -> None:
    """Its cookie has no id: a link that names a visit was drawn for another one, a bare address is its own."""
    visitor = opened(app, A)
    [named] = marks(visitor.get("/summary"))
    with visitor.client.session_transaction() as session:
        del session["id"]
    assert visitor.client.get(f"/summary.txt?of={named}").status_code == 409
    assert visitor.client.get("/summary.txt").status_code == 200
