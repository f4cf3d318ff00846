"""How often codes may be tried: enough for a clinic, too slow for guessing."""

import sys
from collections.abc import Iterator
from importlib import import_module

import pytest
from flask import Flask

from app import create_app
from app.web import limits
from app.web.limits import LIMITS
from app.web.proxies import network_of
from config import SettingsError
from tests.conftest import TEST_KEY
from tests.visitor import Visitor

MOST = 30


@pytest.fixture
def limited() -> Iterator[Flask]:
    """An app of its own with the limits on, and counters that nobody else counts on."""
    app = create_app({"SECRET_KEY": TEST_KEY, "TESTING": True})
    yield app
    app.extensions["limits"].reset()


@pytest.mark.parametrize("path", ["/open", "/clinic"])
def test_more_than_30_tries_in_a_minute_are_too_many(limited: Flask, path: str) -> None:
    visitor = Visitor(limited)
    token = visitor.get(path).token
    for _ in range(MOST):
        assert visitor.post(path, {"code": "1234"}, token).status == 400
    page = visitor.post(path, {"code": "1234"}, token)
    assert (page.status, page.h1) == (429, "Wait a minute, then try again")
    assert 0 < int(page.headers["Retry-After"]) <= 60
    assert visitor.get(path).status == 200  # looking is free


def test_another_address_has_a_count_of_its_own(limited: Flask) -> None:
    client = limited.test_client()
    token = Visitor(limited)
    token.client = client
    form = {"code": "1234", "csrf_token": token.get("/open").token}
    seen = [client.post("/open", data=form, environ_base={"REMOTE_ADDR": "192.0.2.1"}).status_code for _ in range(31)]
    assert seen == [400] * MOST + [429]
    assert client.post("/open", data=form, environ_base={"REMOTE_ADDR": "192.0.2.2"}).status_code == 400


def test_the_tests_own_app_has_no_limits(app: Flask) -> None:
    visitor = Visitor(app)
    token = visitor.get("/open").token
    assert {visitor.post("/open", {"code": "1234"}, token).status for _ in range(MOST + 5)} == {400}


def test_every_limit_names_a_view(app: Flask) -> None:
    assert set(LIMITS) <= set(app.view_functions)


def test_the_counters_are_in_memory_unless_the_environment_says_where() -> None:
    assert create_app({"SECRET_KEY": TEST_KEY}).config["RATELIMIT_STORAGE_URI"] == "memory://"


def test_a_place_for_the_counters_that_there_is_not_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATELIMIT_STORAGE_URI", "unheard://of:secret@host")
    with pytest.raises(SettingsError, match="RATELIMIT_STORAGE_URI must be") as caught:
        create_app({"SECRET_KEY": TEST_KEY})
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("place", ["redis://h", "rediss://h", "redis+unix:///s", "valkey://h", "valkeys://h"])
def test_neither_a_redis_nor_a_valkey_is_waited_for_longer_than_said(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in ("", ".backoff", ".retry"):  # the package of Valkey was made from that of Redis, and is like it
        monkeypatch.setitem(sys.modules, f"valkey{part}", import_module(f"redis{part}"))
    options = limits.patience(place)
    assert options["socket_timeout"] == options["socket_connect_timeout"] == limits.REDIS_SECONDS
    assert options["retry"].get_retries() == 0
    assert limits.patience("memcached://redis.example:11211") == limits.patience("memory://") == {}


def test_a_valkey_without_its_package_stops_the_start_and_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATELIMIT_STORAGE_URI", "valkey://of:secret@host")
    monkeypatch.setitem(sys.modules, "valkey", None)
    with pytest.raises(SettingsError, match="with the package valkey") as caught:
        create_app({"SECRET_KEY": TEST_KEY})
    assert "secret" not in str(caught.value)


MINUTE = 60  # times


def test_the_pdf_is_limited_too(limited: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.handout.views.pdf", lambda *given: b"%PDF")
    visitor = Visitor(limited)
    visitor.walk()
    assert [visitor.client.get("/summary.pdf").status_code for _ in range(MINUTE + 1)] == [200] * MINUTE + [429]


@pytest.mark.parametrize("path", ["/paper.pdf", "/board.pdf"])
def test_blank_papers_are_limited_and_asking_for_their_head_alone_is_no_way_round(
    limited: Flask, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    for maker in ("paper_form", "eye_boards"):
        monkeypatch.setattr(f"app.handout.blanks.{maker}", lambda *given: b"%PDF")
    ask = limited.test_client()
    assert [ask.head(path).status_code for _ in range(MINUTE)] == [200] * MINUTE
    assert (ask.head(path).status_code, ask.get(path).status_code) == (429, 429)


def test_notes_are_limited_and_the_page_says_that_answers_are_kept(limited: Flask) -> None:
    visitor = Visitor(limited)
    visitor.walk()
    token = visitor.get("/note").token
    for _ in range(MINUTE):
        assert visitor.client.post("/note", data={"note": "a", "csrf_token": token}).status_code == 303
    page = visitor.post("/note", {"note": "a"}, token)
    assert page.status == 429
    assert "Your answers are kept" in page.text
    assert visitor.get("/result").status == 200


def test_copying_a_paper_form_is_limited_and_looking_at_it_is_not(limited: Flask) -> None:
    visitor = Visitor(limited)
    form = {"csrf_token": visitor.get("/clinic/enter").token}
    seen = [visitor.client.post("/clinic/enter", data=form).status_code for _ in range(MINUTE + 1)]
    assert seen == [400] * MINUTE + [429]
    assert visitor.get("/clinic/enter").status == 200


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        ("203.0.113.6", "203.0.113.6"),
        ("203.0.113.6:40001", "203.0.113.6"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::7]:443", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::7", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:203.0.113.6", "203.0.113.6"),
        ("somebody", "unknown"),
        ("", "unknown"),
    ],
)
def test_who_is_counted_together(said: str, counted: str) -> None:
    assert network_of(said) == counted


def test_a_port_in_x_forwarded_for_starts_no_new_count() -> None:
    app = create_app({"SECRET_KEY": TEST_KEY, "TESTING": True, "TRUSTED_PROXIES": 1})
    client = app.test_client()
    answers = {"answers": {"breathing": "no"}}
    seen = [
        client.post("/api/triage", json=answers, headers={"X-Forwarded-For": f"203.0.113.6:{port}"}).status_code
        for port in range(40_000, 40_000 + MINUTE + 1)
    ]
    app.extensions["limits"].reset()
    assert seen == [200] * MINUTE + [429]
