"""The one cookie: secret, small, 24 hours after the last answer, and gone when cleared."""

import re
import zlib
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest

from app import create_app
from app.rules.load import content
from app.visit.cookie import COOKIE, STEP
from tests.conftest import TEST_KEY
from tests.rules.cases import clauses, vignettes
from tests.visitor import Page, Visitor, calm, cookie_name, sealed

DAY = 24 * 60 * 60


def headers(response) -> str:
    return next(value for name, value in response.headers if name == "Set-Cookie" and f"{COOKIE}-" in value)


def carry(visitor: Visitor, app) -> None:
    """The same browser, with all of its cookies, at another copy of the service."""
    jar = visitor.client._cookies
    visitor.app, visitor.client = app, app.test_client()
    visitor.client._cookies = jar


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
        ("http://[::1]", False),
        ("http://[::1]:8000", False),
    ],
)
def test_it_is_secure_everywhere_but_on_this_machine(app, base: str, secure: bool) -> None:
    response = app.test_client().get("/check/respondent", base_url=base)
    assert ("Secure" in headers(response)) is secure


def test_it_is_under_2_kb_when_full(visitor: Visitor) -> None:
    visitor.walk(everything())
    assert len(visitor.cookie) < 2048


def test_it_shows_nothing_of_the_answers(visitor: Visitor) -> None:
    visitor.walk()
    sealed = visitor.cookie
    assert "breathing" not in sealed
    other = create_app({"SECRET_KEY": "another key, as long as it has to be", "TESTING": True})
    stranger = Visitor(other)
    stranger.cookie = sealed
    assert stranger.get("/result").h1 == "Your answers are not here"


def test_answers_outlive_a_change_of_key(visitor: Visitor) -> None:
    visitor.walk()
    rotated = create_app(
        {"SECRET_KEY": "a new key, as long as it has to be!!", "SECRET_KEY_FALLBACKS": [TEST_KEY], "TESTING": True}
    )
    carry(visitor, rotated)
    assert visitor.get("/result").tier == "self_care"


@pytest.mark.parametrize(("age", "there"), [(DAY - 60, True), (DAY + 60, False)])
def test_answers_end_24_hours_after_the_last_one(visitor: Visitor, age: int, there: bool) -> None:
    visitor.walk()
    sealed = visitor.cookie
    later = datetime.now(UTC) + timedelta(seconds=age)
    with patch("app.visit.cookie.time.time", return_value=later.timestamp()):
        visitor.cookie = sealed
        assert (visitor.get("/result").status == 200) is there


@pytest.mark.parametrize(("behind", "there"), [(290, True), (310, False)])
def test_servers_whose_clocks_are_5_minutes_apart_serve_the_same_person(
    visitor: Visitor, behind: int, there: bool
) -> None:
    visitor.walk()
    sealed = visitor.cookie
    other_clock = datetime.now(UTC) - timedelta(seconds=behind)
    with patch("app.visit.cookie.time.time", return_value=other_clock.timestamp()):
        visitor.cookie = sealed
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
        carry(visitor, (second, first)[number % 2])
        page = visitor.post(f"/check/{question.id}", {question.id: calm(question.id)}, token)
        assert page.status == 200, (stage, question.id)
        assert len(visitor.client._cookies) == 1  # what was written under the other key's name is gone
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
    assert visitor.cookie is None
    assert visitor.get("/result").status == 409


def test_the_result_leads_to_where_everything_is_cleared(visitor: Visitor) -> None:
    page = visitor.get(visitor.result().link("Clear all answers"))
    assert 'action="/clear"' in page.html
    visitor.post("/clear", {}, page.token)
    assert visitor.cookie is None


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


# ---- two copies of the service on one host name ----


def test_copies_at_two_ports_leave_each_others_visits_alone() -> None:
    """A browser sends the cookies of a host name to all of its ports."""
    one, other = copies((OLD, []), (NEW, []))
    visitor = Visitor(one)
    visitor.walk({"fall": "fall_no_change"})
    carry(visitor, other)
    visitor.token = None
    assert visitor.get("/result").h1 == "Your answers are not here"
    assert "can no longer be opened" not in visitor.get("/result").text
    visitor.walk()
    visitor.post("/clear", {})
    carry(visitor, one)
    assert visitor.get("/check/fall").chosen("fall") == ["fall_no_change"]


def test_below_a_path_the_nearer_cookie_of_one_key_counts(app) -> None:
    """A browser sends the cookie of the longer path first."""
    outer, inner = Visitor(app), Visitor(app)
    outer.walk({"fall": "fall_no_change"}, stop_before="limbs")
    inner.walk(stop_before="awake")
    name = cookie_name(app)
    both = {"Cookie": f"{name}={inner.cookie}; {name}={outer.cookie}"}
    page = Page(app.test_client(use_cookies=False).get("/", headers=both, base_url="http://localhost/backcheck"))
    assert "/backcheck/check/awake" in page.links


@pytest.mark.parametrize(
    ("base", "begins"),
    [
        ("https://check.example", "__Host-check-"),
        ("http://check.example", "__Host-check-"),  # a proxy in front has taken https off
        ("https://check.example/backcheck", "__Secure-check-"),  # the other name is for the path / alone
        ("http://check.example/backcheck", "__Secure-check-"),
        ("http://localhost:8000", "check-"),
    ],
)
def test_in_production_no_other_host_can_set_it(app, base: str, begins: str) -> None:
    sent = headers(app.test_client().get("/check/respondent", base_url=base))
    assert re.match(rf"{begins}[0-9a-f]{{8}}=", sent)
    assert "Domain" not in sent
    if begins.startswith("__Host-"):
        assert {"Secure", "Path=/"} <= set(sent.split("; "))
    elif begins.startswith("__Secure-"):
        assert {"Secure", "Path=/backcheck"} <= set(sent.split("; "))


def test_below_a_path_in_production_a_visit_goes_on_and_is_cleared(app) -> None:
    base = "https://check.example/backcheck"
    client = app.test_client()
    token = Page(client.get("/check/respondent", base_url=base)).token
    client.post("/check/respondent", data={"respondent": "patient", "csrf_token": token}, base_url=base)
    assert "/backcheck/check/breathing" in Page(client.get("/", base_url=base)).links
    cleared = client.post("/clear", data={"csrf_token": token}, base_url=base)
    assert headers(cleared).startswith(f"{cookie_name(app, base)}=;")
    assert {"Secure", "Path=/backcheck"} <= set(headers(cleared).split("; "))


def test_its_name_is_the_same_wherever_the_key_is_and_says_nothing_of_it() -> None:
    one, same, other = copies((OLD, []), (OLD, [NEW]), (NEW, [OLD]))
    assert cookie_name(one) == cookie_name(same) != cookie_name(other)
    assert not any(word in cookie_name(one) for word in OLD.split())


@pytest.mark.parametrize("path", ["/result", "/clear"])
def test_a_visit_that_began_under_the_old_name_goes_on(app, path: str) -> None:
    visitor = Visitor(app)
    visitor.walk(stop_before="coping")
    visitor.client.set_cookie(COOKIE, visitor.cookie)
    visitor.client.delete_cookie(cookie_name(app))
    assert "/check/coping" in visitor.get("/").links
    if path == "/clear":
        visitor.post("/clear", {})
    else:
        visitor.answer("coping", "no")
        assert visitor.get("/result").status == 200
    assert visitor.client.get_cookie(COOKIE) is None


def test_an_old_cookie_of_another_copy_is_left_where_it_is(app) -> None:
    visitor = Visitor(app)
    visitor.client.set_cookie(COOKIE, "anothers")
    visitor.walk(stop_before="coping")
    visitor.post("/clear", {})
    assert visitor.client.get_cookie(COOKIE).value == "anothers"


# ---- its length ----


def test_its_length_is_the_same_for_calm_and_for_urgent_answers(app) -> None:
    lengths = {len(sealed(app, case.answers)) for case in (*(one.case for one in vignettes()), *clauses())}
    assert len(lengths) == 1


def test_more_than_a_step_of_contents_is_read_again(visitor: Visitor) -> None:
    visitor.walk(everything())
    words = "".join(chr(0x4E00 + number * 37 % 5000) for number in range(490))
    visitor.post("/note", {"note": words})
    assert words in visitor.get("/note").html
    packed = visitor.app.session_interface._box.decrypt(visitor.cookie)
    assert len(packed) % STEP == 0 and len(packed) > STEP


def test_a_visit_that_an_earlier_release_packed_goes_on(visitor: Visitor) -> None:
    """It was packed with zlib's usual window."""
    visitor.walk(stop_before="coping")
    box = visitor.app.session_interface._box
    contents = zlib.decompressobj().decompress(box.decrypt(visitor.cookie))
    visitor.cookie = box.encrypt(zlib.compress(contents)).decode()
    assert "/check/coping" in visitor.get("/").links
