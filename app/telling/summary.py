"""The summary: every word that leaves the screen, worked out once.

The print page, the PDF, the plain text and FHIR render this and decide nothing themselves, so they cannot disagree. It
is made for the staff who act on it, but the answers in it are word for word what the person saw.
"""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from app.rules.answers import Answers
from app.rules.engine import Outcome
from app.rules.shape import Content
from app.telling.findings import Answered, Findings, Possible, Said, Warned
from app.telling.safety_net import safety_net
from app.telling.standing import signed_off, who_answered
from app.telling.times import clock
from app.telling.told import Told, told
from app.words.numbers import numbers
from app.words.speaker import Speaker


class Summary(msgspec.Struct, frozen=True):
    """One check, ready to be printed: immutable, and JSON without further ado.

    ``alerts`` are instructions to read before treating. ``new`` and ``usual`` name what changed and what did not; an
    answer that already stands among the warnings is named there by its topic alone. ``noes`` say which danger signs
    were denied; ``not_sure`` and ``not_asked`` are never among them. ``answers`` holds what was said without them, in
    the order asked.
    """

    tier: str
    urgency: str
    within: str
    unfinished: bool
    respondent: str
    completed: str
    printed: str
    alerts: tuple[str, ...]
    warnings: tuple[Warned, ...]
    new: tuple[str, ...]
    usual: tuple[str, ...]
    pain: tuple[Said, ...]
    noes: tuple[str, ...]
    not_sure: tuple[str, ...]
    not_asked: tuple[str, ...]
    context: tuple[str, ...]
    causes: tuple[Possible, ...]
    told: Told
    note: str
    questions: tuple[str, ...]
    answers: tuple[Answered, ...]
    safety: tuple[str, ...]
    emergency: str
    call_if: tuple[str, ...]
    code: str
    address: str
    version: str
    digest: str
    sign_off: str


class Stamp(NamedTuple):
    """What tells one summary from another: its times, its code, where the code can be opened, and the note."""

    completed: datetime
    printed: datetime
    code: str
    address: str
    note: str = ""


def summarise(content: Content, answers: Answers, outcome: Outcome, speaker: Speaker, stamp: Stamp) -> Summary:
    """The summary of these answers, told as ``speaker`` told it. The outcome must be the answers' own."""
    found = Findings(content, answers, outcome, speaker)
    zone = speaker.site.time_zone
    return Summary(
        tier=outcome.tier.id,
        urgency=speaker.say(outcome.tier.urgency),
        within=speaker.say(outcome.tier.within),
        unfinished=outcome.unfinished,
        respondent=who_answered(answers),
        completed=clock(stamp.completed, zone),
        printed=clock(stamp.printed, zone),
        alerts=found.alerts(),
        warnings=found.warnings(),
        new=found.new(),
        usual=found.usual(),
        pain=found.pain(),
        noes=found.noes(),
        not_sure=found.topics(outcome.not_sure),
        not_asked=found.topics(outcome.not_asked),
        context=found.context(),
        causes=found.causes(),
        told=told(outcome, speaker),
        note=stamp.note,
        questions=tuple(speaker.lines(outcome.questions_to_ask)),
        answers=found.answered(),
        safety=safety_net(content, speaker),
        emergency=numbers(speaker.site),
        call_if=found.call_if(),
        code=stamp.code,
        address=stamp.address,
        version=content.version,
        digest=content.digest,
        sign_off=signed_off(content, speaker.site, stamp.printed.astimezone(ZoneInfo(zone)).date()),
    )
