"""What the parts of the check are called, wherever one is named."""

from collections.abc import Mapping

from app.rules.shape import Stage
from app.words.languages import gettext


def N_(english: str) -> str:  # noqa: N802 - what translators' tools look for
    """The same words, offered to translators and not translated here."""
    return english


NAMES: Mapping[Stage, str] = {
    "start": N_("Who answers"),
    "danger": N_("Danger signs"),
    "pain": N_("The pain"),
    "warning": N_("Other signs"),
    "context": N_("Day to day"),
}
"""In English, in the order of the check."""


def stage_name(stage: Stage) -> str:
    """In this site's language."""
    return gettext(NAMES[stage])
