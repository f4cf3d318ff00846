"""A small HTTP/1.1 client on asyncio's own transports: it costs a tenth of the page it asks for.

It knows what our server and the plainest Flask send (a Content-Length, cookies, redirects) and nothing more, keeps
its connection as a browser does, and makes a new one where the server closed it. Loopback only.
"""

import asyncio
import time
from typing import NamedTuple
from urllib.parse import urlencode

HOST = "127.0.0.1"
PATIENCE = 30.0  # seconds after which a request counts as failed


class Answer(NamedTuple):
    """What came back: ``location`` is empty but for a redirect; ``seconds`` from the request's first byte."""

    status: int
    location: str
    body: bytes
    seconds: float


class Refused(Exception):
    """A request that got no answer, or not the one that it should."""


class _Wire(asyncio.Protocol):
    """One connection. ``reply`` is done with head and body once a whole response is in, or when the wire is cut."""

    def __init__(self) -> None:
        self.open = False
        self.reply: asyncio.Future[tuple[bytes, bytes]] | None = None
        self._got = bytearray()
        self._needed = -1  # bytes of head and body together, once the head is in
        self._head_ends = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.open = True

    def connection_lost(self, exc: Exception | None) -> None:
        self.open = False
        if self.reply and not self.reply.done():
            self.reply.set_exception(ConnectionResetError("cut"))

    def data_received(self, data: bytes) -> None:
        self._got += data
        if self._needed < 0 and (end := self._got.find(b"\r\n\r\n")) >= 0:
            self._head_ends = end + 4
            self._needed = self._head_ends + _length(bytes(self._got[:end]))
        if 0 <= self._needed <= len(self._got) and self.reply and not self.reply.done():
            head, body = bytes(self._got[: self._head_ends]), bytes(self._got[self._head_ends : self._needed])
            self._got.clear()
            self._needed = -1
            self.reply.set_result((head, body))


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


class Browser:
    """One person's browser: a connection and its cookies."""

    def __init__(self, port: int) -> None:
        """``port`` of a server on this machine."""
        self._port = port
        self._cookies: dict[str, str] = {}
        self._wire: _Wire | None = None
        self._transport: asyncio.Transport | None = None

    async def get(self, path: str) -> Answer:
        """Ask for a page. Raises Refused when none comes."""
        return await self._ask(f"GET {path} HTTP/1.1\r\n", b"")

    async def post(self, path: str, form: dict[str, str]) -> Answer:
        """Send a form. Raises Refused when no answer comes."""
        body = urlencode(form).encode()
        kind = "Content-Type: application/x-www-form-urlencoded\r\n"
        return await self._ask(f"POST {path} HTTP/1.1\r\n{kind}Content-Length: {len(body)}\r\n", body)

    def close(self) -> None:
        """Give the connection back."""
        if self._transport:
            self._transport.close()
            self._transport = self._wire = None

    async def _ask(self, start: str, body: bytes) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        head = f"{start}Host: {HOST}:{self._port}\r\n" + (f"Cookie: {cookies}\r\n" if cookies else "") + "\r\n"
        begun = time.perf_counter()
        try:
            raw, content = await self._send(head.encode() + body)
        except (OSError, TimeoutError) as error:
            self.close()
            raise Refused(f"{start.split(' HTTP')[0]}: {error!r}") from error
        return self._read(raw, content, time.perf_counter() - begun)

    async def _send(self, request: bytes) -> tuple[bytes, bytes]:
        """A connection that the server closed meanwhile is made anew, once, as every browser does."""
        fresh = not (self._wire and self._wire.open)
        for again in (False, True):
            if not (self._wire and self._wire.open):
                self._transport, self._wire = await asyncio.wait_for(
                    asyncio.get_running_loop().create_connection(_Wire, HOST, self._port), PATIENCE
                )
            assert self._transport is not None
            assert self._wire is not None
            self._wire.reply = asyncio.get_running_loop().create_future()
            self._transport.write(request)
            try:
                return await asyncio.wait_for(self._wire.reply, PATIENCE)
            except ConnectionResetError:
                if fresh or again:
                    raise
        raise AssertionError("the second turn returns or raises")

    def _read(self, raw: bytes, content: bytes, seconds: float) -> Answer:
        status, location = int(raw[9:12]), ""
        for line in raw.decode("latin-1").split("\r\n")[1:]:
            name, _, value = line.partition(": ")
            match name.lower():
                case "set-cookie":
                    key, _, kept = value.partition(";")[0].partition("=")
                    self._cookies[key] = kept
                case "location":
                    location = value
                case "connection" if value == "close":
                    self.close()
        return Answer(status, location, content, seconds)
