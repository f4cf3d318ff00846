"""The eye-pointing twin of the check: a page for the partner, a sheet for the digits, and the boards themselves."""

from pathlib import Path
from typing import Any

from app.rules.codes.boards import READER, Board, boards, set_number
from app.rules.kept import kept
from app.rules.load import content
from app.telling.disclaimer import for_blanks
from app.words.languages import gettext
from app.words.numbers import numbers
from app.words.paper import PAPERS
from app.words.speaker import Speaker, speaker_for
from app.words.typesetting import typeset
from site_settings import PaperSize, Site

TEMPLATE = Path(__file__).with_name("board.typ")


@kept(4)
def eye_boards(site: Site, size: PaperSize, language: str = "en") -> bytes:
    """The PDF of all boards for one site, on this paper turned on its side."""
    speaker = speaker_for(READER, site)
    given = {
        "paper": PAPERS[size].typst,
        "boards": [_board(board, speaker) for board in boards(content())],
        "words": _words(site),
        "steps": _steps(site),
    }
    return typeset(TEMPLATE, given, title=gettext("ALS back pain check for eye-pointing"), language=language)


def _board(board: Board, speaker: Speaker) -> dict[str, Any]:
    question = board.question
    urgent = content().alone_emergency.get(question.id, frozenset())
    one = question.kind == "one"
    return {
        "name": gettext("Board %(number)s", number=board.number),
        "topic": _topic(board),
        "ask": speaker.question(question),
        "hint": speaker.say(question.hint) if question.hint else "",
        "how": gettext("One answer.") if one else gettext("All that fit."),
        "part": _part(board),
        "blanks": 1 if one else len(board.options) - 1,
        "places": [
            {
                "words": speaker.option(option),
                "number": board.numbers[option.value],
                "urgent": option.value in urgent,
            }
            for option in board.options
        ],
    }


def _topic(board: Board) -> str:
    topic = gettext(board.question.topic)
    if board.parts == 1:
        return topic
    return gettext("%(topic)s, %(part)s of %(parts)s", topic=topic, part=board.part, parts=board.parts)


def _part(board: Board) -> str:
    if board.parts == 1:
        return ""
    return gettext("Part %(part)s of %(parts)s: show every part.", part=board.part, parts=board.parts)


def _words(site: Site) -> dict[str, str]:
    """What stands on the pages beside the questions."""
    return {
        "for_whom": gettext(
            "For a person with ALS (MND) who answers with the eyes, and a partner who reads. "
            "The questions about danger signs come first."
        ),
        "say": gettext("Say: “I read. You look up for yes.”"),
        "call": gettext("Call %(number)s", number=numbers(site)),
        "sheet": gettext("Sheet for the numbers"),
        "fill": gettext(
            "Write the two digits of each answer beside its board. Leave a board blank only if it was not shown: "
            "blank means not asked."
        ),
        "name": gettext("Name"),
        "born": gettext("Date of birth"),
        "filled": gettext("Filled in (date, time)"),
        "set": gettext("Number of this set: %(set)s", set=set_number(content())),
        "page": gettext("Page {n} of {m}"),
        "foot": for_blanks(content().version),
    }


def _steps(site: Site) -> list[str]:
    """What the partner does, in order."""
    return [
        gettext("Print the boards on clear film. Or on paper, with the dashed middle cut out to look through."),
        gettext("Read out the question. Then read each answer and point at it. Looking up means yes."),
        gettext(
            "Quicker: hold the board up between your faces when you have read it. They look at an answer, and you "
            "follow their eyes. From behind, left and right are swapped."
        ),
        gettext("Say the answer back. When they look up, write down its two digits."),
        gettext("Where it says “All that fit”, ask “One more?” until there is no more."),
        gettext("Not sure is a good answer. Never guess for them. Rest, or stop, when they tire."),
        gettext("Is the answer in a heavy frame? Stop, and call %(number)s now. Finish later.", number=numbers(site)),
        gettext(
            "Give the sheet to their doctor or ALS team, who type the digits into the check and tell you the result. "
            "The sheet gives none by itself. If you are worried, get help now."
        ),
    ]
