"""The one cookie: everything a visit needs, encrypted in the person's own browser.

Flask's own session cookie is signed but readable; this one is also secret. It holds the answers, the
CSRF token and the settings, for 24 hours after it was last written (less on a shared computer), and nothing
of it is kept on the server. Flask and Flask-WTF use it as the ordinary ``session``.
"""

import base64
import json
import zlib
from collections.abc import Iterable
from typing import Any, cast

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SessionInterface, SessionMixin

from config import DAY

COOKIE = "check"
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
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
            return Visit(_unpack(self._box.decrypt(sealed, ttl=self._lifetime)))
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
            response.delete_cookie(COOKIE, httponly=True, samesite="Lax", secure=_secure())
            return
        sealed = self._box.encrypt(_pack(visit)).decode()
        response.set_cookie(COOKIE, sealed, max_age=self._lifetime, httponly=True, samesite="Lax", secure=_secure())


def _derive(key: str) -> bytes:
    hkdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE)
    return base64.urlsafe_b64encode(hkdf.derive(key.encode()))


def _pack(visit: Visit) -> bytes:
    return zlib.compress(json.dumps(dict(visit), separators=(",", ":")).encode())


def _unpack(packed: bytes) -> dict[str, Any]:
    contents = json.loads(zlib.decompress(packed))
    if not isinstance(contents, dict):
        raise ValueError("the cookie holds no table")
    return contents


def _secure() -> bool:
    """Always over https only, but for a browser on this very machine, where no network is crossed."""
    return request.is_secure or request.host.rsplit(":", 1)[0] not in LOOPBACK
