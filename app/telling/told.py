"""What a person is told to do. Decided here, once, for every page and every output."""

from typing import NamedTuple

import msgspec

from app.rules.engine import Outcome
from app.rules.shape import Rule, Tier
from app.words.languages import gettext
from app.words.speaker import Speaker
from site_settings import Site


class Phone(msgspec.Struct, frozen=True):
    """Somebody to call other than the emergency number."""

    name: str
    number: str


class Extra(NamedTuple):
    """Words that a warning adds, and whether they give the emergency number."""

    words: str
    calls: bool


class Told(msgspec.Struct, frozen=True):
    """What the reader is told to do, in their words and in the order to do it.

    ``calls`` is true when the emergency number comes before everything else. ``say`` is what to say there, empty where
    there is nobody to say it to. ``extras`` belong to warnings and come before ``actions``, the usual ones of the tier;
    ``after`` is for later, or for when it gets worse. ``call_at`` is the place among the extras of the first that gives
    the emergency number. ``phones`` are the site's other numbers, whom to call first standing first; none beside a call
    to make now.
    """

    heading: str
    calls: bool
    say: str
    extras: tuple[str, ...]
    actions: tuple[str, ...]
    after: tuple[str, ...]
    call_at: int | None = None
    phones: tuple[Phone, ...] = ()

    @property
    def steps(self) -> tuple[str, ...]:
        """What to do, one after the other, without what to say: an interface has a place of its own for that."""
        return (*self.extras, *self.actions)

    @property
    def lines(self) -> tuple[str, ...]:
        """All of it but the heading, for outputs that print it line by line: a call comes before what to say on it."""
        said = (self.say,) if self.say else ()
        if self.calls:  # the heading is the call, so what to say on it is the next thing
            return (*said, *self.extras, *self.actions, *self.after)
        return (*self.extras, *self.actions[:1], *said, *self.actions[1:], *self.after)


def told(outcome: Outcome, speaker: Speaker) -> Told:
    """What these answers mean the reader should do.

    A warning of the result's own tier may put its words in place of the tier's usual actions, if they can be said at
    this site. A calmer warning never does, and is heard only where its words hold beside a more urgent result too.
    """
    tier = outcome.tier
    own = [warning.rule for warning in outcome.deciding]
    stay = [warning.rule for warning in outcome.lesser if warning.rule.extra_stays]
    extras = _extras([*own, *stay], speaker)
    replaced = any(rule.extra_replaces and _extra(rule, speaker) for rule in own)
    return _told(tier, speaker, extras, () if replaced else tuple(speaker.lines(tier.actions)))


def told_at(tier: Tier, speaker: Speaker) -> Told:
    """What anyone is told at this tier, whatever they answered."""
    return _told(tier, speaker, (), tuple(speaker.lines(tier.actions)))


def phones(site: Site, today: bool) -> tuple[Phone, ...]:
    """The numbers that this site has beside the emergency numbers, whom to call first standing first.

    Who has to be heard ``today`` may be reading at night: then the line for that comes first, and the team may not
    answer.
    """
    team, urgent = (site.als_team, gettext("the ALS team")), (site.urgent_line, gettext("the urgent care line"))
    palliative = (site.palliative_line, gettext("the palliative care team"))
    order = (urgent, team, palliative) if today else (team, urgent, palliative)
    return tuple(Phone(line.name or usual, line.number) for line, usual in order if line.number)


def _told(tier: Tier, speaker: Speaker, extras: tuple[Extra, ...], actions: tuple[str, ...]) -> Told:
    return Told(
        heading=speaker.say(tier.heading),
        calls=tier.calls,
        say=speaker.say(tier.say) if tier.say else "",
        extras=tuple(extra.words for extra in extras),
        actions=actions,
        after=tuple(speaker.lines(tier.after)),
        call_at=next((place for place, extra in enumerate(extras) if extra.calls), None),
        phones=() if tier.calls else phones(speaker.site, tier.seen_today),
    )


def _extras(rules: list[Rule], speaker: Speaker) -> tuple[Extra, ...]:
    """The words that warnings add, each once: several rules can say the same."""
    return tuple(dict.fromkeys(extra for rule in rules for extra in _extra(rule, speaker)))


def _extra(rule: Rule, speaker: Speaker) -> list[Extra]:
    """What stands in place of the usual steps is steps itself, a sentence each."""
    if not rule.extra or not speaker.lines([rule.extra]):
        return []
    said = speaker.sentences(rule.extra) if rule.extra_replaces else [speaker.whole(rule.extra)]
    return [Extra(one.words, "emergency" in one.names) for one in said]
