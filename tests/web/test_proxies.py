"""Behind a proxy: below a path, with what it says believed only as far as it makes sense."""

import pytest
from flask import Flask, request

from app import create_app
from app.handout.views import summary_of
from app.rules.answers import Answers
from app.visit.cookie import COOKIE
from app.web.security import HSTS
from site_settings import Emergency, Line, Site
from tests.conftest import TEST_KEY
from tests.visitor import Page, Visitor


def site(**settings: object) -> Flask:
    """The application with settings of its own."""
    return create_app({"SECRET_KEY": TEST_KEY, "TESTING": True, "RATELIMIT_ENABLED": False, **settings})


def everything_on(page: Page) -> list[str]:
    """Each address on a page of this site, whatever leads there."""
    names = ("href", "src", "action")
    found = [element.get(name) for element in page.tree.iter() for name in names if element.get(name)]
    return [address for address in found if address.startswith("/")]


@pytest.mark.parametrize("taken_off", [True, False], ids=["the proxy takes the path off", "the path stands there"])
@pytest.mark.parametrize("by", ["setting", "header"])
def test_below_a_path_every_address_and_the_cookie_are_below_it(by: str, taken_off: bool) -> None:
    app = site(SCRIPT_NAME="/backcheck") if by == "setting" else site(TRUSTED_PROXIES=1)
    headers = {"X-Forwarded-Prefix": "/backcheck/"} if by == "header" else {}
    client = app.test_client()
    asked = "" if taken_off else "/backcheck"
    for path in ("/", "/check/respondent", "/help-now", "/nowhere"):
        page = Page(client.get(asked + path, headers=headers))
        assert everything_on(page)
        assert all(address.startswith("/backcheck/") for address in everything_on(page)), path
    style = next(address for address in everything_on(page) if address.endswith(".css"))
    assert client.get(style.removeprefix("/backcheck" if taken_off else ""), headers=headers).status_code == 200


def test_the_cookie_is_set_for_the_path_alone() -> None:
    client = site(SCRIPT_NAME="/backcheck").test_client()
    sent = client.get("/backcheck/check/respondent").headers["Set-Cookie"]
    assert sent.startswith(f"{COOKIE}-")
    assert "Path=/backcheck" in sent.split("; ")


@pytest.mark.parametrize("said", ["//evil.example", "/a b", "https://evil.example", '/"><b>', "/a" * 101])
def test_a_path_that_is_none_is_not_believed(said: str) -> None:
    page = Page(site(TRUSTED_PROXIES=1).test_client().get("/", headers={"X-Forwarded-Prefix": said}))
    assert said not in page.html and "evil" not in page.html
    assert all(address.startswith(("/static/", "/")) and "<" not in address for address in everything_on(page))
    assert "/check/respondent" in page.links


def test_without_trusted_proxies_nothing_is_believed(app: Flask) -> None:
    headers = {"X-Forwarded-Prefix": "/backcheck", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
    answer = app.test_client().get("/", headers=headers)
    assert "backcheck" not in answer.text
    assert "Strict-Transport-Security" not in answer.headers


@pytest.mark.parametrize(
    ("said", "secure"),
    [("https", True), ("HTTPS", True), ("http", False), ("javascript", False), ("https, nonsense", False), ("", False)],
)
def test_the_scheme_is_http_or_https(said: str, secure: bool) -> None:
    answer = site(TRUSTED_PROXIES=1).test_client().get("/", headers={"X-Forwarded-Proto": said})
    assert answer.status_code == 200
    assert ("Strict-Transport-Security" in answer.headers) is secure


@pytest.mark.parametrize(
    ("hops", "said", "from_"),
    [
        (1, "203.0.113.6", "203.0.113.6"),
        (1, '"of a visitor, 203.0.113.6', "203.0.113.6"),
        (1, "198.51.100.7, 203.0.113.6", "203.0.113.6"),
        (2, "198.51.100.7, 203.0.113.6", "198.51.100.7"),
        (2, f'{"9, " * 5000}"\\, 198.51.100.7, 203.0.113.6', "198.51.100.7"),
        (2, "203.0.113.6", "127.0.0.1"),
        (1, "2" * 300, "127.0.0.1"),
    ],
)
def test_what_a_visitor_writes_before_it_hides_no_address(hops: int, said: str, from_: str) -> None:
    app = site(TRUSTED_PROXIES=hops)
    app.add_url_rule("/who", "who", lambda: request.remote_addr)
    assert app.test_client().get("/who", headers={"X-Forwarded-For": said}).text == from_


@pytest.mark.parametrize(("setting", "sent"), [(False, HSTS), (True, f"{HSTS}; includeSubDomains")])
def test_other_hosts_below_ours_are_bound_only_where_the_site_says_so(setting: bool, sent: str) -> None:
    answer = site(HSTS_SUBDOMAINS=setting).test_client().get("/", base_url="https://check.example")
    assert answer.headers["Strict-Transport-Security"] == sent


@pytest.mark.parametrize(
    ("public", "host", "opens"),
    [
        ("https://check.example/sub", "127.0.0.1:8000", "https://check.example/sub/open"),
        ("", "clinic.example", "http://clinic.example/open"),
        ("", "my_clinic.example", None),  # no host name to Werkzeug, and once an address of three slashes on paper
        ("", "localhost:8000", None),
        ("", "127.0.0.1:8000", None),
        ("", "127.0.0.2", None),
        ("", "0.0.0.0:8000", None),
        ("", "[::1]", None),
        ("", "[::1]:8000", None),
        ("", "localhost.", None),
        ("", "[::1]:8000", None),
    ],
)
def test_a_summary_names_an_address_only_where_it_opens_elsewhere(public: str, host: str, opens: str | None) -> None:
    app = site(PUBLIC_ADDRESS=public)
    visitor = Visitor(app)
    visitor.walk()
    with app.test_request_context("/summary", base_url=f"http://{host}"):
        address = summary_of(Answers({"respondent": ("patient",)})).address
    assert (address.partition("#")[0] or None) == opens


def test_numbers_as_people_write_them_are_links_that_call_them() -> None:
    numbers = Site(emergency=(Emergency("(555) 010-0199", ""),), als_team=Line("the clinic", "+44 (0)20 7946 0000"))
    page = Page(site(SITE=numbers).test_client().get("/help-now"))
    assert {"tel:5550100199", "tel:+442079460000"} <= set(page.links)
    assert "(555) 010-0199" in page.text


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("br", "br"),
        ("gzip, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0, br;q=0", None),
        ("br;q=0", None),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("*", "br"),
        ("identity", None),
        ("", None),
    ],
)
def test_an_encoding_is_used_only_when_it_is_wanted(app: Flask, asked: str, given: str | None) -> None:
    answer = app.test_client().get("/", headers={"Accept-Encoding": asked})
    assert answer.headers.get("Content-Encoding") == given
    assert "Accept-Encoding" in answer.headers["Vary"]
