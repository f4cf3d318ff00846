"""The summary as a PDF: tagged PDF/UA-1, real text, one page and a page of all answers; or large print."""

from functools import partial
from pathlib import Path

import msgspec

from app.handout import qr
from app.handout.labels import labels
from app.handout.paper import PAPERS, Size
from app.handout.sheet import sheet
from app.telling.summary import Summary
from app.words.typesetting import page_count, printable, typeset, widest

TEMPLATE = Path(__file__).with_name("summary.typ")


def pdf(summary: Summary, size: Size, language: str = "en", large: bool = False) -> bytes:
    """The PDF of a summary on this paper; ``large`` sets it in letters of 18 points, on the pages that takes."""
    words = labels()
    code = qr.code_of(summary)
    drawn = {
        "svg": code.svg,
        "width": code.printed_width,
        "alt": words["qr" if summary.address else "qr_code"] % {"code": summary.code},
        "lines": qr.lines(summary.code),
    }
    given = {
        "summary": msgspec.to_builtins(summary),
        "told": summary.told.lines,
        "sheet": msgspec.to_builtins(sheet(summary, words["see_why"])),
        "label": words,
        "qr": drawn,
        "paper": PAPERS[size].typst,
        "large": large,
        "answers": [_row(said.topic, "; ".join(said.words)) for said in summary.answers],
        "note_is_whole": printable(summary.note) == summary.note,
    }
    made = partial(typeset, TEMPLATE, title=words["title"], language=language)
    # Numbers that typst counts cost it a second layout, and nearly every summary takes two pages.
    quick = b"" if large else made({**given, "pages": 2})
    return quick if quick and page_count(quick) == 2 else made({**given, "pages": None})


def _row(topic: str, words: str) -> dict[str, object]:
    return {"topic": topic, "words": words, "ems": (widest(topic), widest(words))}
