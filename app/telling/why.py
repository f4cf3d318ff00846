"""Why, in full: each warning that fired, which of them decide, and what is said of the others."""

from typing import NamedTuple

from app.rules.engine import Outcome, Reason, Warning
from app.rules.shape import Question, Rule, Text
from app.words.languages import gettext
from app.words.speaker import Speaker


class Explained(NamedTuple):
    """A warning in full. ``answered`` is false where only what was not asked made it fire; ``because`` is None where
    its words stay unsaid; ``about`` is what it is about."""

    rule: Rule
    reasons: tuple[Reason, ...]
    answered: bool
    because: Text | None
    about: Question


class Why(NamedTuple):
    """The warnings that are as urgent as the result, and those that could wait longer by themselves."""

    deciding: tuple[Explained, ...]
    lesser: tuple[Explained, ...]


def no_warning(speaker: Speaker) -> str:
    """What stands in place of the warnings where none fired, for whoever answered."""
    return speaker.pick(
        gettext("None of your answers matched a warning that we know of. That does not rule out a problem."),
        gettext(
            "None of the answers you gave for them matched a warning that we know of. That does not rule out a problem."
        ),
    )


def explained(outcome: Outcome) -> Why:
    """Every warning of this outcome.

    Beside a call to make now, a calmer warning keeps its answers and sources, but not its words: "get a check today"
    under "call now" would slow somebody down.
    """
    deciding = tuple(_explained(warning, spoken=True) for warning in outcome.deciding)
    return Why(deciding, tuple(_explained(warning, spoken=not outcome.tier.calls) for warning in outcome.lesser))


def _explained(warning: Warning, spoken: bool) -> Explained:
    return Explained(
        rule=warning.rule,
        reasons=warning.reasons,
        answered=any(reason.option for reason in warning.reasons),
        because=warning.rule.because if spoken else None,
        about=warning.reasons[0].question,
    )
