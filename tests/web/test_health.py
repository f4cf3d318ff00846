"""/healthz says that the process answers, /readyz that it can do its work."""

import pytest
from flask import Flask

from app import create_app
from app.web.health import init_health
from tests.conftest import TEST_KEY


def test_ready_is_who_has_made_a_pdf(app: Flask) -> None:
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.json) == (200, {"status": "ready", "failing": []})


def test_an_instance_that_makes_no_pdf_takes_no_visitors_until_it_does(caplog: pytest.LogCaptureFixture) -> None:
    app = create_app({"SECRET_KEY": TEST_KEY, "TESTING": True})
    broken = [True]

    def check(_: Flask) -> None:
        if broken:
            raise OSError("no fonts at /a/path")

    init_health(app, {"pdf": check})
    client = app.test_client()
    assert (client.get("/readyz").status_code, client.get("/readyz").json["failing"]) == (503, ["pdf"])
    assert client.get("/healthz").status_code == 200
    assert "Not ready: pdf (OSError)" in caplog.text
    broken.clear()
    assert client.get("/readyz").status_code == 200


def test_what_worked_once_is_not_done_again() -> None:
    app = create_app({"SECRET_KEY": TEST_KEY, "TESTING": True})
    done: list[Flask] = []
    init_health(app, {"pdf": done.append})
    for _ in range(3):
        assert app.test_client().get("/readyz").status_code == 200
    assert len(done) == 1
