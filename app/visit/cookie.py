"""The one cookie: everything a visit needs, encrypted in the person's own browser.

Flask's own session cookie is signed but readable; this one is also secret. It holds the answers, the
CSRF token and the settings, for 24 hours after it was last written (less on a shared computer), and nothing
of it is kept on the server. Flask and Flask-WTF use it as the ordinary ``session``.

Its name holds a sign of the key, so that two copies of the service on one host name, at two ports or below two paths,
leave each other's alone. Its length tells how much it holds in steps alone.
"""

import base64
import hmac
import json
import time
import zlib
from collections.abc import Iterable
from typing import Any, TypedDict, cast

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, Request, Response
from flask.globals import request_ctx
from flask.sessions import SecureCookieSession, SessionInterface, SessionMixin

from app.visit.contents import read_contents
from app.web.security import is_loopback
from site_settings import DAY

COOKIE = "check"
"""How its name begins. Up to release 1.1 this was all of it, and a visit that began under that one is still opened."""
HOST_ONLY = "__Host-"  # a browser takes such a name over https only, for this very host, for all of its paths
OVER_HTTPS = "__Secure-"  # a browser takes it over https only; below a path no name can promise more
STEP = 512  # bytes; all answers of most people take half of it
WINDOW = 12  # zlib looks back over 2^12 bytes, more than a visit has; its usual 2^15 takes ten times as long to set up
CLOCKS_APART = 5 * 60  # seconds by which the clocks of two servers may differ
PURPOSE = b"als-back-pain answers cookie 1"
NAMING = b"als-back-pain name of the cookie 1"


class _Kept(TypedDict):
    """How a browser keeps a cookie."""

    path: str
    httponly: bool
    samesite: str
    secure: bool


class Visit(SecureCookieSession):
    """The cookie's contents. ``unreadable`` is true when a cookie came that could not be opened.

    ``sealed_at`` is when this one was, and ``names`` are the cookies that were opened to find it.
    """

    unreadable = False
    sealed_at = 0
    names: tuple[str, ...] = ()


class EncryptedCookie(SessionInterface):
    """Reads and writes the Visit. Opens cookies of the fallback keys too, and writes with the first key."""

    def __init__(self, keys: Iterable[str], lifetime: int = DAY) -> None:
        """``lifetime``: seconds for which the browser keeps a cookie, and after which it is refused here."""
        keys = list(keys)
        signs = [_sign(key) for key in keys]
        self._names = {
            prefix: [*(f"{prefix}{COOKIE}-{sign}" for sign in signs), COOKIE] for prefix in ("", HOST_ONLY, OVER_HTTPS)
        }
        self._box = MultiFernet([Fernet(_derive(key)) for key in keys])
        self._lifetime = lifetime

    def names(self, request: Request) -> list[str]:
        """What a request's cookie may be called: by each key, the first one first, or as in earlier releases."""
        return self._names[_prefix(request)]

    def open_session(self, app: Flask, request: Request) -> Visit:
        """The visit in the cookie; an empty one when there is none, or it is too old, cut short or foreign.

        While a key is changed there may be a cookie of each; the one that was sealed last is the visit.
        """
        sent = {name: sealed for name in self.names(request) if (sealed := request.cookies.get(name))}
        found = {name: visit for name, sealed in sent.items() if (visit := self._open(sealed)) is not None}
        visit = max(found.values(), key=lambda one: one.sealed_at, default=Visit())
        visit.unreadable = not found and bool(sent.keys() - {COOKIE})
        visit.names = tuple(found)
        return visit

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie when something in it changed; delete it when nothing is left."""
        visit = cast(Visit, session)
        if not visit.modified:
            return
        asked = request_ctx.request
        name = self.names(asked)[0]
        kept: _Kept = {"path": _path(asked), "httponly": True, "samesite": "Lax", "secure": _secure(asked)}
        for old in {name, *visit.names} if not visit else {*visit.names} - {name}:
            response.delete_cookie(old, **kept)
        if visit:
            sealed = self._box.encrypt(_pack(visit)).decode()
            response.set_cookie(name, sealed, max_age=self._lifetime, **kept)

    def _open(self, sealed: str) -> Visit | None:
        try:
            packed = self._box.decrypt(sealed)
            at = _sealed_at(sealed)
            if not -CLOCKS_APART <= time.time() - at <= self._lifetime:
                return None  # too old, or from the future
            visit = Visit(_unpack(packed))
        except (InvalidToken, zlib.error, ValueError):
            return None
        visit.sealed_at = at
        return visit


def _sealed_at(sealed: str) -> int:
    """Seconds since 1970 at which a cookie was sealed, by the clock of the server that did it. It is in order."""
    return int.from_bytes(base64.urlsafe_b64decode(sealed[:12])[1:9])


def _path(request: Request) -> str:
    """Only where this copy of the service stands, for another may stand beside it on the same host."""
    return request.script_root or "/"


def _prefix(request: Request) -> str:
    """What makes a browser refuse the cookie of whom it should not come from."""
    if not _secure(request):
        return ""
    return HOST_ONLY if _path(request) == "/" else OVER_HTTPS


def _derive(key: str) -> bytes:
    hkdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE)
    return base64.urlsafe_b64encode(hkdf.derive(key.encode()))


def _sign(key: str) -> str:
    """Eight letters that are the same wherever this key is, and of no use for finding it."""
    return hmac.digest(key.encode(), NAMING, "sha256").hex()[:8]


def _pack(visit: Visit) -> bytes:
    """The contents, filled up to a whole number of steps."""
    # Letters of any script as they are: escaped, a long note would not fit the cookie.
    written = json.dumps(dict(visit), separators=(",", ":"), ensure_ascii=False).encode()
    press = zlib.compressobj(wbits=WINDOW, memLevel=5)
    packed = press.compress(written) + press.flush()
    return packed + bytes(-len(packed) % STEP)


def _unpack(packed: bytes) -> dict[str, Any]:
    return read_contents(zlib.decompress(packed))  # which stops where the contents end


def _secure(request: Request) -> bool:
    """Always over https only, but for a browser on this very machine, where no network is crossed."""
    return request.is_secure or not is_loopback(request.host)
