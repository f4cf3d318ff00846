"""One line a request: method, route, status and milliseconds. Never an address as typed, never a form.

The route is the pattern ("/check/<question_id>"), so that nothing a person typed can reach the log.
"""

import logging
import time

from flask import Flask, Response, g, request

from app.web.health import ENDPOINTS

log = logging.getLogger("app.requests")
UNSEEN = frozenset({"static_file", *ENDPOINTS})


def init_request_log(app: Flask) -> None:
    """Write a line after each request, but not for static files and health checks."""
    app.before_request(_start)
    app.after_request(_write)


def _start() -> None:
    g.started = time.perf_counter()


def _write(response: Response) -> Response:
    if log.isEnabledFor(logging.INFO) and request.endpoint not in UNSEEN:
        route = request.url_rule.rule if request.url_rule else "(no route)"
        milliseconds = (time.perf_counter() - g.get("started", time.perf_counter())) * 1000
        # What log.info() does, but for looking up which line of the program wrote it: half of its cost, and never said.
        said = (request.method, route, response.status_code, milliseconds)
        log.handle(logging.LogRecord(log.name, logging.INFO, __file__, 0, "%s %s %d %.1f ms", said, None))
    return response
