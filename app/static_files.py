"""Static files under an address that changes with their contents, so that a browser may keep them for good."""

import hashlib
from pathlib import Path

from flask import Flask, Response, current_app, send_from_directory, url_for

FOLDER = Path(__file__).with_name("static")
YEAR = 31_536_000


def init_static_files(app: Flask) -> None:
    """Serve ``/static/<digest>/<file>``, and give templates ``static('name')`` for the address."""
    app.config["STATIC_DIGEST"] = digest = folder_digest(FOLDER)
    app.add_url_rule("/static/<digest>/<path:name>", "static_file", _serve)
    with app.test_request_context():
        names = [str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file()]
        addresses = {name: url_for("static_file", digest=digest, name=name) for name in names}
    app.jinja_env.globals["static"] = addresses.__getitem__


def folder_digest(folder: Path) -> str:
    """A short hash over the names and contents of all files in a folder."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            total.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:12]


def _serve(digest: str, name: str) -> Response:
    response = send_from_directory(FOLDER, name)
    if digest == current_app.config["STATIC_DIGEST"]:
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    else:
        # A page of an earlier release asks for its own digest: give what there is, but let nobody keep it.
        response.headers["Cache-Control"] = "no-cache"
    return response
