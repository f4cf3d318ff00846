"""The summary as a PDF: tagged PDF/UA-1, real text, one page and a page of all answers."""

from pathlib import Path

import msgspec

from app.handout import qr
from app.handout.labels import labels
from app.handout.paper import PAPERS, Size
from app.handout.typesetting import printable, typeset
from app.telling.summary import Summary

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
        "paper": PAPERS[size].typst,
        "note_is_whole": printable(summary.note) == summary.note,
    }
    return typeset(TEMPLATE, given, title=words["title"], language=language)
