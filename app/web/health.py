"""/healthz: for a load balancer. It says that the process answers and which content it serves."""

from flask import Blueprint, Response, jsonify

from app.rules.load import content

health = Blueprint("health", __name__)


@health.get("/healthz")
def healthz() -> Response:
    """JSON with ``status``, content ``version`` and ``digest``."""
    loaded = content()
    return jsonify(status="ok", version=loaded.version, digest=loaded.digest)
