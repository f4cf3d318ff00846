"""The summary: every word that leaves the screen, worked out once.

The print page, the PDF, the plain text and the QR code render this and decide nothing themselves, so they
cannot disagree. It is made for the staff who act on it, but the answers in it are word for word what the
person saw.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

import msgspec
from flask_babel import format_datetime, get_timezone

from app.rules.answers import Answers
from app.rules.engine import Outcome, Reason
from app.rules.shape import NOT_SURE, RESPONDENT, Claim, Content, Question, Rule, Source, Tier
from app.words.languages import gettext
from app.words.numbers import numbers
from app.words.speaker import Speaker
from config import Site

Picked = Mapping[str, tuple[str, ...]]

DANGER, PAIN = "danger", "pain"
EMERGENCY = "emergency_now"
HISTORY, FEEL = "risk", "pattern"

# Staff must see these before they treat: they change what is safe to give and to do.
ALERTS: Picked = {HISTORY: ("blood_thinner", "breathing_support")}

# What the check asks as new or worse. In the danger questions that is every answer but the ones named here.
NEW_QUESTIONS = ("swollen_leg", "medicine")
NEW_ANSWERS: Picked = {
    "checked": ("changed",),
    "weight": ("yes_new",),
    FEEL: ("between_shoulders", "shape", "getting_worse"),
}
USUAL: Picked = {"breathing": ("slow",), "limbs": ("already",), "checked": ("same",), "weight": ("yes_known",)}
CANNOT_TELL: Picked = {"bladder_saddle": ("nothing_seen",)}

CONTEXT = ("mobility", "usual", HISTORY)

_READ = {"own": "own", "copy": "copy", "no": "title"}


class Part(msgspec.Struct, frozen=True):
    """A part of the summary: immutable, and JSON without further ado."""


class Said(Part, frozen=True):
    """Answers to one question, word for word, under the question's topic."""

    topic: str
    words: str


class Cited(Part, frozen=True):
    """A source as a reader can find it. ``read`` is "own", "copy" or "title": how far its text was read."""

    name: str
    read: str


class Warned(Part, frozen=True):
    """A warning that fired. ``decides`` is true when it is as urgent as the whole result."""

    rule: str
    points_to: str
    urgency: str
    decides: bool
    said: tuple[Said, ...]
    sources: tuple[Cited, ...]
    judgement: bool


class Possible(Part, frozen=True):
    """A possible cause and the answers that support it, perhaps none."""

    cause: str
    name: str
    said: tuple[Said, ...]


class Told(Part, frozen=True):
    """What the person was told to do, in the words they were given.

    ``extras`` belong to warnings and come before ``actions``, the usual ones of the tier.
    """

    heading: str
    extras: tuple[str, ...]
    actions: tuple[str, ...]


class Answered(Part, frozen=True):
    """One question with all that was said, word for word."""

    stage: str
    topic: str
    words: tuple[str, ...]


class Summary(Part, frozen=True):
    """One check, ready to be printed.

    ``new`` and ``usual`` name what changed and what did not; an answer that already stands among the
    warnings is named there by its topic alone. ``noes`` are the danger signs answered No; ``not_sure`` and
    ``not_asked`` are never among them. ``answers`` holds what was said without them, in the order asked.
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
    teller = _Teller(content, answers, outcome, speaker)
    return Summary(
        tier=outcome.tier.id,
        urgency=speaker.say(outcome.tier.urgency),
        within=speaker.say(outcome.tier.within),
        unfinished=outcome.unfinished,
        respondent=who_answered(answers),
        completed=clock(stamp.completed),
        printed=clock(stamp.printed),
        alerts=teller.alerts(),
        warnings=teller.warnings(),
        new=teller.new(),
        usual=teller.usual(),
        pain=teller.pain(),
        noes=teller.noes(),
        not_sure=teller.topics(outcome.not_sure),
        not_asked=teller.topics(outcome.not_asked),
        context=teller.context(),
        causes=teller.causes(),
        told=told(outcome, speaker),
        note=stamp.note,
        questions=tuple(speaker.lines(outcome.questions_to_ask)),
        answers=teller.answered(),
        safety=safety_net(speaker),
        emergency=numbers(speaker.site),
        call_if=teller.call_if(),
        code=stamp.code,
        address=stamp.address,
        version=content.version,
        digest=content.digest,
        sign_off=signed_off(speaker.site),
    )


class _Teller:
    """Puts one set of answers into words. Made for one summary and then thrown away."""

    def __init__(self, content: Content, answers: Answers, outcome: Outcome, speaker: Speaker) -> None:
        self._content = content
        self._answers = answers
        self._outcome = outcome
        self._speaker = speaker
        self._counted = {
            (reason.question.id, reason.option.value)
            for warning in outcome.warnings
            for reason in warning.reasons
            if reason.option
        }

    def alerts(self) -> tuple[str, ...]:
        return tuple(self._words(question, value) for question, value in self._picked(ALERTS))

    def warnings(self) -> tuple[Warned, ...]:
        content, speaker, tier = self._content, self._speaker, self._outcome.tier
        return tuple(
            Warned(
                rule=warning.rule.id,
                points_to=speaker.say(warning.rule.points_to),
                urgency=speaker.say(content.tier[warning.rule.tier].urgency),
                decides=warning.rule.tier == tier.id,
                said=self._by_question(warning.reasons),
                sources=cited(content, warning.rule),
                judgement=warning.rule.judgement,
            )
            for warning in self._outcome.warnings
        )

    def new(self) -> tuple[str, ...]:
        found = {question.id: self._new_values(question) for question in self._asked()}
        return tuple(self._brief(question, values) for question, values in found.items() if values)

    def usual(self) -> tuple[str, ...]:
        return tuple(self._brief(question, (value,)) for question, value in self._picked(USUAL))

    def pain(self) -> tuple[Said, ...]:
        """Where, how bad, how long, what was tried, what it is like: each in the first words of the answer."""
        asked = [question for question in self._asked() if question.stage == PAIN or question.id == FEEL]
        return tuple(
            Said(self._speaker.say(question.topic), "; ".join(_first_words(words) for words in said))
            for question in asked
            if (said := [self._words(question.id, value) for value in self._sure(question)])
        )

    def context(self) -> tuple[str, ...]:
        """What was said of the person's usual life; ticks speak for themselves, other answers need their topic."""
        found = []
        for question in (self._content.question[name] for name in CONTEXT):
            said = [value for value in self._sure(question) if value not in ALERTS.get(question.id, ())]
            ticked = question.kind == "many" and not self._only_calmest(question)
            topic = "" if ticked else f"{self._speaker.say(question.topic)}: "
            found += [topic + self._words(question.id, value) for value in said]
        return tuple(found)

    def noes(self) -> tuple[str, ...]:
        return self.topics(
            question for question in self._asked() if question.stage == DANGER and self._only_calmest(question)
        )

    def topics(self, questions: Iterable[Question]) -> tuple[str, ...]:
        return tuple(self._speaker.say(question.topic) for question in questions)

    def causes(self) -> tuple[Possible, ...]:
        return tuple(
            Possible(possible.cause.id, self._speaker.say(possible.cause.name), self._by_question(possible.support))
            for possible in self._outcome.causes
        )

    def answered(self) -> tuple[Answered, ...]:
        return tuple(
            Answered(question.stage, self._speaker.say(question.topic), tuple(words))
            for question in self._asked()
            if (words := [self._words(question.id, value) for value in self._sure(question)])
        )

    def call_if(self) -> tuple[str, ...]:
        """The changes that would make this an emergency: at that tier itself there are none left to name."""
        return tuple(
            self._speaker.say(reason.option.tripwire)
            for wires in self._outcome.tripwires
            if wires.tier.id == EMERGENCY
            for reason in wires.changes
            if reason.option and reason.option.tripwire
        )

    def _asked(self) -> Iterable[Question]:
        return (question for question in self._content.questions if question.id in self._answers)

    def _sure(self, question: Question) -> tuple[str, ...]:
        """The values said, without "not sure", which has a list of its own."""
        return tuple(value for value in self._answers.get(question.id, ()) if value != NOT_SURE)

    def _picked(self, picked: Picked) -> Iterable[tuple[str, str]]:
        """Those of the picked answers that were given."""
        for question, values in picked.items():
            said = self._answers.get(question, ())
            yield from ((question, value) for value in values if value in said)

    def _only_calmest(self, question: Question) -> bool:
        return all(question.find(value).calmest for value in self._answers.get(question.id, ()))

    def _new_values(self, question: Question) -> tuple[str, ...]:
        known = (*USUAL.get(question.id, ()), *CANNOT_TELL.get(question.id, ()))
        if question.stage == DANGER or question.id in NEW_QUESTIONS:
            said = self._sure(question)
            return tuple(one for one in said if not question.find(one).calmest and one not in known)
        return tuple(value for value in NEW_ANSWERS.get(question.id, ()) if value in self._answers[question.id])

    def _brief(self, question: Question | str, values: tuple[str, ...]) -> str:
        """The topic with those answers that do not stand among the warnings already."""
        known = self._content.question[question] if isinstance(question, str) else question
        topic = self._speaker.say(known.topic)
        unsaid = [self._words(known.id, value) for value in values if (known.id, value) not in self._counted]
        return f"{topic}: {'; '.join(unsaid)}" if unsaid else topic

    def _by_question(self, reasons: Iterable[Reason]) -> tuple[Said, ...]:
        """The reasons, with several answers to one question on one line."""
        said: dict[str, list[str]] = {}
        for question, option in reasons:
            words = self._speaker.option(option) if option else gettext("not asked")
            said.setdefault(question.topic, []).append(words)
        return tuple(Said(self._speaker.say(topic), "; ".join(words)) for topic, words in said.items())

    def _words(self, question: str, value: str) -> str:
        return self._speaker.option(self._content.question[question].find(value))


def _first_words(words: str) -> str:
    """An answer without its explanation: "Mild" for "Mild: comes and goes". All of it stands among all answers."""
    return words.partition(": ")[0]


def told(outcome: Outcome, speaker: Speaker) -> Told:
    """What the result page told the person to do: what the warnings add, then the tier's usual actions.

    A warning of the result's own tier may replace the usual actions; a calmer one is left out when it would.
    """
    own = [warning.rule for warning in outcome.warnings if warning.rule.tier == outcome.tier.id]
    replaced = any(rule.extra_replaces for rule in own)
    extras = [warning.rule for warning in outcome.warnings if _adds(warning.rule, outcome.tier)]
    return Told(
        heading=speaker.say(outcome.tier.heading),
        extras=tuple(speaker.lines([rule.extra for rule in extras if rule.extra])),
        actions=tuple(speaker.lines([] if replaced else outcome.tier.actions)),
    )


def _adds(rule: Rule, tier: Tier) -> bool:
    return rule.tier == tier.id or not rule.extra_replaces


def cited(content: Content, claim: Claim) -> tuple[Cited, ...]:
    """The sources of a claim, each named so that it can be found, with how far it was read."""
    return tuple(Cited(_name(source), _READ[source.read]) for source in map(content.sources.__getitem__, claim.sources))


def _name(source: Source) -> str:
    """A paper by its place in its journal, which is short; anything else by its title."""
    place = source.cite or source.title
    return f"{source.body} {source.year}, {place}" if source.year else f"{source.body}: {place}"


def who_answered(answers: Answers) -> str:
    """Who gave the answers, as staff would say it."""
    if RESPONDENT not in answers:
        return gettext("not asked")
    return {
        "patient": gettext("the person"),
        "together": gettext("the person, with help"),
        "caregiver": gettext("a caregiver"),
    }[answers[RESPONDENT][0]]


def safety_net(speaker: Speaker) -> tuple[str, ...]:
    """What every result says, whatever it says."""
    team = speaker.names["als_team"]
    return (
        gettext("This check can be wrong and cannot examine anyone."),
        gettext("Anyone who is worried should get help, whatever this page says."),
        gettext("Do not start or stop a medicine because of this page; ask %(team)s first.", team=team),
    )


def signed_off(site: Site) -> str:
    """Which clinician answers for the content at this site, if any does."""
    if site.sign_off is None:
        return gettext("not clinically signed off")
    signed = site.sign_off
    return gettext("signed off by %(name)s, %(role)s, %(date)s", name=signed.name, role=signed.role, date=signed.date)


def clock(moment: datetime) -> str:
    """A moment in the site's time zone, with the zone's name, and its distance from UTC where it has one."""
    local = moment.astimezone(get_timezone())
    zone = local.strftime("%Z")
    if local.utcoffset():
        zone += local.strftime(" (UTC%z)")
    return f"{format_datetime(moment, 'd MMM yyyy, HH:mm')} {zone}"
