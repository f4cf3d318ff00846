"""What an address asks for that is printed, the paper and the letters, and sending a PDF."""

from flask import Response, abort, current_app, request

from app.words.paper import PAPERS
from site_settings import PaperSize


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
