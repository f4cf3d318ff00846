"""Cookies of people who have answered some questions and chosen some settings, for a browser."""

from collections.abc import Mapping
from typing import Any

from flask import Flask

from tests.visitor import cookie_name, sealed

Given = Mapping[str, tuple[str, ...]]


def for_browser(app: Flask, base: str, given: Given, **chosen: str) -> list[Any]:
    """The cookies of this person, for a browser that is sent to this address."""
    name, value = cookie_name(app), sealed(app, given, **chosen)
    return [{"name": name, "value": value, "url": base, "httpOnly": True, "sameSite": "Lax"}]
