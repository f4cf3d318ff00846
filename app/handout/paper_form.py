"""The paper twin of the check: the same questions to tick by hand, on two pages at most; or in large print."""

from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from app.rules.kept import kept
from app.rules.load import content
from app.rules.shape import Question, Voice
from app.telling.disclaimer import for_blanks
from app.words.languages import gettext
from app.words.numbers import numbers
from app.words.paper import PAPERS
from app.words.speaker import Speaker, speaker_for
from app.words.stages import stage_name
from app.words.typesetting import page_count, typeset
from site_settings import PaperSize, Site

TEMPLATE = Path(__file__).with_name("paper_form.typ")
MOST_PAGES = 2
# What to try, from the best to the tightest: the size of the text in points, millimetres between two tick boxes, and
# whether the danger signs come with their hints. The last ones are for sites with many long emergency numbers.
FITS = (
    (10, 1.9, True), (9.75, 1.9, True), (9.5, 1.6, True), (9.25, 1.6, True), (9, 1.6, True), (9, 1.3, True),
    (9, 1, True), (9, 0.8, True), (9, 1, False), (9, 0.8, False),
)  # fmt: skip
LARGE = {"size": 18, "gap": 3, "columns": 1, "margin": 14}


@kept(16)
def paper_form(site: Site, voice: Voice, size: PaperSize, language: str = "en") -> bytes:
    """The PDF of the paper form in one reader's words: as large as fits two pages of this size."""
    pdf = b""
    for points, gap, hints in FITS:
        looks = {"size": points, "gap": gap, "columns": 3, "margin": 8}
        pdf = _made(site, voice, size, language, looks, hints)
        if page_count(pdf) <= MOST_PAGES:
            break
    return pdf


@kept(8)
def large_paper_form(site: Site, voice: Voice, size: PaperSize, language: str = "en") -> bytes:
    """The same in letters of 18 points, one question under the other, on the pages that takes."""
    return _made(site, voice, size, language, LARGE, hints=True)


def _made(site: Site, voice: Voice, size: PaperSize, language: str, looks: Mapping[str, float], hints: bool) -> bytes:
    speaker = speaker_for(voice, site)
    given = {"paper": PAPERS[size].typst, **looks, **_questions(speaker, hints), "words": _words(speaker)}
    return typeset(TEMPLATE, given, title=gettext("ALS back pain check on paper"), language=language)


def _questions(speaker: Speaker, hints: bool) -> dict[str, Any]:
    """The first question, which stands above the columns, and the others by their stages."""
    first, *others = [_question(number, one, speaker, hints) for number, one in enumerate(content().questions, 1)]
    stages = [
        {"name": stage_name(stage), "questions": [*asked]}
        for stage, asked in groupby(others, key=lambda one: one["stage"])
    ]
    return {"first": first, "stages": stages}


def _question(number: int, question: Question, speaker: Speaker, hints: bool) -> dict[str, Any]:
    urgent = content().alone_emergency.get(question.id, frozenset())
    # Paper has no room for every hint; those of the danger signs are what keeps the answers right.
    hinted = hints and question.hint and question.stage == "danger"
    options = question.ticks_first(speaker.voice)
    return {
        "number": number,
        "stage": question.stage,
        "one": question.kind == "one",
        "ask": speaker.question(question),
        "hint": speaker.say(question.hint) if question.hint and hinted else "",
        "options": [{"words": speaker.option(option), "urgent": option.value in urgent} for option in options],
    }


def _words(speaker: Speaker) -> dict[str, Any]:
    """Everything on the form that is not a question."""
    call = numbers(speaker.site)
    return {
        "any": gettext("Any of these? Then call %(number)s", number=call),
        "this": gettext("If you tick this, call %(number)s", number=call),
        "one": gettext("Tick one."),
        "blanks": [gettext("Name"), gettext("Date of birth"), gettext("Filled in (date, time)")],
        "how": _how(speaker.voice),
        "done": gettext("When it is filled in"),
        "after": [
            _hand_over(speaker.voice),
            gettext("This form gives no result by itself. If anything on it worries you, get help now."),
        ],
        "page": gettext("Page {n} of {m}"),
        "foot": for_blanks(content().version),
    }


def _how(voice: Voice) -> str:
    if voice == "patient":
        return gettext(
            "For a person with ALS (MND) who has back pain. Tick all boxes that fit, but only one where it says so. "
            "Not sure is a good answer. Leave blank what you cannot answer."
        )
    return gettext(
        "For someone who cares for a person with ALS (MND) who has back pain. Tick all boxes that fit them, but only "
        "one where it says so. Not sure is a good answer. Leave blank what you cannot tell."
    )


def _hand_over(voice: Voice) -> str:
    if voice == "patient":
        return gettext("Give this form to your doctor or ALS team, who copy it into the check and tell you the result.")
    return gettext("Give this form to their doctor or ALS team, who copy it into the check and tell you the result.")
