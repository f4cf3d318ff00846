"""Answers that need no application: for a request of which not enough came, and for a fault of the last resort.

They say whom to call and repeat nothing of the request.
"""

from collections.abc import Callable, Iterable, Mapping
from html import escape
from http import HTTPStatus
from typing import Any

from app.web.proxies import believing
from app.web.security import Guarded
from app.web.types import Wsgi
from app.words.phone import tel

PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{heading} - ALS back pain check</title></head>
<body>
<h1>{heading}</h1>
<p><strong>If there is danger, call now:</strong></p>
<ul>{numbers}</ul>
<p>Go back, load the page again and press the button once more.</p>
</body>
</html>
"""


def plain_answers(config: Mapping[str, Any]) -> Callable[[int], Wsgi]:
    """Makes the WSGI application that answers anything with a status. ``config``: the settings of the app."""
    numbers = "".join(
        f'<li><a href="{escape(tel(each.number))}">Call {escape(each.number)}</a></li>'
        for each in config["SITE"].emergency
    )

    def answer(status: int) -> Wsgi:
        ours = status >= HTTPStatus.INTERNAL_SERVER_ERROR
        heading = "Something here is broken" if ours else "Your request did not reach us whole"
        body = PAGE.format(heading=heading, numbers=numbers).encode()

        def plain(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            start_response(f"{status} {HTTPStatus(status).phrase}", _of_a_page(body))
            return [body]

        return believing(config["TRUSTED_PROXIES"], Guarded(plain, config["HSTS_SUBDOMAINS"]))

    return answer


def _of_a_page(body: bytes) -> list[tuple[str, str]]:
    return [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Connection", "close"),
    ]
