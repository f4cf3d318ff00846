"""How often codes may be tried: enough for a clinic, too slow for guessing."""

from collections.abc import Iterator

import pytest
from flask import Flask

from app import create_app
from app.web.limits import LIMITED_POSTS
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
    assert set(LIMITED_POSTS) <= set(app.view_functions)


def test_the_counters_are_in_memory_unless_the_environment_says_where() -> None:
    assert create_app({"SECRET_KEY": TEST_KEY}).config["RATELIMIT_STORAGE_URI"] == "memory://"


def test_a_place_for_the_counters_that_there_is_not_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATELIMIT_STORAGE_URI", "unheard://of:secret@host")
    with pytest.raises(SettingsError, match="RATELIMIT_STORAGE_URI must be") as caught:
        create_app({"SECRET_KEY": TEST_KEY})
    assert "secret" not in str(caught.value)
