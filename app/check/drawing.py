"""The one question that is asked with a drawing: where the pain is."""

from typing import NamedTuple

from app.rules.shape import LOCATION, NOT_SURE, Option, Question


class Drawing(NamedTuple):
    """A drawing of a back. ``places`` are the answers that are its areas, from above; ``at_once`` is the one that takes
    a single press when the pain is there alone, as "none of these" does in other lists."""

    places: tuple[Option, ...]
    at_once: Option


def drawn(question: Question) -> Drawing | None:
    """The drawing of this question, if it has one."""
    if question.id != LOCATION:
        return None
    places = tuple(option for option in question.option if option.value != NOT_SURE)
    return Drawing(places, next(option for option in places if option.calmest))
