"""The application as it is served, with a count of what it was asked and what it answered."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from flask import Flask

from app import create_app
from site_settings import Site

KEY = "a key that is used for fuzzing and nowhere else"


class Counted:
    """A WSGI application that counts its requests by the first digit of their status."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.statuses: Counter[int] = Counter()
        self._inner = app.wsgi_app
        app.wsgi_app = self

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        def counted(status: str, *rest: Any) -> Any:
            self.statuses[int(status[0]) * 100] += 1
            return start_response(status, *rest)

        return self._inner(environ, counted)

    @property
    def total(self) -> int:
        return sum(self.statuses.values())


def made(**settings: Any) -> Counted:
    """An application of its own. A fault in it is raised, so that it is seen where it is."""
    return Counted(create_app({"SECRET_KEY": KEY, "TESTING": True, "RATELIMIT_ENABLED": False, **settings}))


def plain() -> Counted:
    return made()


def shared() -> Counted:
    """A shared computer."""
    return made(SITE=Site(kiosk=True))
