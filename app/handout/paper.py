"""The sizes of paper that everything printed here comes in, and sending a PDF."""

from collections.abc import Mapping
from typing import NamedTuple

from flask import Response, abort, current_app, request

from site_settings import PaperSize


class Paper(NamedTuple):
    """A size of paper: its name for people, for CSS and for typst, and its width in millimetres."""

    name: str
    css: str
    typst: str
    width: float


PAPERS: Mapping[PaperSize, Paper] = {
    "A4": Paper("A4", "A4", "a4", 210),
    "Letter": Paper("US Letter", "letter", "us-letter", 215.9),
}


def asked_size() -> PaperSize:
    """The size that the address asks for, in small letters or large, or the site's own. Answers 400 for any other."""
    asked = request.args.get("size", current_app.config["SITE"].page_size).lower()
    return next((size for size in PAPERS if size.lower() == asked), None) or abort(400)


def large_letters() -> bool:
    """Whether the address asks for large print."""
    return request.args.get("letters") == "large"


def pdf_response(made: bytes, name: str) -> Response:
    """A PDF that the browser shows, and saves under this name."""
    response = Response(made, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f"inline; filename={name}"
    return response
