"""The result in one look: the few words of why, and the few signs that mean calling sooner.

Everything that is left out here stands on a page of its own, one press away.
"""

from collections.abc import Iterator

import msgspec

from app.rules.answers import Answers
from app.rules.engine import Outcome, Reason
from app.rules.shape import Content
from app.telling.findings import Findings, Said, Warned
from app.words.speaker import Speaker

MOST_SIGNS = 5
"""More than these a tired reader does not take in; all of them stand on their own page."""


class Glance(msgspec.Struct, frozen=True):
    """``why`` is a line for each warning that decides, with the answers no line above it holds. ``also`` names what
    else to tell, by topic. ``signs`` would each make the result more urgent; ``then`` is what to do at such a sign,
    empty where there is none. ``again``: what there is to do is the check again, in some days."""

    why: tuple[tuple[Said, ...], ...]
    also: tuple[str, ...]
    then: str
    calls: bool
    signs: tuple[str, ...]
    again: bool


def glance(content: Content, answers: Answers, outcome: Outcome, speaker: Speaker) -> Glance:
    """The short form of this outcome, told by ``speaker``. The outcome must be the answers' own."""
    warned = Findings(content, answers, outcome, speaker).warnings()
    why = tuple(_facts([one for one in warned if one.decides]))
    told = {said.topic for line in why for said in line}
    lesser = dict.fromkeys(said.topic for one in warned if not one.decides for said in one.said)
    return Glance(
        why=why,
        also=tuple(topic for topic in lesser if topic not in told),
        then=speaker.say(outcome.tripwires[0].tier.heading) if outcome.tripwires else "",
        calls=bool(outcome.tripwires) and outcome.tripwires[0].tier.calls,
        signs=tuple(
            speaker.say(option.tripwire)
            for _, option in likeliest(content, answers, outcome)
            if option and option.tripwire
        ),
        again=outcome.tier.id == content.least_urgent.id,
    )


def likeliest(content: Content, answers: Answers, outcome: Outcome) -> tuple[Reason, ...]:
    """Of the changes that lead to the most urgent tier there is, those to look out for first; at most one a question.

    First come questions whose answer is not calm, not known or not given: there something has begun already, or
    nobody can tell. Then danger signs; among them those that are urgent for this person but not for everyone. Then
    the contract's order.
    """
    if not outcome.tripwires:
        return ()

    def rank(change: Reason) -> tuple[bool, bool, bool]:
        question, option = change
        for_everyone = option is not None and option.value in content.alone_emergency.get(question.id, ())
        return question.calm(answers.get(question.id, ())), question.stage != "danger", for_everyone

    first: dict[str, Reason] = {}
    for change in sorted(outcome.tripwires[0].changes, key=rank):
        first.setdefault(change.question.id, change)
    return tuple(first.values())[:MOST_SIGNS]


def _facts(deciding: list[Warned]) -> Iterator[tuple[Said, ...]]:
    told: set[Said] = set()
    for one in deciding:
        if new := tuple(said for said in one.said if said not in told):
            told.update(new)
            yield new
