"""The real app behind a real socket, for a browser in the same process."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from app import create_app
from app.rules.load import content
from app.visit import current as visit
from site_settings import Emergency, Line, SignOff, Site
from tests.visitor import cookie_name

KEY = "a key that is used in browser tests and nowhere else"
BROKEN = "/broken-on-purpose"

PLAIN = Site()
# Everything a site can say, long: what a page must have room for.
CLINIC = Site(
    emergency=(Emergency("112", "Europe"),),
    urgent_line=Line("the out-of-hours nurse line", "+358 116 117"),
    als_team=Line("the ALS clinic of the university hospital", "+358 9 471 00000"),
    palliative_line=Line("the palliative care team", "+358 9 471 11111"),
    sign_off=SignOff("Dr A. Person", "neurologist", "2026-11-23", content().digest),
)

Given = Mapping[str, tuple[str, ...]]


class _Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """Nothing: the tests read the app's own log."""


@dataclass
class Served:
    """The app and where it answers."""

    app: Flask
    base: str
    _sealed: dict[object, str] = field(default_factory=dict)

    def cookie(self, given: Given, display: str | None = None) -> list[Any]:
        """The cookie of somebody who gave these answers, or none; made by the app itself."""
        if not given and not display:
            return []
        key = (tuple(given.items()), display)
        if key not in self._sealed:
            self._sealed[key] = self._seal(given, display)
        name = cookie_name(self.app)
        return [{"name": name, "value": self._sealed[key], "url": self.base, "httpOnly": True, "sameSite": "Lax"}]

    def _seal(self, given: Given, display: str | None) -> str:
        with self.app.test_request_context() as opened:
            for question, values in given.items():
                visit.record(content().question[question], values)
            if display:
                visit.choose("display", display)
            response = self.app.response_class()
            self.app.session_interface.save_session(self.app, opened.session, response)
            return response.headers["Set-Cookie"].partition("=")[2].partition(";")[0]


def make_app(site: Site = PLAIN) -> Flask:
    """The app as it is served, whatever the environment and site.toml say; with one page that fails."""
    app = create_app({"SECRET_KEY": KEY, "RATELIMIT_ENABLED": False, "SITE": site})
    app.add_url_rule(BROKEN, "broken_on_purpose", _break)
    return app


@contextmanager
def serving(app: Flask) -> Iterator[Served]:
    """Serve on a free port of this machine until the block ends."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Silent)
    app.config["PUBLIC_ADDRESS"] = f"http://127.0.0.1:{server.port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield Served(app, f"http://127.0.0.1:{server.port}")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _break() -> str:
    raise RuntimeError("broken on purpose")
