"""Compressed answers, for whoever takes them; and those with answers in them in sizes that tell nothing.

https hides what a page says, but not how long it is, and a result's length told its tier more often than not. So what
shows answers is filled up to one of a few sizes: gzip has room for it in its header, brotli in empty blocks that
hold nothing, and a page that is not compressed has it in spaces behind its end.
"""

import gzip
from collections.abc import Callable, Mapping
from functools import lru_cache
from http import HTTPStatus

import brotli
from flask import Flask, Response, current_app, g, request
from flask_compress import Compress
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

ENCODINGS = ("br", "gzip")
SIZES = (8 * 1024, 12 * 1024, 24 * 1024, 64 * 1024)
"""For pages, for those of somebody who ticked nearly everything, for FHIR files and for PDFs: above the sizes that they
have by themselves, with room for other sites and languages. The first two reach a browser at one go."""
LARGE = SIZES[-1]

_EXTRA = 4  # the flag in a gzip header that says that a field follows
_MOST_EXTRA = 65_535
_EMPTY, _LAST = b"\x06", b"\x03"  # brotli: a block that holds nothing, and the end


class HeedfulCompress(Compress):
    """Flask-Compress takes an encoding that is named at all; one with ``q=0`` is named as not wanted."""

    def after_request(self, response: Response | None) -> Response:
        """Leave Flask-Compress only the encoding that it should use, and fill up what shows answers. It compresses no
        redirect and no refusal, so those pass; of a file that is still good it says what it hangs on."""
        if response is None or response.status_code == HTTPStatus.NOT_MODIFIED:
            return super().after_request(response)
        if response.status_code != HTTPStatus.OK:
            return response
        best = best_encoding(request.environ.get("HTTP_ACCEPT_ENCODING", ""))
        request.environ["HTTP_ACCEPT_ENCODING"] = best
        if "least_size" in g:
            _fill(response, best, g.least_size)
        return super().after_request(response)


@lru_cache(maxsize=256)
def best_encoding(accepted: str) -> str:
    """Which of ENCODINGS this header likes best, or "identity". Browsers send a handful of them."""
    liked = parse_accept_header(accepted, Accept)
    best = max(ENCODINGS, key=liked.quality)
    return best if liked.quality(best) > 0 else "identity"


def init_compression(app: Flask) -> None:
    """Compress every answer that is worth it."""
    app.config.setdefault("COMPRESS_ALGORITHM", list(ENCODINGS))
    app.config.setdefault("COMPRESS_BR_LEVEL", 4)
    app.config.setdefault("COMPRESS_MIN_SIZE", 400)
    HeedfulCompress(app)


def filled_up(least: int = SIZES[0]) -> Callable[[Response], Response]:
    """For ``after_request``: what goes out has ``least`` bytes, or the next of SIZES. The first call says how many."""

    def note(response: Response) -> Response:
        g.setdefault("least_size", least)
        return response

    return note


def _fill(response: Response, encoding: str, least: int) -> None:
    """Compress and fill up. Flask-Compress leaves alone what has an encoding already."""
    made = FILLERS[encoding](response.get_data(), least)
    if encoding != "identity":
        response.headers["Content-Encoding"] = encoding
    elif response.mimetype != "text/html":
        return  # a file is what it is; every browser takes it compressed
    response.set_data(made)


def _room(length: int, least: int) -> int:
    """How many bytes are missing to the next size."""
    size = next((size for size in (least, *SIZES) if size >= length), -(-length // LARGE) * LARGE)
    return size - length


def _gzip(content: bytes, least: int) -> bytes:
    made = gzip.compress(content, current_app.config["COMPRESS_LEVEL"], mtime=0)
    extra = min(_room(len(made) + 2, least), _MOST_EXTRA)  # two bytes say how long it is
    flags = bytes([made[3] | _EXTRA])
    return made[:3] + flags + made[4:10] + extra.to_bytes(2, "little") + bytes(extra) + made[10:]


def _brotli(content: bytes, least: int) -> bytes:
    press = brotli.Compressor(quality=current_app.config["COMPRESS_BR_LEVEL"])
    made: bytes = press.process(content) + press.flush()
    return made + _EMPTY * _room(len(made) + len(_LAST), least) + _LAST


def _spaces(content: bytes, least: int) -> bytes:
    return content + b" " * _room(len(content), least)


FILLERS: Mapping[str, Callable[[bytes, int], bytes]] = {"gzip": _gzip, "br": _brotli, "identity": _spaces}
