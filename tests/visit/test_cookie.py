"""The one cookie: secret, small, 24 hours after the last answer, and gone when cleared."""

from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest

from app import create_app
from app.rules.load import content
from app.visit.cookie import COOKIE
from tests.conftest import TEST_KEY
from tests.visitor import Visitor, calm

DAY = 24 * 60 * 60


def headers(response) -> str:
    return next(value for name, value in response.headers if name == "Set-Cookie" and value.startswith(COOKIE))


def everything() -> dict[str, list[str]]:
    """Every tick that can be ticked, and the longest value of each single answer."""
    full = {}
    for question in content().questions:
        values = [option.value for option in question.options_for("caregiver")]
        full[question.id] = (
            [value for value in values if value != "none"] if question.kind == "many" else [max(values, key=len)]
        )
    return full | {"respondent": ["caregiver"]}


def test_it_is_http_only_lax_and_lasts_24_hours(visitor: Visitor) -> None:
    token = visitor.get("/check/respondent").token
    response = visitor.client.post("/check/respondent", data={"respondent": "patient", "csrf_token": token})
    sent = headers(response)
    for part in ("HttpOnly", "SameSite=Lax", f"Max-Age={DAY}", "Path=/"):
        assert part in sent


@pytest.mark.parametrize(
    ("base", "secure"),
    [
        ("https://check.example", True),
        ("http://check.example", True),
        ("http://localhost:8000", False),
        ("http://127.0.0.1", False),
    ],
)
def test_it_is_secure_everywhere_but_on_this_machine(app, base: str, secure: bool) -> None:
    response = app.test_client().get("/check/respondent", base_url=base)
    assert ("Secure" in headers(response)) is secure


def test_it_is_under_2_kb_when_full(visitor: Visitor) -> None:
    visitor.walk(everything())
    assert len(visitor.client.get_cookie(COOKIE).value) < 2048


def test_it_shows_nothing_of_the_answers(visitor: Visitor) -> None:
    visitor.walk()
    sealed = visitor.client.get_cookie(COOKIE).value
    assert "breathing" not in sealed
    other = create_app({"SECRET_KEY": "another key, as long as it has to be", "TESTING": True})
    stranger = Visitor(other)
    stranger.client.set_cookie(COOKIE, sealed)
    assert stranger.get("/result").h1 == "Your answers are not here"


def test_answers_outlive_a_change_of_key(visitor: Visitor) -> None:
    visitor.walk()
    sealed = visitor.client.get_cookie(COOKIE).value
    rotated = create_app(
        {"SECRET_KEY": "a new key, as long as it has to be!!", "SECRET_KEY_FALLBACKS": [TEST_KEY], "TESTING": True}
    )
    later = Visitor(rotated)
    later.client.set_cookie(COOKIE, sealed)
    assert later.get("/result").tier == "self_care"


@pytest.mark.parametrize(("age", "there"), [(DAY - 60, True), (DAY + 60, False)])
def test_answers_end_24_hours_after_the_last_one(visitor: Visitor, age: int, there: bool) -> None:
    visitor.walk()
    sealed = visitor.client.get_cookie(COOKIE).value
    later = datetime.now(UTC) + timedelta(seconds=age)
    with patch("app.visit.cookie.time.time", return_value=later.timestamp()):
        visitor.client.set_cookie(COOKIE, sealed)
        assert (visitor.get("/result").status == 200) is there


@pytest.mark.parametrize(("behind", "there"), [(290, True), (310, False)])
def test_servers_whose_clocks_are_5_minutes_apart_serve_the_same_person(
    visitor: Visitor, behind: int, there: bool
) -> None:
    visitor.walk()
    sealed = visitor.client.get_cookie(COOKIE).value
    other_clock = datetime.now(UTC) - timedelta(seconds=behind)
    with patch("app.visit.cookie.time.time", return_value=other_clock.timestamp()):
        visitor.client.set_cookie(COOKIE, sealed)
        assert (visitor.get("/result").status == 200) is there


OLD, NEW = "the key of yesterday, long enough to seal", "the key of tomorrow, long enough to seal!"


def copies(*keys: tuple[str, list[str]]) -> list:
    """Copies of the service, each with its key and the others that it opens."""
    return [create_app({"SECRET_KEY": key, "SECRET_KEY_FALLBACKS": also, "TESTING": True}) for key, also in keys]


@pytest.mark.parametrize(
    ("stage", "keys"),
    [
        ("one copy knows the new key", [(OLD, []), (OLD, [NEW])]),
        ("both know it, one uses it", [(OLD, [NEW]), (NEW, [OLD])]),
        ("one has forgotten the old one", [(NEW, [OLD]), (NEW, [])]),
    ],
)
def test_a_visit_goes_on_at_either_of_two_copies_at_each_stage_of_a_change_of_key(
    stage: str, keys: list[tuple[str, list[str]]]
) -> None:
    first, second = copies(*keys)
    visitor = Visitor(first)
    page = visitor.get("/check/respondent")
    for number, question in enumerate(content().questions):
        token = page.token
        visitor.app, cookie = (second, first)[number % 2], visitor.client.get_cookie(COOKIE).value
        visitor.client = visitor.app.test_client()
        visitor.client.set_cookie(COOKIE, cookie)
        page = visitor.post(f"/check/{question.id}", {question.id: calm(question.id)}, token)
        assert page.status == 200, (stage, question.id)
    assert visitor.get("/result").tier == "self_care"


def test_looking_does_not_write_the_cookie_again(visitor: Visitor) -> None:
    visitor.walk()
    for path in ("/result", "/check/breathing", "/check-answers", "/help-now", "/about"):
        assert not [1 for name, _ in visitor.client.get(path).headers if name == "Set-Cookie"], path


def test_clear_deletes_it_and_says_so(visitor: Visitor) -> None:
    visitor.walk()
    page = visitor.post("/clear", {})
    assert page.status == 200
    assert "cleared" in page.h1
    assert visitor.client.get_cookie(COOKIE) is None
    assert visitor.get("/result").status == 409


def test_the_result_leads_to_where_everything_is_cleared(visitor: Visitor) -> None:
    page = visitor.get(visitor.result().link("Clear all answers"))
    assert 'action="/clear"' in page.html
    visitor.post("/clear", {}, page.token)
    assert visitor.client.get_cookie(COOKIE) is None


def test_clear_needs_its_token(visitor: Visitor) -> None:
    visitor.walk()
    assert visitor.client.post("/clear").status_code == 400
    assert visitor.get("/result").status == 200


def test_the_display_choice_is_kept_and_loses_no_answer(visitor: Visitor) -> None:
    visitor.walk({"breathing": "slow"}, stop_before="fall")
    assert visitor.post("/display", {"display": "classic"}).status == 200
    page = visitor.get("/check/breathing")
    assert ("radio", "slow", True) in page.controls("breathing")
    assert calm("awake") in visitor.get("/check/awake").chosen("awake")
