"""The safety net: what holds whatever a result says. Decided here, once, for every page and every output.

A page shows less of it than an output that is read away from the check, for two reasons: a result has to be taken in at
one look, and the foot of each page says the part on being worried already.
"""

from app.rules.shape import Content
from app.telling.limits import unchecked
from app.words.languages import gettext
from app.words.speaker import Speaker


def safety_net(content: Content, speaker: Speaker) -> tuple[str, ...]:
    """All of it, as every output says it: print, PDF, text, FHIR."""
    return tuple(speaker.lines(line.text for group in ("limits", "always") for line in content.advice_in(group)))


def good_to_know(content: Content, speaker: Speaker) -> tuple[str, ...]:
    """What stands under any list of danger signs: what is true of them all, then the whole net."""
    of_them_all = (line.text for line in content.advice_in("danger_signs") if not line.name)
    return (*speaker.lines(of_them_all), *safety_net(content, speaker))


def below_a_result(content: Content, speaker: Speaker) -> tuple[str, ...]:
    """What a result says itself: the limits of the check. The foot of the page says the rest that cannot wait."""
    return (*speaker.lines(line.text for line in content.advice_in("limits")), unchecked())


def at_the_foot(content: Content) -> str:
    """The foot of each page, in the same words for everyone: it is drawn once, for all visits."""
    return " ".join(gettext(line.text.patient) for line in content.advice_in("foot"))
