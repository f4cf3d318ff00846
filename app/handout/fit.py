"""What page one has room for when a browser prints it.

The PDF measures its own lines. A browser cannot be asked before it prints, so the room is reckoned here from the
number of letters, a little on the safe side. What has no room on page one stands on the next, before anything
else does: staff can best do without it, and the person has it on screen.
"""

from collections.abc import Iterable
from math import ceil
from typing import NamedTuple

from app.handout.paper import Size
from app.telling.findings import Said, Warned
from app.telling.summary import Summary

# Of a page in millimetres, without its margins, and how many letters of 11 points fit one line.
HEIGHT = {"a4": 271, "letter": 253}
LETTERS = {"a4": 99, "letter": 102}
LINE = 4.4
GAP = 1.3
# Identity, urgency and QR code; the room for the hand; the foot; and the space between them.
TOP, ALERTS, BY_HAND, FOOT, SPACE = 46, 3, 54, 7, 6
# The reckoning errs on the safe side, so what is over by this little is worth a try.
TOLERANCE = 12
SMALL = 0.82
"""How wide a letter of 9 points is beside one of 11."""


class Later(NamedTuple):
    """What stands on the page after."""

    actions: bool
    questions: bool
    other_causes: bool


CHOICES = (Later(False, False, False), Later(True, False, False), Later(True, True, False), Later(True, True, True))


def later(summary: Summary, size: Size) -> Later:
    """What to leave to the next page, so that all else fits page one. Where even that does not, nothing is left."""
    room = HEIGHT[size] - TOP - BY_HAND - FOOT - SPACE - (ALERTS if summary.alerts else 0) - _why(summary, size)
    heights = {choice: _findings(summary, size, choice) for choice in CHOICES}
    if fitting := [choice for choice, height in heights.items() if height <= room]:
        return fitting[0]
    return CHOICES[-1] if heights[CHOICES[-1]] <= room + TOLERANCE else CHOICES[0]


def _why(summary: Summary, size: Size) -> float:
    lines = sum(ceil(_reason(warned) / LETTERS[size]) for warned in summary.warnings)
    headings = 1 + any(not warned.decides for warned in summary.warnings)
    return (lines + headings) * LINE + len(summary.warnings) * 0.6 + 3


def _reason(warned: Warned) -> float:
    """The length of a warning, in letters of 11 points."""
    small = sum(len(cited.name) + 10 for cited in warned.sources) + len(warned.urgency) + 16 * warned.judgement
    return 1.1 * len(warned.points_to) + sum(map(_said, warned.said)) + SMALL * small


def _findings(summary: Summary, size: Size, choice: Later) -> float:
    """The height of the two columns, cut in the middle."""
    half = LETTERS[size] / 2 - 1
    lengths = list(_lengths(summary, choice))
    return (sum(ceil(length / half) for length in lengths) * LINE + len(lengths) * GAP) / 2


def _lengths(summary: Summary, choice: Later) -> Iterable[float]:
    yield 40 + _run(summary.new) + _run(summary.usual)
    yield 10 + sum(map(_said, summary.pain))
    yield 26 + _run(summary.noes)
    if unknown := (*summary.not_sure, *summary.not_asked):
        yield 70 + _run(unknown)
    yield 24 + _run(summary.context)
    if any(possible.said for possible in summary.causes):
        yield 40
    for possible in summary.causes:
        if possible.said:
            yield 1.1 * len(possible.name) + 8 + SMALL * sum(len(one.words) + 2 for one in possible.said)
    if not choice.other_causes:
        yield 32 + _run(possible.name for possible in summary.causes if not possible.said)
    yield 24 + _run((summary.told.heading, *summary.told.extras, *(() if choice.actions else summary.told.actions)))
    if summary.note:
        # Each line of the note may end a line of the page.
        yield 24 + len(summary.note) + 20 * summary.note.count("\n")
    if not choice.questions:
        yield 24 + _run(summary.questions)


def _said(one: Said) -> float:
    return SMALL * (len(one.topic) + 2) + len(one.words) + 2


def _run(items: Iterable[str]) -> float:
    return sum(len(item) + 2 for item in items)
