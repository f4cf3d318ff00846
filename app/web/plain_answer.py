"""Answers that need no application: for a request of which not enough came, and for a fault of the last resort.

They say whom to call and repeat nothing of the request.
"""

from collections.abc import Callable
from html import escape
from http import HTTPStatus

from app.web.security import HEADERS
from app.words.phone import tel
from config import Site

Answer = tuple[list[tuple[str, str]], bytes]

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


def plain_answers(site: Site) -> Callable[[int], Answer]:
    """Makes the headers and the body of an answer with a status, for this site."""
    numbers = "".join(
        f'<li><a href="{escape(tel(each.number))}">Call {escape(each.number)}</a></li>' for each in site.emergency
    )

    def answer(status: int) -> Answer:
        ours = status >= HTTPStatus.INTERNAL_SERVER_ERROR
        heading = "Something here is broken" if ours else "Your request did not reach us whole"
        body = PAGE.format(heading=heading, numbers=numbers).encode()
        headers = {**HEADERS, "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}
        return [*headers.items(), ("Content-Length", str(len(body))), ("Connection", "close")], body

    return answer
