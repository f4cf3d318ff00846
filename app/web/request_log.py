"""One line a request: method, route, status and milliseconds. Never an address as typed, never a form.

The route is the pattern ("/check/<question_id>"), so that nothing a person typed can reach the log.
"""

import logging
import time

from flask import Flask, Response, g, request

from app.web.health import ENDPOINTS

log = logging.getLogger("app.requests")


def init_request_log(app: Flask) -> None:
    """Write a line after each request, but not for static files and health checks."""
    app.before_request(_start)
    app.after_request(_write)


def _start() -> None:
    g.started = time.perf_counter()


def _write(response: Response) -> Response:
    if request.endpoint not in ("static_file", *ENDPOINTS):
        route = request.url_rule.rule if request.url_rule else "(no route)"
        milliseconds = (time.perf_counter() - g.get("started", time.perf_counter())) * 1000
        log.info("%s %s %d %.1f ms", request.method, route, response.status_code, milliseconds)
    return response
