"""A question page that was made before is, but for its token, the one that would be made now."""

import random
from collections.abc import Callable

import pytest
from flask import Flask

from app import create_app
from app.check import pages
from app.rules.load import content
from app.visit.choices import CHOICES
from site_settings import Emergency, Site
from tests.conftest import TEST_KEY
from tests.visitor import Page, Visitor, calm

HERE = "https://check.example"


def fresh(page: Page, app: Flask, visitor: Visitor) -> str:
    """The same page, made for this visit alone, with the token of ``page``."""
    app.extensions["question_pages"].clear()
    again = visitor.get(page.path)
    return again.html.replace(again.token, page.token)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_kept_is_what_would_be_made(app: Flask, seed: int) -> None:
    chance = random.Random(seed)
    others = [Visitor(app) for _ in range(3)]
    for other in others:  # their pages are kept
        walk(other, chance)
    kept = dict(app.extensions["question_pages"])
    assert kept
    visitor = Visitor(app)
    for page in walk(visitor, chance):
        assert pages.TOKEN_HERE not in page.html
    for question in content().questions:
        app.extensions["question_pages"].update(kept)
        page = visitor.get(f"/check/{question.id}")
        if page.path == f"/check/{question.id}" and page.status == 200:
            assert page.html == fresh(page, app, visitor), question.id


def walk(visitor: Visitor, chance: random.Random) -> list[Page]:
    """Some way through the questions, with settings and answers as they come."""
    seen = [visitor.get("/check/respondent")]
    visitor.post("/check/respondent", {"respondent": chance.choice(["patient", "caregiver"])})
    for name in chance.sample(sorted(CHOICES), 2):
        visitor.post("/settings", {name: chance.choice(CHOICES[name])})
    for question in content().questions[1 : chance.randint(2, 20)]:
        seen.append(visitor.get(f"/check/{question.id}"))
        options = [option.value for option in question.options_for("patient")]
        visitor.post(f"/check/{question.id}", {question.id: chance.choice([calm(question.id), *options])})
    return seen


def test_each_visit_gets_its_own_token_and_its_form_is_taken(app: Flask) -> None:
    first, second = Visitor(app), Visitor(app)
    one, other = first.get("/check/respondent"), second.get("/check/respondent")
    assert one.token != other.token
    assert pages.TOKEN_HERE not in other.html
    sent = {"respondent": "patient"}
    assert second.post("/check/respondent", sent, other.token).status == 200
    assert Visitor(app).post("/check/respondent", sent, one.token).status == 400


def test_a_page_with_an_answer_is_not_kept(app: Flask) -> None:
    visitor = Visitor(app)
    visitor.walk({"breathing": "slow"}, stop_before="fall")
    app.extensions["question_pages"].clear()
    assert visitor.get("/check/breathing").chosen("breathing") == ["slow"]
    assert not app.extensions["question_pages"]


ALARMED = {"awake": "drowsy"}


def test_sites_do_not_share_pages(site_app: Callable[[Site], Flask]) -> None:
    for number in ("999", "112"):
        visitor = Visitor(site_app(Site(emergency=(Emergency(number, ""),))))
        visitor.walk(ALARMED, stop_before="fever")
        assert f"tel:{number}" in visitor.get("/check/fever").html


@pytest.mark.parametrize("alarmed_first", [True, False])
def test_the_alarm_stands_on_the_page_of_whom_it_is_for_and_of_nobody_else(app: Flask, alarmed_first: bool) -> None:
    app.extensions["question_pages"].clear()
    for changes in (ALARMED, {}) if alarmed_first else ({}, ALARMED):
        visitor = Visitor(app)
        visitor.walk(changes, stop_before="fever")
        alarms = [each for each in visitor.get("/check/fever").all("section") if each.get("class") == "alarm"]
        assert len(alarms) == len(changes)


@pytest.mark.parametrize("helped_first", [True, False])
def test_who_is_helped_and_who_is_alone_are_not_shown_each_others_page(app: Flask, helped_first: bool) -> None:
    app.extensions["question_pages"].clear()
    for who in ("together", "patient") if helped_first else ("patient", "together"):
        visitor = Visitor(app)
        visitor.walk({"respondent": who, **ALARMED}, stop_before="fever")
        page = visitor.get("/check/fever")
        assert page.html == fresh(page, app, visitor), who


def test_a_shared_computers_pages_are_not_kept(site_app: Callable[[Site], Flask]) -> None:
    app = site_app(Site(kiosk=True))
    Visitor(app).get("/check/respondent")
    assert not app.extensions["question_pages"]


def test_no_more_are_kept_than_there_is_room_for(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST_KEPT", 3)
    monkeypatch.setitem(app.extensions, "question_pages", {})  # other tests have filled the one of this app
    Visitor(app).walk()
    assert 0 < len(app.extensions["question_pages"]) <= 3


def test_copies_below_other_paths_do_not_share_pages() -> None:
    app = create_app({"SECRET_KEY": TEST_KEY, "TESTING": True, "TRUSTED_PROXIES": 1, "PUBLIC_ADDRESS": HERE})
    for prefix in ("/one", "/two"):
        page = Page(app.test_client().get("/check/respondent", headers={"X-Forwarded-Prefix": prefix}))
        assert page.form.get("action").startswith(prefix)
