"""What nginx answers by itself, as deploy/ has it: a page's headers, whom to call, and nothing written down."""

import html
import re
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app.web.security import HEADERS, HSTS
from tests.ops.machines import DEPLOY, Nginx, free_port, nginx, raw, running, site_for

pytestmark = pytest.mark.ops

HOST = b"Host: 127.0.0.1\r\n"
TO = b" /emergency HTTP/1.1\r\n"
LONG = b"a" * 20_000
REFUSED = {
    "no host": (b"GET" + TO + b"\r\n", 400),
    "no request": (b"SECRET\r\n\r\n", 400),
    "a broken header": (b"GET" + TO + HOST + b"X\x00: SECRET\r\n\r\n", 400),
    "two lengths": (b"POST" + TO + HOST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
    "a length beside chunks": (
        b"POST" + TO + HOST + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
    ),
    "a long header": (b"GET" + TO + HOST + b"Cookie: " + LONG + b"\r\n\r\n", 400),
    "another way to call": (b"TRACE" + TO + HOST + b"\r\n", 405),
    "a call through us": (b"CONNECT 127.0.0.1:80 HTTP/1.1\r\n" + HOST + b"\r\n", 400),
    "a large body": (b"POST" + TO + HOST + b"Content-Length: 9999999\r\n\r\n", 413),
    "a long address": (b"GET /emergency?" + LONG + b" HTTP/1.1\r\n" + HOST + b"\r\n", 414),
    "unheard chunks": (b"POST" + TO + HOST + b"Transfer-Encoding: SECRET\r\n\r\n", 501),
    "another version": (b"GET /emergency HTTP/3.0\r\n" + HOST + b"\r\n", 505),
}  # fmt: skip


@pytest.fixture(scope="module")
def alone() -> Iterator[Nginx]:
    """nginx before two instances that are both away."""
    with nginx(site_for((free_port(), free_port()))) as found:
        yield found


def is_ours(answer: bytes, status: int, heading: str) -> None:
    """It has this status, every header once, its charset, a heading and all numbers to call."""
    head, _, body = answer.decode().partition("\r\n\r\n")
    said = [line.split(": ", 1) for line in head.splitlines()[1:]]
    names = [name for name, _ in said]
    assert head.startswith(f"HTTP/1.1 {status} ")
    for name, value in {**HEADERS, "Cache-Control": "no-store", "Content-Type": "text/html; charset=utf-8"}.items():
        assert names.count(name) == 1, name
        assert dict(said)[name] == value or name == "Content-Security-Policy"
    assert dict(said)["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'; ")
    assert "frame-ancestors 'none'" in dict(said)["Content-Security-Policy"]
    assert f"<h1>{heading}</h1>" in body
    assert all(f'href="tel:{number}"' in body for number in ("911", "999", "112"))
    assert "SECRET" not in answer.decode()


@pytest.mark.parametrize(("sent", "status"), REFUSED.values(), ids=REFUSED)
def test_what_nginx_refuses_says_whom_to_call_and_carries_the_headers(alone: Nginx, sent: bytes, status: int) -> None:
    is_ours(raw(alone.port, sent), status, "Your request could not be read")


def test_with_no_instance_the_page_says_to_wait_and_whom_to_call(alone: Nginx) -> None:
    is_ours(raw(alone.port, b"GET" + TO + HOST + b"\r\n"), 502, "Wait a minute, then try again")


def test_an_instance_that_does_not_answer_in_time_is_said_too() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        quickly = {"proxy_read_timeout 5s": "proxy_read_timeout 50ms"}
        with nginx(site_for((port, port), **quickly)) as found:
            is_ours(raw(found.port, b"GET" + TO + HOST + b"\r\n"), 504, "Wait a minute, then try again")


def test_who_asks_too_often_is_told_to_wait_and_whom_to_call() -> None:
    slowly = {"rate=20r/s": "rate=1r/m", "burst=200 ": ""}
    with nginx(site_for((free_port(), free_port()), **slowly)) as found:
        answers = [raw(found.port, b"GET" + TO + HOST + b"\r\n") for _ in range(2)]
        is_ours(answers[0], 502, "Wait a minute, then try again")
        is_ours(answers[1], 429, "Wait a minute, then try again")
        assert found.written == ""


def test_nothing_of_anybody_is_written_down(alone: Nginx) -> None:
    for sent, _ in REFUSED.values():
        raw(alone.port, sent)
    raw(alone.port, b"GET" + TO + HOST + b"\r\n")
    raw(alone.port, b"GET" + TO + b"Host: another\r\n\r\n")
    assert alone.written == ""


def test_what_the_app_answers_has_its_own_headers_and_each_once(tmp_path: Path) -> None:
    with running(tmp_path / "log", TRUSTED_PROXIES="1") as instance, nginx(site_for([instance.port] * 2)) as found:
        answer = raw(found.port, b"GET /help-now HTTP/1.1\r\n" + HOST + b"\r\n").decode()
    head = answer.partition("\r\n\r\n")[0].splitlines()
    for name, value in {**HEADERS, "Cache-Control": "no-store", "Content-Type": "text/html; charset=utf-8"}.items():
        assert [said for called, said in map(split, head) if called == name.lower()] == [value], name


def split(line: str) -> tuple[str, str]:
    """A header's name in small letters, and its value."""
    name, _, value = line.partition(": ")
    return name.lower(), value


def certificate(folder: Path) -> None:
    """A key and a certificate that nobody trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, *plain))
    (folder / "crt.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))


def test_over_https_they_ask_for_https(alone: Nginx, tmp_path: Path) -> None:
    certificate(tmp_path)
    keys = f"ssl_certificate {tmp_path}/crt.pem; ssl_certificate_key {tmp_path}/key.pem;"
    with_tls = {"127.0.0.1:PORT": "127.0.0.1:PORT ssl", "server {": f"server {{ {keys}"}
    trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    with (
        nginx(site_for((free_port(), free_port()), **with_tls)) as found,
        socket.create_connection(("127.0.0.1", found.port), timeout=5) as wire,
        trusting.wrap_socket(wire) as sealed,
    ):
        sealed.sendall(b"GET" + TO + HOST + b"\r\n")
        assert f"Strict-Transport-Security: {HSTS}\r\n" in sealed.recv(4000).decode()
    assert b"Strict-Transport-Security" not in raw(alone.port, b"GET" + TO + HOST + b"\r\n")


@pytest.mark.parametrize("name", ["busy", "refused"])
def test_its_pages_need_nothing_but_their_stylesheet(alone: Nginx, name: str) -> None:
    page = (DEPLOY / "nginx" / f"{name}.html").read_text()
    assert re.findall(r"(?:src|href)=\"([^\"]+)", page) == ["/plain.css", "tel:911", "tel:999", "tel:112"]
    assert "Your answers are kept." in html.unescape(page)
    answer = raw(alone.port, b"GET /plain.css HTTP/1.1\r\n" + HOST + b"\r\n")
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"Content-Type: text/css; charset=utf-8\r\n" in answer
    asked = raw(alone.port, f"GET /{name}.html HTTP/1.1\r\n".encode() + HOST + b"\r\n")
    assert not asked.startswith(b"HTTP/1.1 200 ")
