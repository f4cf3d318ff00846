"""Page one, for an emergency department: where each word of the summary stands on paper, each answer once.

Print page and PDF draw this. It decides no words; it leaves out what already stands further up, and numbers the
sources, which are listed on page two.
"""

import msgspec

from app.telling.cited import Cited
from app.telling.findings import Said, Warned
from app.telling.summary import Summary


class SheetWarning(msgspec.Struct, frozen=True):
    """A warning: the facts first, then what they may mean, how soon that alone would need care, and its sources."""

    facts: tuple[str, ...]
    may_be: str
    urgency: str
    sources: str


class SheetRow(msgspec.Struct, frozen=True):
    """A label and what stands beside it."""

    label: str
    words: str


class Sheet(msgspec.Struct, frozen=True):
    """What is drawn from a summary beside the summary itself."""

    deciding: tuple[SheetWarning, ...]
    lesser: tuple[SheetWarning, ...]
    pain: tuple[SheetRow, ...]
    usual: tuple[str, ...]
    context: tuple[str, ...]
    causes: tuple[SheetRow, ...]
    more_causes: tuple[str, ...]
    note: str
    sources: tuple[Cited, ...]


def sheet(summary: Summary, see_above: str) -> Sheet:
    """The sheet of a summary. ``see_above`` stands where an answer was printed further up."""
    sources = tuple(dict.fromkeys(cited for warned in summary.warnings for cited in warned.sources))
    printed = _Printed()
    warnings = [_warning(warned, sources, printed) for warned in _most_urgent_first(summary)]
    deciding = sum(warned.decides for warned in summary.warnings)
    return Sheet(
        deciding=tuple(warnings[:deciding]),
        lesser=tuple(warnings[deciding:]),
        pain=tuple(SheetRow(said.topic, printed.rest(said.words) or see_above) for said in summary.pain),
        usual=tuple(words for words in summary.usual if printed.rest(words.partition(": ")[2])),
        context=tuple(words for words in summary.context if printed.rest(words)),
        causes=tuple(
            SheetRow(one.name, "; ".join(said.topic for said in one.said)) for one in summary.causes if one.said
        ),
        more_causes=tuple(one.name for one in summary.causes if not one.said),
        note=" / ".join(summary.note.split("\n")),  # a line each would push the staff's box off the page
        sources=sources,
    )


def _most_urgent_first(summary: Summary) -> list[Warned]:
    return sorted(summary.warnings, key=lambda warned: not warned.decides)


def _warning(warned: Warned, sources: tuple[Cited, ...], printed: "_Printed") -> SheetWarning:
    numbers = [str(sources.index(cited) + 1) for cited in warned.sources]
    return SheetWarning(
        facts=tuple(_fact(said, printed) for said in warned.said),
        may_be=warned.points_to,
        urgency="" if warned.decides else warned.urgency,
        sources=", ".join([*numbers, *(["J"] if warned.judgement else [])]),
    )


def _fact(said: Said, printed: "_Printed") -> str:
    rest = printed.rest(said.words)
    return f"{said.topic}: {rest}" if rest else said.topic


class _Printed:
    """Remembers the answers that stand on the page already."""

    def __init__(self) -> None:
        self._words: set[str] = set()

    def rest(self, words: str) -> str:
        """Those of several answers, divided by semicolons, that were not printed yet. From now on they are."""
        new = [one for one in words.split("; ") if one not in self._words]
        self._words.update(new)
        return "; ".join(new)
