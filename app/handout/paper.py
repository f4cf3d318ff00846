"""The sizes of paper that everything printed here comes in, and sending a PDF."""

from collections.abc import Mapping
from typing import Literal, NamedTuple, cast, get_args

from flask import Response, abort, current_app, request

Size = Literal["a4", "letter"]


class Paper(NamedTuple):
    """A size of paper: its name for people, for CSS and for typst."""

    name: str
    css: str
    typst: str


PAPERS: Mapping[Size, Paper] = {
    "a4": Paper("A4", "A4", "a4"),
    "letter": Paper("US Letter", "letter", "us-letter"),
}


def asked_size() -> Size:
    """The size that the address asks for, or the site's own. Answers 400 for any other."""
    size = request.args.get("size", current_app.config["SITE"].page_size).lower()
    return cast(Size, size) if size in get_args(Size) else abort(400)


def large_letters() -> bool:
    """Whether the address asks for large print."""
    return request.args.get("letters") == "large"


def pdf_response(made: bytes, name: str) -> Response:
    """A PDF that the browser shows, and saves under this name."""
    response = Response(made, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f"inline; filename={name}"
    return response
