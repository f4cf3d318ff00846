"""Every error below /api is a problem document, and every error elsewhere stays a page."""

from typing import Any

import pytest
from flask import Flask

from app import create_app

KEY = {"SECRET_KEY": "a key that is used in these tests and nowhere else"}


def _problem(response: Any, status: int) -> dict[str, Any]:
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")
    assert response.json["status"] == status
    assert response.json["type"] == "about:blank"
    assert response.json["title"] and response.json["detail"]
    assert "Set-Cookie" not in response.headers
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    return response.json


@pytest.mark.parametrize("path", ["/api/", "/api/nothing", "/api/triage/", "/api/triage/more", "/api/%2e%2e"])
def test_an_unknown_address(app: Flask, path: str) -> None:
    _problem(app.test_client().get(path), 404)


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE"])
def test_another_method(app: Flask, method: str) -> None:
    response = app.test_client().open("/api/triage", method=method)
    assert response.status_code == 405
    assert set(response.allow) == {"POST", "OPTIONS"}
    if method != "HEAD":
        _problem(response, 405)


def test_a_page_that_is_not_there_stays_a_page(app: Flask) -> None:
    for path in ("/apis", "/api", "/nothing"):
        response = app.test_client().get(path)
        assert (response.status_code, response.mimetype) == (404, "text/html")


def test_too_many_requests_are_told_when_to_come_back() -> None:
    client = create_app(KEY).test_client()
    statuses = [client.post("/api/triage", json={"answers": {"fall": "no"}}).status_code for _ in range(60)]
    assert set(statuses) == {200}
    response = client.post("/api/triage", json={"answers": {"fall": "no"}})
    _problem(response, 429)
    assert 0 < int(response.headers["Retry-After"]) <= 60
    assert client.get("/api/openapi.json").status_code == 200
    other = client.post("/api/triage", json={"answers": {"fall": "no"}}, environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert other.status_code == 200


def test_our_own_fault_is_a_problem_too_and_says_that_it_is_no_good_news(monkeypatch, caplog) -> None:
    app = create_app(KEY)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr("app.api.views.triage", lambda answers: 1 // 0)
    response = app.test_client().post("/api/triage", json={"answers": {"fall": "snap"}})
    assert "no result" in _problem(response, 500)["detail"].lower()
    assert "snap" not in caplog.text
