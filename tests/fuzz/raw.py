"""Bytes that no browser sends, at every address: methods, paths, queries, headers, cookies and bodies.

Made from a seed, so that a failure can be made again.
"""

from io import BytesIO
from random import Random
from typing import Any

from werkzeug.test import run_wsgi_app

from app.rules.load import content
from tests.fuzz.counted import Counted

METHODS = ("GET", "GET", "GET", "POST", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "G\xc3T", "")
KINDS = (
    "application/x-www-form-urlencoded", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
    "multipart/form-data", "application/json", "application/fhir+json", "application/json; charset=utf-16", "", ";",
    "\xff/\xff",
)  # fmt: skip
ODD = ("x", "%00", "%ff", "..", "0", "\xc3\xa9", "\x00", "a" * 300, "{{7*7}}", "<b>")
NAMES = (
    *(question.id for question in content().questions), "size", "letters", "voice", "of", "page", "code", "code_then",
    "csrf_token", "note", "enter", "stop", "display", "answers",
)  # fmt: skip
VALUES = ("a4", "large", "caregiver", "no", "%ff", "%00", "", "12G1-YFCU", "999999999999999999999", "/\\x", "http://x")
HEADERS = (
    "HOST", "COOKIE", "ACCEPT_ENCODING", "ACCEPT_LANGUAGE", "X_FORWARDED_FOR", "X_FORWARDED_PREFIX", "IF_NONE_MATCH",
    "RANGE", "SEC_PURPOSE", "ORIGIN", "X_FORWARDED_PROTO", "TRANSFER_ENCODING",
    "IF_MODIFIED_SINCE", "IF_UNMODIFIED_SINCE", "IF_RANGE",
)  # fmt: skip
SAID = ("gzip;q=0, br;q=x", "\xff", "a=b; a=c; ;=", "bytes=0-0,-1", "::1", "/a b", '"', "x" * 500, "en;q=9", "prefetch",
        f"Mon, 01 Jan {'9' * 20} 00:00:00 GMT")  # fmt: skip


def targets(counted: Counted) -> list[tuple[str, str]]:
    """Every route, with odd things in the place of its arguments."""
    found = []
    for route in counted.app.url_map.iter_rules():
        for odd in ODD if route.arguments else ("",):
            path = route.rule
            for argument in route.arguments:
                path = path.replace(f"<{argument}>", odd).replace(f"<path:{argument}>", odd)
            found.append((route.rule, path))
    for question in content().questions:
        found.append(("/check/<question_id>", f"/check/{question.id}"))
    return found


def environ(chance: Random, path: str) -> dict[str, Any]:
    """A request as a server hands it on, with about everything in it that can be wrong."""
    body = _body(chance)
    lengths = (str(len(body)), str(len(body)), str(len(body)), "", "x", "-1", str(len(body) + 9))
    made: dict[str, Any] = {
        "REQUEST_METHOD": chance.choice(METHODS), "SCRIPT_NAME": "",
        "PATH_INFO": path + (_latin(chance) if chance.random() < 0.1 else ""),
        "QUERY_STRING": chance.choice(("", "", _latin(chance), _form(chance).decode("latin-1"))),
        "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": _latin(chance),
        "CONTENT_TYPE": chance.choice(KINDS), "CONTENT_LENGTH": chance.choice(lengths),
        "wsgi.version": (1, 0), "wsgi.url_scheme": chance.choice(("http", "https")), "wsgi.input": BytesIO(body),
        "wsgi.errors": BytesIO(), "wsgi.multithread": False, "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip
    for header in HEADERS:
        if chance.random() < 0.2:
            made[f"HTTP_{header}"] = chance.choice((*SAID, _latin(chance)))
    if chance.random() < 0.9:
        made["HTTP_HOST"] = "localhost"  # or most would end at the gate
    return made


def ask(counted: Counted, environ: dict[str, Any]) -> None:
    """Send it. Fails on a fault, or on a status of one."""
    parts, status, _ = run_wsgi_app(counted, environ, buffered=True)
    b"".join(parts)
    assert int(status[:3]) < 500, f"{environ['REQUEST_METHOD']!r} {environ['PATH_INFO']!r}: {status}"


def ask_many(counted: Counted, seed: int, requests: int) -> None:
    """So many requests; a failure names what was sent."""
    chance = Random(seed)
    found = targets(counted)
    for _ in range(requests):
        sent = environ(chance, chance.choice(found)[1])
        try:
            ask(counted, sent)
        except Exception as fault:
            fault.add_note(f"seed {seed}: {sent} {sent['wsgi.input'].getvalue()!r}")
            raise


def _body(chance: Random) -> bytes:
    bodies = (
        chance.randbytes(chance.randrange(200)),
        _form(chance),
        b'--x\r\nContent-Disposition: form-data; name="code"\r\n\r\n' + chance.randbytes(30),
        b"{" * 3000,
        b'{"answers": ' * 500,
        b'{"answers": {"breathing": "no"}}',
    )
    return chance.choice(bodies)


def _form(chance: Random) -> bytes:
    values = [*(value.encode() for value in VALUES), chance.randbytes(9)]
    return b"&".join(
        chance.choice(NAMES).encode() + b"=" + chance.choice(values) for _ in range(chance.randrange(1, 6))
    )


def _latin(chance: Random) -> str:
    return chance.randbytes(chance.randrange(40)).decode("latin-1")
