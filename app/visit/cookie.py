"""The one cookie: everything a visit needs, encrypted in the person's own browser.

Flask's own session cookie is signed but readable; this one is also secret. It holds the answers, the
CSRF token and the settings, for 24 hours after it was last written (less on a shared computer), and nothing
of it is kept on the server. Flask and Flask-WTF use it as the ordinary ``session``.
"""

import base64
import json
import time
import zlib
from collections.abc import Iterable
from typing import Any, cast

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SessionInterface, SessionMixin

from app.visit.contents import read_contents
from app.web.security import LOOPBACK
from config import DAY

COOKIE = "check"
CLOCKS_APART = 5 * 60  # seconds by which the clocks of two servers may differ
PURPOSE = b"als-back-pain answers cookie 1"


class Visit(SecureCookieSession):
    """The cookie's contents. ``unreadable`` is true when a cookie came that could not be opened."""

    unreadable = False


class EncryptedCookie(SessionInterface):
    """Reads and writes the Visit. Opens cookies of the fallback keys too, and writes with the first key."""

    def __init__(self, keys: Iterable[str], lifetime: int = DAY) -> None:
        """``lifetime``: seconds for which the browser keeps a cookie, and after which it is refused here."""
        self._box = MultiFernet([Fernet(_derive(key)) for key in keys])
        self._lifetime = lifetime

    def open_session(self, app: Flask, request: Request) -> Visit:
        """The visit in the cookie; an empty one when there is none, or it is too old, cut short or foreign."""
        sealed = request.cookies.get(COOKIE)
        if not sealed:
            return Visit()
        try:
            packed = self._box.decrypt(sealed)
            if not -CLOCKS_APART <= time.time() - _sealed_at(sealed) <= self._lifetime:
                raise ValueError("too old, or from the future")
            return Visit(_unpack(packed))
        except (InvalidToken, zlib.error, ValueError):
            visit = Visit()
            visit.unreadable = True
            return visit

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie when something in it changed; delete it when nothing is left."""
        visit = cast(Visit, session)
        if not visit.modified:
            return
        if not visit:
            response.delete_cookie(COOKIE, path=_path(), httponly=True, samesite="Lax", secure=_secure())
            return
        sealed = self._box.encrypt(_pack(visit)).decode()
        response.set_cookie(
            COOKIE, sealed, max_age=self._lifetime, path=_path(), httponly=True, samesite="Lax", secure=_secure()
        )


def _sealed_at(sealed: str) -> int:
    """Seconds since 1970 at which a cookie was sealed, by the clock of the server that did it. It is in order."""
    return int.from_bytes(base64.urlsafe_b64decode(sealed[:12])[1:9])


def _path() -> str:
    """Only where this copy of the service stands, for another may stand beside it on the same host."""
    return request.script_root or "/"


def _derive(key: str) -> bytes:
    hkdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE)
    return base64.urlsafe_b64encode(hkdf.derive(key.encode()))


def _pack(visit: Visit) -> bytes:
    return zlib.compress(json.dumps(dict(visit), separators=(",", ":")).encode())


def _unpack(packed: bytes) -> dict[str, Any]:
    return read_contents(zlib.decompress(packed))


def _secure() -> bool:
    """Always over https only, but for a browser on this very machine, where no network is crossed."""
    return request.is_secure or request.host.rsplit(":", 1)[0] not in LOOPBACK
