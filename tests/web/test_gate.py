"""What is turned away at the door: hosts that are none, and forms that are not forms."""

import brotli
import pytest
from flask import Flask

from app import create_app
from app.web.gate import LONGEST_QUERY
from app.web.security import HEADERS, HSTS
from tests.conftest import TEST_KEY

BAD_HOSTS = ("a..b", "x" * 64 + ".com", "a b", "[::1", "xn--ÿ.com", ".", "-", "a:b", "a" * 300, "evil.example/path", "")
GOOD_HOSTS = ("localhost", "localhost:8000", "check.example.org", "127.0.0.1:80", "[::1]:8000", "a_b.example", "a.b.")
FORM_PAGES = ("/check/respondent", "/open", "/clinic", "/clinic/enter", "/note", "/settings", "/clear")


@pytest.mark.parametrize("path", ["/", "/healthz", "/no-such-page", "/check/respondent"])
@pytest.mark.parametrize("host", BAD_HOSTS)
def test_a_host_that_is_none_gets_a_page_that_names_the_numbers(app: Flask, host: str, path: str) -> None:
    response = app.test_client().get(path, headers={"Host": host}, environ_overrides={"SERVER_NAME": host})
    assert response.status_code == 400
    assert "Call 911 or 999 or 112" in response.text
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(("below", "sent"), [(False, HSTS), (True, f"{HSTS}; includeSubDomains")])
def test_what_is_refused_over_https_has_every_header_of_a_page_too(below: bool, sent: str) -> None:
    app = create_app({"SECRET_KEY": TEST_KEY, "TESTING": True, "TRUSTED_PROXIES": 1, "HSTS_SUBDOMAINS": below})
    client = app.test_client()
    over = {"X-Forwarded-Proto": "https"}
    answers = [
        client.get("/", headers={**over, "Host": "a..b"}),
        client.post("/note", data=b"x", content_type="text/plain", headers=over),
        client.post("/clear", headers=over),
        client.put("/", headers=over),
        client.get("/nowhere", headers=over),
        client.get("/static/0/none", headers=over),
    ]
    assert [answer.status_code for answer in answers] == [400, 415, 400, 405, 404, 404]
    for answer in answers:
        said = {**HEADERS, "Strict-Transport-Security": sent}
        assert {name: answer.headers.getlist(name) for name in said} == {name: [said[name]] for name in said}
    assert {answer.headers["Cache-Control"] for answer in answers[:5]} == {"no-store"}
    assert "Strict-Transport-Security" not in client.get("/", headers={"Host": "a..b"}).headers


@pytest.mark.parametrize("host", GOOD_HOSTS)
def test_a_host_that_is_one_is_served(app: Flask, host: str) -> None:
    assert app.test_client().get("/healthz", headers={"Host": host}).status_code == 200


def test_only_trusted_hosts_where_a_site_names_them() -> None:
    app = create_app({"SECRET_KEY": TEST_KEY, "TESTING": True, "TRUSTED_HOSTS": ["check.example.org"]})
    served = {host: app.test_client().get("/", headers={"Host": host}).status_code for host in GOOD_HOSTS}
    assert served == {host: 200 if host == "check.example.org" else 400 for host in GOOD_HOSTS}
    assert app.test_client().get("/", headers={"Host": "Check.Example.ORG:8000"}).status_code == 200
    loud = create_app({"SECRET_KEY": TEST_KEY, "TESTING": True, "TRUSTED_HOSTS": ["Check.EXAMPLE.org"]})
    assert loud.test_client().get("/", headers={"Host": "check.example.org"}).status_code == 200


def test_whoever_probes_it_may_use_any_name_that_is_one() -> None:
    """A container's health check asks 127.0.0.1, a cluster asks the address of the pod."""
    app = create_app({"SECRET_KEY": TEST_KEY, "TESTING": True, "TRUSTED_HOSTS": ["check.example.org"]})
    ask = app.test_client().get
    for path in ("/healthz", "/readyz"):
        assert ask(path, headers={"Host": "10.0.0.7:8000"}).status_code == 200
        assert ask(path, headers={"Host": "a..b"}).status_code == 400


@pytest.mark.parametrize("path", ["/", "/clinic", "/clinic/enter", "/summary.txt", "/paper.pdf", "/api/openapi.json"])
def test_an_address_as_long_as_none_of_ours_is_not_read(app: Flask, path: str) -> None:
    response = app.test_client().get(f"{path}?of={'%ff' * 10_000}")
    assert response.status_code == 414
    longest = f"of={'a' * (LONGEST_QUERY - 3)}"
    assert app.test_client().get(f"{path}?{longest}").status_code != 414
    assert app.test_client().get(f"{path}?{longest}a").status_code == 414
    assert LONGEST_QUERY <= 2048  # more has been dear to read; every address of ours is far shorter


@pytest.mark.parametrize("header", ["If-Modified-Since", "If-Unmodified-Since", "If-Range"])
@pytest.mark.parametrize("said", [f"Mon, 01 Jan {'9' * 20} 00:00:00 GMT", "Mon, 01 Jan 2026 00:00:00 +99999999"])
def test_a_date_that_cannot_be_breaks_nothing(app: Flask, header: str, said: str) -> None:
    files = app.extensions["static_files"]
    path = f"/static/{app.config['STATIC_DIGEST']}/{next(iter(files))}"
    assert app.test_client().get(path, headers={header: said, "Range": "bytes=0-5"}).status_code == 200


def test_a_list_longer_than_any_browsers_counts_as_not_sent(app: Flask) -> None:
    ask = app.test_client().get
    said = {"Accept-Encoding": "br, gzip", "Accept-Language": "fr-FR, fr;q=0.8"}
    page = ask("/help-now", headers=said)
    assert page.headers["Content-Encoding"] == "br"
    long = ask("/help-now", headers={name: f"{value}{', a;q=0.1' * 200}" for name, value in said.items()})
    assert "Content-Encoding" not in long.headers
    assert long.text == ask("/help-now").text
    assert brotli.decompress(page.data).decode() != long.text  # another number is first


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/xml", "garbage", ""])
@pytest.mark.parametrize("path", FORM_PAGES)
def test_a_form_page_takes_forms_and_says_so(app: Flask, path: str, kind: str) -> None:
    response = app.test_client().post(path, data=b"x", content_type=kind)
    assert response.status_code == 415
    assert "takes a form" in response.text


@pytest.mark.parametrize("length", ["0", "x", ""])
@pytest.mark.parametrize("path", FORM_PAGES)
def test_one_that_says_it_is_json_and_is_empty_is_refused_too(app: Flask, path: str, length: str) -> None:
    said = {"CONTENT_TYPE": "application/json", "CONTENT_LENGTH": length}
    assert app.test_client().post(path, environ_overrides=said).status_code == 415


def test_other_programs_still_send_json(app: Flask) -> None:
    sent = app.test_client().post("/api/triage", json={"answers": {"breathing": "no"}})
    assert sent.status_code == 200


@pytest.mark.parametrize("path", ["/clinic/enter", "/paper.pdf", "/summary.txt", "/kiosk/ask", "/"])
@pytest.mark.parametrize("query", ["é".encode(), b"\xc1", b"voice=\xff", b"of=\xe2\x82\xac&size=\x80"])
def test_a_query_that_should_have_been_escaped_breaks_nothing(app: Flask, path: str, query: bytes) -> None:
    """Browsers escape it; other programs, and people who try, do not."""
    response = app.test_client().get(path, environ_overrides={"QUERY_STRING": query.decode("latin-1")})
    assert response.status_code < 500


def test_a_query_means_the_same_escaped_or_not(app: Flask) -> None:
    for query in ("voice=caregiver&x=é", "voice=caregiver&x=%C3%A9"):
        raw = query.encode().decode("latin-1")
        page = app.test_client().get("/clinic/enter", environ_overrides={"QUERY_STRING": raw})
        assert page.status_code == 200
        assert "caregiver" in page.text
