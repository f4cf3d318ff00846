"""The card for an ambulance crew: what they must know at a glance, for someone who may not be able to say it."""

import msgspec

from app.rules.answers import Answers
from app.rules.engine import Outcome
from app.rules.shape import Content
from app.telling.findings import Findings
from app.telling.script import script
from app.words.speaker import Speaker


class CrewCard(msgspec.Struct, frozen=True):
    """``lines`` hold for everyone with ALS, ``why`` says why they were called, ``alerts`` what the answers add."""

    lines: tuple[str, ...]
    why: tuple[str, ...]
    alerts: tuple[str, ...]


def crew_card(content: Content, answers: Answers, outcome: Outcome | None, speaker: Speaker) -> CrewCard:
    """The card of these answers; without an outcome (nothing was answered), what holds for everyone with ALS."""
    lines = tuple(speaker.say(line.text) for line in content.crew.card)
    if outcome is None:
        return CrewCard(lines, (), ())
    always = {speaker.say(line.words) for line in content.crew.before_treating}
    alerts = Findings(content, answers, outcome, speaker).alerts()
    return CrewCard(
        lines=lines,
        why=script(content, outcome, speaker).reasons,
        alerts=tuple(words for words in alerts if words not in always),
    )
