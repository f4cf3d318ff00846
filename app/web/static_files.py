"""Static files under an address that changes with their contents, so that a browser may keep them for good.

They are few and small: read once at start-up and served from memory, compressed like every other response. The
comments in stylesheets are for us, and stay here.
"""

import hashlib
import mimetypes
import re
from collections.abc import Mapping
from pathlib import Path

from flask import Flask, abort, current_app, request
from werkzeug.wrappers import Response

FOLDER = Path(__file__).parents[1] / "static"
YEAR = 31_536_000
COMMENT = re.compile(rb"/\*.*?\*/\s*", re.DOTALL)


def init_static_files(app: Flask) -> None:
    """Serve ``/static/<digest>/<file>``, and give templates ``static('name')`` for the address."""
    files = {str(path.relative_to(FOLDER)): _read(path) for path in sorted(FOLDER.rglob("*")) if path.is_file()}
    digest = digest_of(files)
    app.extensions["static_files"] = files
    app.config["STATIC_DIGEST"] = digest
    app.add_url_rule("/static/<digest>/<path:name>", "static_file", _serve)
    addresses = {name: f"/static/{digest}/{name}" for name in files}
    app.jinja_env.globals["static"] = lambda name: request.script_root + addresses[name]


def _read(path: Path) -> bytes:
    return COMMENT.sub(b"", path.read_bytes()) if path.suffix == ".css" else path.read_bytes()


def digest_of(files: Mapping[str, bytes]) -> str:
    """A short hash over the names and contents of files."""
    total = hashlib.sha256()
    for name, contents in files.items():
        total.update(name.encode() + b"\0" + contents + b"\0")
    return total.hexdigest()[:12]


def _serve(digest: str, name: str) -> Response:
    contents = current_app.extensions["static_files"].get(name)
    if contents is None:
        abort(404)
    response = Response(contents, mimetype=mimetypes.guess_type(name)[0] or "application/octet-stream")
    if digest == current_app.config["STATIC_DIGEST"]:
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    else:
        # A page of an earlier release asks for its own digest: give what there is, but let nobody keep it.
        response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    return response.make_conditional(request)
