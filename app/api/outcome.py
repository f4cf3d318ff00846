"""The outcome as plain JSON values, for the API and the command. Every id is the contract's own."""

from collections.abc import Iterable
from typing import Any

import msgspec

from app.rules.answers import Answers
from app.rules.engine import Outcome, PossibleCause, PresentRisk, Reason, Tripwires, Warning
from app.rules.load import content
from app.rules.shape import Claim, Question, Tier
from app.telling.standing import signed_off
from app.telling.told import told
from app.web.today import today
from app.words.languages import gettext
from app.words.speaker import Speaker

Json = dict[str, Any]


def outcome_json(answers: Answers, outcome: Outcome, speaker: Speaker) -> Json:
    """All of the outcome, with the words that ``speaker``'s reader is told. The outcome must be the answers' own."""
    return {
        "content": {"version": content().version, "digest": content().digest},
        "voice": speaker.voice,
        "tier": _tier(outcome, speaker),
        "unfinished": outcome.unfinished,
        "warnings": [_warning(warning, speaker) for warning in outcome.warnings],
        "causes": [_cause(possible, speaker) for possible in outcome.causes],
        "risks": [_risk(present, speaker) for present in outcome.risks],
        "not_sure": _ids(outcome.not_sure),
        "not_asked": _ids(outcome.not_asked),
        "tripwires": [_tripwires(wires, speaker) for wires in outcome.tripwires],
        "questions_to_ask": speaker.lines(outcome.questions_to_ask),
        "sources": _sources(outcome),
        "disclaimer": gettext(
            "Patient-reported, not verified; not a diagnosis. Content: %(signed)s.",
            signed=signed_off(content(), speaker.site, today()),
        ),
    }


def _ids(questions: Iterable[Question]) -> list[str]:
    return [question.id for question in questions]


def _tier(outcome: Outcome, speaker: Speaker) -> Json:
    """``do`` is what the person is to do, with what the warnings add or put in its place."""
    to_do = told(outcome, speaker)
    return {
        **_short_tier(outcome.tier, speaker),
        "heading": to_do.heading,
        "say": to_do.say,
        "do": list(to_do.steps),
        "after": list(to_do.after),
        "judgement": outcome.tier.judgement,
    }


def _short_tier(tier: Tier, speaker: Speaker) -> Json:
    return {"id": tier.id, "urgency": speaker.say(tier.urgency), "within": speaker.say(tier.within)}


def _reasons(reasons: Iterable[Reason], speaker: Speaker) -> list[Json]:
    """The answers that counted, word for word; null where the question was not asked."""
    return [
        {
            "question": question.id,
            "topic": speaker.say(question.topic),
            "answer": option.value if option else None,
            "words": speaker.option(option) if option else None,
        }
        for question, option in reasons
    ]


def _claim(claim: Claim) -> Json:
    return {"sources": list(claim.sources), "judgement": claim.judgement}


def _warning(warning: Warning, speaker: Speaker) -> Json:
    rule = warning.rule
    return {
        "rule": rule.id,
        "tier": rule.tier,
        "reasons": _reasons(warning.reasons, speaker),
        "because": speaker.say(rule.because),
        "points_to": speaker.say(rule.points_to),
        **_claim(rule),
    }


def _cause(possible: PossibleCause, speaker: Speaker) -> Json:
    cause = possible.cause
    return {
        "id": cause.id,
        "area": cause.area,
        "name": speaker.say(cause.name),
        "text": speaker.say(cause.text),
        "support": _reasons(possible.support, speaker),
        **_claim(cause),
    }


def _risk(present: PresentRisk, speaker: Speaker) -> Json:
    factor = present.factor
    return {
        "id": factor.id,
        "text": speaker.say(factor.text),
        "shown_by": _reasons(present.shown_by, speaker),
        **_claim(factor),
    }


def _tripwires(wires: Tripwires, speaker: Speaker) -> Json:
    """``if`` holds what would have to come true, each a sentence that goes on from "get help sooner if"."""
    changes = [(question, option) for question, option in wires.changes if option and option.tripwire]
    return {
        "tier": wires.tier.id,
        "if": [
            {"question": question.id, "answer": option.value, "words": speaker.say(option.tripwire)}
            for question, option in changes
            if option.tripwire
        ],
    }


def _sources(outcome: Outcome) -> Json:
    """Each source that something in the outcome names."""
    claims: list[Claim] = [
        *(warning.rule for warning in outcome.warnings),
        *(possible.cause for possible in outcome.causes),
        *(present.factor for present in outcome.risks),
    ]
    cited = dict.fromkeys(key for claim in claims for key in claim.sources)
    return {key: msgspec.to_builtins(content().sources[key]) for key in cited}
