"""The outcome as the API and the command give it: typed, and the OpenAPI schema is made from these types.

Every id is the contract's own; every word is what the reader is told.
"""

from collections.abc import Iterable
from typing import Annotated

import msgspec
from msgspec import Meta, field

from app.rules import engine, shape
from app.rules.answers import Answers
from app.rules.load import content
from app.telling.disclaimer import with_sign_off
from app.telling.standing import signed_off
from app.telling.told import told
from app.web.today import today
from app.words.speaker import Speaker

# Each names a kind of id of the content; openapi.py writes out which ids there are.
TierId = Annotated[str, Meta(extra_json_schema={"ids": "tiers"})]
QuestionId = Annotated[str, Meta(extra_json_schema={"ids": "questions"})]
RuleId = Annotated[str, Meta(extra_json_schema={"ids": "rules"})]
CauseId = Annotated[str, Meta(extra_json_schema={"ids": "causes"})]
RiskId = Annotated[str, Meta(extra_json_schema={"ids": "risks"})]
SourceId = Annotated[str, Meta(extra_json_schema={"ids": "sources"})]


class Given(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The base of what is given: a field that is not named here is no part of it."""


class Release(Given, frozen=True):
    """Which content the outcome comes from."""

    version: str
    digest: str


class Tier(Given, frozen=True):
    """How soon care is needed. ``do`` is what to do now, with what the warnings add or put in its place."""

    id: TierId
    urgency: str
    within: str
    heading: str
    say: str
    do: tuple[str, ...]
    after: tuple[str, ...]
    judgement: bool


class Reason(Given, frozen=True):
    """An answer that counted, word for word; null where the question was not asked."""

    question: QuestionId
    topic: str
    answer: str | None
    words: str | None


class Warning(Given, frozen=True):
    """A rule that fired. ``points_to`` is for staff."""

    rule: RuleId
    tier: TierId
    reasons: tuple[Reason, ...]
    because: str
    points_to: str
    sources: tuple[SourceId, ...]
    judgement: bool


class Cause(Given, frozen=True):
    """What may be behind the pain. Not a diagnosis."""

    id: CauseId
    area: str
    name: str
    text: str
    support: tuple[Reason, ...]
    sources: tuple[SourceId, ...]
    judgement: bool


class Risk(Given, frozen=True):
    """What makes trouble likelier, and the answers that show it."""

    id: RiskId
    text: str
    shown_by: tuple[Reason, ...]
    sources: tuple[SourceId, ...]
    judgement: bool


class Change(Given, frozen=True):
    """What would have to come true: a sentence that goes on from "get help sooner if"."""

    question: QuestionId
    answer: str
    words: str


class Tripwires(Given, frozen=True):
    """Single changes that would be as urgent as ``tier``."""

    tier: TierId
    changes: tuple[Change, ...] = field(name="if")


class Outcome(Given, frozen=True):
    """How soon care is needed, and why. Warnings run from most to least urgent, causes from best supported.

    ``unfinished`` is true when a question that can carry a warning was not asked.
    """

    content: Release
    voice: shape.Voice
    tier: Tier
    unfinished: bool
    warnings: tuple[Warning, ...]
    causes: tuple[Cause, ...]
    risks: tuple[Risk, ...]
    not_sure: tuple[QuestionId, ...]
    not_asked: tuple[QuestionId, ...]
    tripwires: tuple[Tripwires, ...]
    questions_to_ask: tuple[str, ...]
    sources: dict[str, shape.Source]
    disclaimer: str


def outcome_for(answers: Answers, found: engine.Outcome, speaker: Speaker) -> Outcome:
    """All of the outcome, with the words that ``speaker``'s reader is told. It must be the answers' own."""
    return Outcome(
        content=Release(content().version, content().digest),
        voice=speaker.voice,
        tier=_tier(found, speaker),
        unfinished=found.unfinished,
        warnings=tuple(_warning(warning, speaker) for warning in found.warnings),
        causes=tuple(_cause(possible, speaker) for possible in found.causes),
        risks=tuple(_risk(present, speaker) for present in found.risks),
        not_sure=_ids(found.not_sure),
        not_asked=_ids(found.not_asked),
        tripwires=tuple(_tripwires(wires, speaker) for wires in found.tripwires),
        questions_to_ask=tuple(speaker.lines(found.questions_to_ask)),
        sources=_sources(found),
        disclaimer=with_sign_off(signed_off(content(), speaker.site, today())),
    )


def _ids(questions: Iterable[shape.Question]) -> tuple[str, ...]:
    return tuple(question.id for question in questions)


def _tier(found: engine.Outcome, speaker: Speaker) -> Tier:
    tier, to_do = found.tier, told(found, speaker)
    return Tier(
        id=tier.id,
        urgency=speaker.say(tier.urgency),
        within=speaker.say(tier.within),
        heading=to_do.heading,
        say=to_do.say,
        do=to_do.steps,
        after=to_do.after,
        judgement=tier.judgement,
    )


def _reasons(reasons: Iterable[engine.Reason], speaker: Speaker) -> tuple[Reason, ...]:
    return tuple(
        Reason(
            question=question.id,
            topic=speaker.say(question.topic),
            answer=option.value if option else None,
            words=speaker.option(option) if option else None,
        )
        for question, option in reasons
    )


def _warning(warning: engine.Warning, speaker: Speaker) -> Warning:
    rule = warning.rule
    return Warning(
        rule=rule.id,
        tier=rule.tier,
        reasons=_reasons(warning.reasons, speaker),
        because=speaker.say(rule.because),
        points_to=speaker.say(rule.points_to),
        sources=rule.sources,
        judgement=rule.judgement,
    )


def _cause(possible: engine.PossibleCause, speaker: Speaker) -> Cause:
    cause = possible.cause
    return Cause(
        id=cause.id,
        area=cause.area,
        name=speaker.say(cause.name),
        text=speaker.say(cause.text),
        support=_reasons(possible.support, speaker),
        sources=cause.sources,
        judgement=cause.judgement,
    )


def _risk(present: engine.PresentRisk, speaker: Speaker) -> Risk:
    factor = present.factor
    return Risk(
        id=factor.id,
        text=speaker.say(factor.text),
        shown_by=_reasons(present.shown_by, speaker),
        sources=factor.sources,
        judgement=factor.judgement,
    )


def _tripwires(wires: engine.Tripwires, speaker: Speaker) -> Tripwires:
    changes = tuple(
        Change(question.id, option.value, speaker.say(option.tripwire))
        for question, option in wires.changes
        if option and option.tripwire
    )
    return Tripwires(wires.tier.id, changes)


def _sources(found: engine.Outcome) -> dict[str, shape.Source]:
    """Each source that something in the outcome names."""
    claims: list[shape.Claim] = [
        *(warning.rule for warning in found.warnings),
        *(possible.cause for possible in found.causes),
        *(present.factor for present in found.risks),
    ]
    return {key: content().sources[key] for key in dict.fromkeys(key for claim in claims for key in claim.sources)}
