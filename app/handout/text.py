"""The summary as plain text in SBAR order, for pasting into a record: nothing wider than 78 columns."""

from collections.abc import Iterable, Iterator
from unicodedata import east_asian_width

from app.handout.labels import Labels, labels
from app.telling.findings import Possible, Said, Warned
from app.telling.summary import Summary

COLUMNS = 78
BULLET, QUOTE, INDENT = "- ", "> ", "  "


def text(summary: Summary) -> str:
    """The whole summary as lines of text, each ended by a line feed."""
    words = labels()
    parts = (_situation, _background, _assessment, _recommendation, _answers, _foot)
    lines = [line for part in parts for line in (*part(summary, words), "")]
    return "\n".join(line for long in lines for line in wrap(long)).rstrip("\n") + "\n"


def _situation(summary: Summary, words: Labels) -> Iterator[str]:
    yield words["title"].upper()
    yield f"{summary.urgency.upper()} ({words['within'].lower()}: {summary.within})"
    yield f"{words['answered_by']}: {summary.respondent}. {words['completed']}: {summary.completed}"
    if summary.unfinished:
        yield words["unfinished"]
    yield ""
    yield f"S - {words['situation'].upper()}"
    if summary.alerts:
        yield f"{words['alert'].upper()}: {'; '.join(summary.alerts)}"
    yield f"{words['why']}:"
    yield from _warnings(summary, words, decides=True)
    yield f"{words['new']}: {_run(summary.new, words['none'])}"
    yield f"{words['pain']}:"
    yield from (BULLET + _said(one) for one in summary.pain)


def _background(summary: Summary, words: Labels) -> Iterator[str]:
    yield f"B - {words['background'].upper()}"
    yield f"{words['usual']}: {_run(summary.usual, words['nothing'])}"
    yield f"{words['context']}: {_run(summary.context, words['nothing'])}"
    yield f"{words['noes']}: {_run(summary.noes, words['none'])}"
    yield from _unknown(summary, words)


def _assessment(summary: Summary, words: Labels) -> Iterator[str]:
    yield f"A - {words['assessment'].upper()}"
    yield f"{words['how_soon']}: {summary.urgency} ({summary.within})"
    if any(not warned.decides for warned in summary.warnings):
        yield f"{words['also']}:"
        yield from _warnings(summary, words, decides=False)
    yield f"{words['causes']}:"
    yield from (BULLET + _cause(possible, words) for possible in summary.causes)
    if not summary.causes:
        yield BULLET + words["none"]


def _recommendation(summary: Summary, words: Labels) -> Iterator[str]:
    told = summary.told
    yield f"R - {words['recommendation'].upper()}"
    yield f"{words['told']}: {told.heading}."
    yield from (BULLET + line for line in told.lines)
    if summary.note:
        yield f"{words['ask']}:"
        yield from (QUOTE + line for line in summary.note.split("\n"))
    if summary.questions:
        yield f"{words['suggested']}:"
        yield from (BULLET + ask for ask in summary.questions)
    yield f"{words['safety']}: {' '.join(summary.safety)}"


def _answers(summary: Summary, words: Labels) -> Iterator[str]:
    yield words["all_answers"].upper()
    yield from (f"{BULLET}{one.topic}: {'; '.join(one.words)}" for one in summary.answers)
    yield from _unknown(summary, words)


def _foot(summary: Summary, words: Labels) -> Iterator[str]:
    yield f"{words['completed']}: {summary.completed}"
    yield f"{words['printed']}: {summary.printed}"
    yield f"{words['code']}: {summary.code}"
    yield f"{words['content']} {summary.version} ({summary.digest}), {summary.sign_off}"
    yield words["disclaimer"]


def _unknown(summary: Summary, words: Labels) -> Iterator[str]:
    if summary.not_sure:
        yield f"{words['not_sure']}: {'; '.join(summary.not_sure)}"
    if summary.not_asked:
        yield f"{words['not_asked']}: {'; '.join(summary.not_asked)}"


def _warnings(summary: Summary, words: Labels, decides: bool) -> Iterator[str]:
    found = [warned for warned in summary.warnings if warned.decides == decides]
    for warned in found:
        yield BULLET + _warning(warned, words)
    if not found:
        yield BULLET + words["no_warning"]


def _warning(warned: Warned, words: Labels) -> str:
    sources = [cited.shown for cited in warned.sources]
    sources += [words["judgement"]] if warned.judgement else []
    urgency = "" if warned.decides else f" ({warned.urgency})"
    return f"{warned.points_to}{urgency}. {'. '.join(map(_said, warned.said))} [{'; '.join(sources)}]"


def _cause(possible: Possible, words: Labels) -> str:
    fits = "; ".join(said.words for said in possible.said)
    return f"{possible.name} ({words['fits']} {fits})" if fits else possible.name


def _said(one: Said) -> str:
    return f"{one.topic}: {one.words}"


def _run(items: Iterable[str], empty: str) -> str:
    return "; ".join(items) or empty


def wrap(line: str, columns: int = COLUMNS) -> Iterator[str]:
    """The line as lines of at most so many columns, the later ones indented under the words of a list item."""
    first, words = _marked(line)
    later = QUOTE if first == QUOTE else INDENT if first else ""
    room = columns - len(first)
    while (end := _end(words, room)) < len(words):
        cut = words.rfind(" ", 1, end + 1)
        cut = end if cut < 1 else cut
        yield first + words[:cut].rstrip()
        first, words = later, words[cut:].lstrip()
    yield first + words


def _marked(line: str) -> tuple[str, str]:
    """What a line starts with, where that is a mark, and the words after it."""
    for mark in (BULLET, QUOTE):
        if line.startswith(mark):
            return mark, line.removeprefix(mark)
    return "", line


def _end(words: str, room: int) -> int:
    """How many letters fit: a wide letter takes two columns."""
    if words.isascii():
        return min(room, len(words))
    used = 0
    for place, letter in enumerate(words):
        used += 2 if east_asian_width(letter) in "WF" else 1
        if used > room:
            return place
    return len(words)
