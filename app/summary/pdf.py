"""The summary as a PDF: tagged PDF/UA-1, real text, one page and a page of all answers."""

from pathlib import Path
from typing import Literal

import msgspec

from app.summary import qr
from app.summary.labels import labels
from app.summary.model import Summary
from app.typesetting import printable, typeset

Size = Literal["a4", "letter"]
PAPER = {"a4": "a4", "letter": "us-letter"}
TEMPLATE = Path(__file__).with_name("summary.typ")


def pdf(summary: Summary, size: Size, language: str = "en") -> bytes:
    """The PDF of a summary on this paper."""
    words = labels()
    drawn = {
        "svg": qr.svg(summary.address),
        "width": qr.printed_width(summary.address),
        "alt": words["qr"] % {"code": summary.code},
    }
    given = {
        "summary": msgspec.to_builtins(summary),
        "label": words,
        "qr": drawn,
        "paper": PAPER[size],
        "note_is_whole": printable(summary.note) == summary.note,
    }
    return typeset(TEMPLATE, given, title=words["title"], language=language)
