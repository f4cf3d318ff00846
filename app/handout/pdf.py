"""The summary as a PDF: tagged PDF/UA-1, real text, one page and a page of all answers; or large print."""

from functools import partial
from pathlib import Path

from app.handout import qr
from app.handout.labels import Labels, labels
from app.handout.sheet import Sheet, sheet
from app.telling.summary import Summary
from app.words.paper import PAPERS
from app.words.typesetting import page_count, printable, typeset, widest
from site_settings import PaperSize

TEMPLATE = Path(__file__).with_name("summary.typ")
# What the template takes from a summary as it stands; the rest of it reaches the page through its sheet.
DRAWN = (
    "tier", "urgency", "within", "unfinished", "respondent", "completed", "printed", "alerts", "new", "noes",
    "not_sure", "not_asked", "questions", "safety", "emergency", "call_if", "code", "address", "version", "digest",
    "sign_off",
)  # fmt: skip
# Letters on the page of all answers: with more, it is set smaller, so that it stays one page.
MANY_LETTERS = 2400


def pdf(summary: Summary, size: PaperSize, language: str = "en", large: bool = False) -> bytes:
    """The PDF of a summary on this paper; ``large`` sets it in letters of 18 points, on the pages that takes."""
    words = labels()
    paper = PAPERS[size]
    given = {**_drawn(summary, words), "paper": paper.typst, "paper_width": paper.width, "large": large}
    made = partial(typeset, TEMPLATE, title=words["title"], language=language)
    # Numbers that typst counts cost it a second layout, and nearly every summary takes two pages.
    quick = b"" if large else made({**given, "pages": 2})
    return quick if quick and page_count(quick) == 2 else made({**given, "pages": None})


def _drawn(summary: Summary, words: Labels) -> dict[str, object]:
    """All that the template draws."""
    page_one = sheet(summary, words["see_why"])
    return {
        "summary": {name: getattr(summary, name) for name in DRAWN},
        "told": {"heading": summary.told.heading, "lines": summary.told.lines},
        "sheet": page_one,
        "label": words,
        "qr": _qr(summary, words),
        "answers": [_row(said.topic, "; ".join(said.words)) for said in summary.answers],
        "much": _letters(summary, page_one) > MANY_LETTERS,
        "note_is_whole": printable(summary.note) == summary.note,
    }


def _qr(summary: Summary, words: Labels) -> dict[str, object]:
    code = qr.code_of(summary)
    return {
        "svg": code.svg,
        "width": code.printed_width,
        "alt": words["qr" if summary.address else "qr_code"] % {"code": summary.code},
        "lines": qr.lines(summary.code),
    }


def _letters(summary: Summary, drawn: Sheet) -> int:
    """How many letters the page of all answers has that are not the same on each."""
    said = (words for answered in summary.answers for words in answered.words)
    named = (cited.name for cited in drawn.sources)
    return sum(map(len, (*said, *summary.call_if, *summary.questions, *summary.told.extras, *named, drawn.note)))


def _row(topic: str, words: str) -> dict[str, object]:
    return {"topic": topic, "words": words, "ems": (widest(topic), widest(words))}
