"""/healthz and /readyz: for a load balancer. The process answers; it can do its work."""

from collections.abc import Callable, Mapping

from flask import Blueprint, Flask, Response, current_app, jsonify

from app.rules.load import content

health = Blueprint("health", __name__)

ENDPOINTS = ("health.healthz", "health.readyz")  # asked every few seconds, by no person
Check = Callable[[Flask], object]


def init_health(app: Flask, checks: Mapping[str, Check]) -> None:
    """Hold ``checks``, by name: each does a piece of work, and raises while it cannot."""
    app.extensions["ready_checks"] = dict(checks)


@health.get("/healthz")
def healthz() -> Response:
    """JSON with ``status``, content ``version`` and ``digest``."""
    loaded = content()
    return jsonify(status="ok", version=loaded.version, digest=loaded.digest)


@health.get("/readyz")
def readyz() -> tuple[Response, int]:
    """200 once every check has passed in this process; until then 503, with the names of those that fail."""
    waiting: dict[str, Check] = current_app.extensions["ready_checks"]
    for name in [name for name, check in waiting.items() if _passes(name, check)]:
        del waiting[name]  # what worked once here works: code, fonts and content do not change under a process
    failing = sorted(waiting)
    return jsonify(status="not ready" if failing else "ready", failing=failing), 503 if failing else 200


def _passes(name: str, check: Check) -> bool:
    try:
        check(current_app)
    except Exception as error:  # whatever it is, the instance takes no visitors
        current_app.logger.error("Not ready: %s (%s)", name, type(error).__name__)
        return False
    return True
