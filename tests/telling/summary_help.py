"""Summaries for tests, and ways to read back what was made of them."""

import unicodedata
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from functools import lru_cache

import pypdfium2
import zxingcpp
from flask import Flask

from app.handout.pdf import pdf
from app.rules.answers import Answers
from app.rules.engine import Outcome, PossibleCause, Reason, Warning, triage
from app.rules.load import content
from app.rules.shape import NONE, Content, Question
from app.telling.summary import Stamp, Summary, summarise
from app.words.speaker import Speaker
from site_settings import Line, PaperSize, SignOff, Site
from tests.rules.people import CALM, with_answers

COMPLETED = datetime(2026, 11, 21, 14, 5, 59, tzinfo=UTC)
PRINTED = datetime(2026, 11, 21, 14, 31, 1, tzinfo=UTC)
CODE = "1MX4-7K2M-Q4XA-9D3F-1RTB-WZ6N"
ADDRESS = f"https://clinic.example.org/open#{CODE}"
SIZES: tuple[PaperSize, ...] = ("A4", "Letter")

TIERS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "emergency_now": {
        "bladder_saddle": ("numb_saddle", "hard_to_pee"),
        "fever": ("not_sure",),
        "severity": ("severe",),
        "risk": ("age_65", "blood_thinner", "breathing_support"),
        "mobility": ("wheelchair",),
        "usual": ("eases_position", "cramps"),
    },
    "same_day": {
        "fever": ("fever",),
        "respondent": ("caregiver",),
        "checked": ("no",),
        "location": ("lower", "middle"),
    },
    "soon": {"severity": ("severe",), "respondent": ("together",), "checked": ("changed",)},
    "routine": {"fall": ("fall_no_change",)},
    "self_care": {},
}

LONG = "Regional Centre for Motor Neurone Disease and Neuromuscular Disorders of the Far Northern Shores and Islands"
LONG_SITE = Site(
    urgent_line=Line(LONG, "+358 9 471 00000"),
    als_team=Line(LONG, "+358 9 471 00001"),
    palliative_line=Line(LONG, "+358 9 471 00002"),
    sign_off=SignOff(LONG, LONG, "2026-11-23", content().digest),
)
MARKUP = 'x *bold* _it_ #import "a" $x^2$ `c` <b>b</b> &amp; \\ [l] = h @r // {{ 7*7 }} {als_team} %(x)s "q" ${y}'


def people(tier: str) -> Answers:
    """A person whose answers lead to this tier."""
    return with_answers(CALM, TIERS[tier])


def make(
    app: Flask, answers: Answers, note: str = "", outcome: Outcome | None = None, site: Site | None = None
) -> Summary:
    """The summary of these answers, at times and with a code that do not change."""
    with app.test_request_context():
        speaker = Speaker(answers.voice, site or app.config["SITE"])
        stamp = Stamp(COMPLETED, PRINTED, CODE, ADDRESS, note)
        return summarise(content(), answers, outcome or triage(answers), speaker, stamp)


def make_worst(app: Flask) -> Summary:
    """Every warning at once, every cause, everything not sure and not asked too, long names, a long note."""
    answers = Answers({question.id: _most(question) for question in content().questions})
    return make(app, answers, (MARKUP * 10)[:500], _everything(content(), triage(answers)), LONG_SITE)


def _most(question: Question) -> tuple[str, ...]:
    offered = question.options_for("caregiver")
    if question.id == "respondent":
        return ("caregiver",)
    if question.kind == "many":
        return tuple(option.value for option in offered if option.value != NONE)
    return (max(offered, key=lambda option: len(option.words("caregiver"))).value,)


def _everything(loaded: Content, outcome: Outcome) -> Outcome:
    def reasons(picked: Mapping[str, tuple[str, ...]]) -> tuple[Reason, ...]:
        asked = ((loaded.question[question], values) for question, values in picked.items())
        return tuple(Reason(question, question.find(value)) for question, values in asked for value in values)

    rules = sorted(loaded.rules, key=lambda rule: -loaded.urgency[rule.tier])
    fired = [
        Warning(rule, tuple(dict.fromkeys(one for any_of in rule.when for one in reasons(any_of)))) for rule in rules
    ]
    asks = [rule.ask for rule in rules] + [cause.ask for cause in loaded.causes]
    return outcome._replace(
        warnings=tuple(fired),
        causes=tuple(PossibleCause(cause, reasons(cause.supported_by)) for cause in loaded.causes),
        not_sure=loaded.questions[1:],
        not_asked=loaded.questions[1:],
        questions_to_ask=tuple(dict.fromkeys(ask for ask in asks if ask)),
    )


@lru_cache(maxsize=16)
def make_pdf(app: Flask, summary: Summary, size: PaperSize = "A4") -> bytes:
    """The PDF of a summary, typeset once for all that is asked of it."""
    with app.test_request_context():
        return pdf(summary, size)


def sheets(made: bytes) -> list[str]:
    """The text of each page of a PDF, as it is copied in Chromium, on one line."""
    with closing(pypdfium2.PdfDocument(made)) as document:
        return [" ".join(_text_of(page).split()) for page in document]


def _text_of(page: pypdfium2.PdfPage) -> str:
    with closing(page), closing(page.get_textpage()) as text:
        return str(text.get_text_range()).replace("\ufffe", "-")  # what pdfium gives for a dash at a line's end


def squeezed(text: str) -> str:
    """Text without spaces, for where a line ends is no part of what it says; and with ligatures as the letters they
    stand for, which are in one font and not in another."""
    return unicodedata.normalize("NFKC", "".join(text.split()))


def qr_codes(made: bytes, scale: float = 2.0, page: int = 0) -> list[zxingcpp.Barcode]:
    """Every QR code on a page of a PDF, found in a picture of that page of 72 dots an inch times the scale."""
    picture = pypdfium2.PdfDocument(made)[page].render(scale=scale, grayscale=True).to_numpy()
    return list(zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode))
