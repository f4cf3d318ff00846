"""What a device says on the phone for someone who cannot speak, and what an ambulance crew is shown."""

from collections.abc import Iterator

import msgspec

from app.rules.engine import Outcome, Warning
from app.rules.shape import Content, Crew
from app.words.speaker import Speaker

MOST_REASONS = 4
"""More than these nobody takes in over a phone; all of them stand on the card for the crew."""


class Script(msgspec.Struct, frozen=True):
    """Sentences to say, in their order. The place, which only the person's own device knows, goes after ``before``.

    ``reasons`` are all there are; ``before`` holds as many of them as somebody can take in over a phone.
    """

    reasons: tuple[str, ...]
    before: tuple[str, ...]
    place: str
    after: tuple[str, ...]

    @property
    def message(self) -> str:
        """All of it as one text, for a message to an emergency number that takes them."""
        return " ".join((*self.before, *self.after))


def script(content: Content, outcome: Outcome | None, speaker: Speaker) -> Script:
    """The script for this outcome, told by ``speaker``; without one, or a calmer one, only that help is needed."""
    crew = content.crew
    reasons = tuple(dict.fromkeys(_reasons(content, outcome, speaker))) if outcome else ()
    return Script(
        reasons=reasons,
        before=(*map(speaker.say, crew.opening), *(reasons[:MOST_REASONS] or [speaker.say(crew.unknown)])),
        place=speaker.say(crew.place),
        after=tuple(map(speaker.say, crew.closing)),
    )


def _reasons(content: Content, outcome: Outcome, speaker: Speaker) -> Iterator[str]:
    for warning in outcome.warnings:
        if warning.rule.tier == content.most_urgent.id:
            yield from _phrases(content.crew, warning, speaker)


def _phrases(crew: Crew, warning: Warning, speaker: Speaker) -> Iterator[str]:
    """The words of the answers that made a rule fire, or those of the rule where no answer has its own."""
    given = {(reason.question.id, reason.option.value) for reason in warning.reasons if reason.option}
    found = [line.text for line in crew.answer if (line.question, line.value) in given]
    found = found or [line.text for line in crew.rule if line.id == warning.rule.id]
    yield from map(speaker.say, found)
