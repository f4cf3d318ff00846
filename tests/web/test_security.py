"""Headers on every response, static files for good, pages never stored, error pages that say what to do."""

import gzip
import re
from inspect import iscoroutinefunction
from pathlib import Path

import pytest

from app import create_app
from app.web.security import ASKING_POLICY, HEADERS
from tests.conftest import TEST_KEY
from tests.visitor import Page, Visitor

EVERYWHERE = ("/", "/check/respondent", "/result", "/nowhere", "/healthz", "/help-now")


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_response_carries_each_header_once(app, path: str) -> None:
    response = app.test_client().get(path)
    for name, value in HEADERS.items():
        assert response.headers.getlist(name) == [value]
    assert response.headers["Cache-Control"] == "no-store"


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    policy = HEADERS["Content-Security-Policy"]
    for part in (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ):
        assert part in policy.split("; ")
    assert "unsafe" not in policy


def test_only_the_page_that_shares_its_pdf_may_ask_us_for_a_file_and_nobody_else(app) -> None:
    visitor = Visitor(app)
    visitor.walk()
    answers = {path: visitor.client.get(path) for path in (*EVERYWHERE, "/summary")}
    policies = {path: answer.headers.getlist("Content-Security-Policy") for path, answer in answers.items()}
    assert policies.pop("/summary") == [ASKING_POLICY]
    assert HEADERS["Content-Security-Policy"] + "; connect-src 'self'" == ASKING_POLICY
    assert all(policy == [HEADERS["Content-Security-Policy"]] for policy in policies.values())
    assert "connect-src" not in HEADERS["Content-Security-Policy"]


def test_https_is_asked_for_only_over_https(app) -> None:
    client = app.test_client()
    assert "Strict-Transport-Security" in client.get("/", base_url="https://check.example").headers
    assert "Strict-Transport-Security" not in client.get("/").headers


def static_address(app) -> str:
    page = Visitor(app).get("/")
    return next(link.get("href") for link in page.all("link") if link.get("rel") == "stylesheet")


def test_static_files_are_fingerprinted_immutable_and_compressed(app) -> None:
    address = static_address(app)
    assert app.config["STATIC_DIGEST"] in address
    response = app.test_client().get(address, headers={"Accept-Encoding": "gzip"}, buffered=True)
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["Content-Encoding"] == "gzip"
    assert b"--ink" in gzip.decompress(response.data)


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_a_file_that_is_still_good_says_what_it_hangs_on_and_all_else_that_the_file_says(app, encoding: str) -> None:
    address, taken = static_address(app), {"Accept-Encoding": encoding}
    file = app.test_client().get(address, headers=taken, buffered=True)
    again = app.test_client().get(address, headers={**taken, "If-None-Match": file.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    for name in ("ETag", "Vary", "Cache-Control", *HEADERS):
        assert again.headers.getlist(name) == file.headers.getlist(name), name


def test_a_stylesheet_is_served_whole_without_its_comments(app) -> None:
    sheets = sorted((Path(app.root_path) / "static").glob("*.css"))
    assert len(sheets) > 5 and sum("/*" in sheet.read_text() for sheet in sheets) > 5
    for sheet in sheets:
        served = app.test_client().get(f"/static/{app.config['STATIC_DIGEST']}/{sheet.name}").get_data(as_text=True)
        pieces = [rest.rpartition("*/")[2] for rest in sheet.read_text().split("/*")]  # what follows each comment
        assert "/*" not in served and "*/" not in served
        assert served.split() == "".join(pieces).split(), sheet.name


def test_a_static_file_of_another_release_is_served_but_not_kept(app) -> None:
    address = static_address(app).replace(app.config["STATIC_DIGEST"], "0123456789ab")
    response = app.test_client().get(address, buffered=True)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path", ["/static/x/../../config.py", "/static/x/%2e%2e/%2e%2e/config.py", "/static/x/nothing.css"]
)
def test_static_serves_nothing_else(app, path: str) -> None:
    assert app.test_client().get(path).status_code == 404


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_pages_are_compressed(app, encoding: str) -> None:
    response = app.test_client().get("/", headers={"Accept-Encoding": encoding})
    assert response.headers["Content-Encoding"] == encoding


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("get", "/nowhere", 404), ("get", "/check/none", 404), ("put", "/", 405), ("post", "/", 405)],
)
def test_errors_are_pages_with_a_way_on(app, method: str, path: str, status: int) -> None:
    page = Page(getattr(app.test_client(), method)(path))
    assert page.status == status
    assert not page.problems()
    assert "/help-now" in page.links


def test_a_fault_of_ours_is_a_page_that_needs_nothing_and_names_the_number(caplog: pytest.LogCaptureFixture) -> None:
    app = create_app({"SECRET_KEY": TEST_KEY, "PROPAGATE_EXCEPTIONS": False})

    @app.get("/fault")
    def fault() -> str:
        raise RuntimeError("the secret answer is yes_new")

    response = app.test_client().get("/fault")
    assert response.status_code == 500
    assert all(f'href="tel:{number}"' in response.text for number in ("911", "999", "112"))
    assert "yes_new" not in response.text
    assert "RuntimeError at GET /fault" in caplog.text
    assert "yes_new" not in caplog.text.replace('raise RuntimeError("the secret answer is yes_new")', "")


def test_wsgi_application_is_made_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", TEST_KEY)
    import wsgi

    assert wsgi.application.test_client().get("/healthz").status_code == 200


def test_nothing_that_answers_a_request_is_async(app) -> None:
    """So that the application need not look for that at each request."""
    around = (app.before_request_funcs, app.after_request_funcs, app.teardown_request_funcs)
    called = [*app.view_functions.values(), *(one for kind in around for them in kind.values() for one in them)]
    handlers = [
        one for by_code in app.error_handler_spec.values() for found in by_code.values() for one in found.values()
    ]
    assert len(called) > 40 and len(handlers) > 3
    assert not [one for one in (*called, *handlers) if iscoroutinefunction(one)]


def test_no_address_but_a_files_may_be_stored(app) -> None:
    """Whatever a view may say of it some day: every address of every kind, with answers and without."""
    visitor = Visitor(app)
    visitor.walk()
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static_file":
            continue
        address = re.sub(r"<[^>]+>", "fever" if "question" in rule.rule else "why", rule.rule)
        for client in (visitor.client, app.test_client()):
            for method in ("GET", "HEAD", "OPTIONS", "POST"):
                answer = client.open(address, method=method)
                assert answer.headers.getlist("Cache-Control") == ["no-store"], (method, address, answer.status)
