"""Cookies of people who have answered some questions and chosen some settings, made by the app itself."""

from collections.abc import Mapping
from typing import Any

from flask import Flask

from app.rules.load import content
from app.visit import current as visit
from tests.visitor import cookie_name

Given = Mapping[str, tuple[str, ...]]


def sealed(app: Flask, given: Given, **chosen: str) -> str:
    """The value of the cookie."""
    with app.test_request_context() as opened:
        for question, values in given.items():
            visit.record(content().question[question], values)
        for name, value in chosen.items():
            visit.choose(name, value)
        response = app.response_class()
        app.session_interface.save_session(app, opened.session, response)
        return response.headers["Set-Cookie"].partition("=")[2].partition(";")[0]


def for_browser(app: Flask, base: str, given: Given, **chosen: str) -> list[Any]:
    """The same, for a browser that is sent to this address."""
    name, value = cookie_name(app), sealed(app, given, **chosen)
    return [{"name": name, "value": value, "url": base, "httpOnly": True, "sameSite": "Lax"}]
