"""What is unsealed is checked once: anything but a visit of ours is unreadable, never an error."""

import json
import zlib

import pytest
from flask import Flask

from app.visit.contents import read_contents
from tests.visitor import cookie_name

GOOD = {
    "answers": {"respondent": "patient"}, "time": 1_795_410_000, "last": "respondent", "note": "a", "settings": {},
    "csrf_token": "abc", "opened": ["1.0", "soon", 0, 1_795_410_000], "seen": 1, "shown": True,
}  # fmt: skip
WRONG = (
    '{"time": "now"}', '{"time": NaN}', '{"time": 1e400}', '{"time": 99999999999999999999}', '{"time": -1}',
    '{"time": 1.5}', '{"csrf_token": 5}', '{"note": "\\ud800"}', '{"answers": []}', '{"answers": {"a": ["b"]}}',
    '{"settings": {"a": 1}}', '{"opened": [1]}', '{"unknown": 1}', "[]", "null", "5", '"x"', "", "{", "[" * 100_000,
    '{"opened": ["abc", "soon", 0, 1]}', '{"opened": ["1..0", "soon", 0, 1]}', '{"opened": ["", "soon", 0, 1]}',
    '{"answers": ' * 2000, '{"note": "' + "x" * 501 + '"}',
)  # fmt: skip


def test_a_visit_is_read_as_it_was_sealed() -> None:
    assert read_contents(json.dumps(GOOD).encode()) == {**GOOD, "opened": tuple(GOOD["opened"])}
    assert read_contents(b"{}") == {}


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong[:30])
def test_anything_else_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="something else"):
        read_contents(wrong.encode())


@pytest.mark.parametrize("wrong", WRONG[:13], ids=lambda wrong: wrong[:30])
def test_no_page_breaks_on_it(app: Flask, wrong: str) -> None:
    sealed = app.session_interface._box.encrypt(zlib.compress(wrong.encode())).decode()
    client = app.test_client()
    for path in ("/", "/result", "/summary", "/check/breathing", "/opened"):
        client.set_cookie(cookie_name(app), sealed)
        assert client.get(path).status_code < 500
