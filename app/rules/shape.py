"""The typed shape of the clinical content: what a question, a rule, a cause and the rest consist of.

Frozen objects, strict about their keys. ``load`` reads them from TOML, ``checks`` says what else must hold.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any, Literal

import msgspec

Voice = Literal["patient", "caregiver"]
Stage = Literal["start", "danger", "pain", "warning", "context"]
Kind = Literal["one", "many"]

NONE = "none"
NOT_SURE = "not_sure"
RESPONDENT = "respondent"
LOCATION = "location"


class Frozen(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A content object: immutable, and strict about the keys its file may use."""


Mark = Literal["new", "usual"]


class Text(Frozen, frozen=True, cache_hash=True):
    """The same thing said twice, each sentence written out in full: to the person, and to a caregiver.

    ``together`` is for a person with a helper beside them, where the helper has something to do that the person's own
    sentence leaves out; else they hear the person's sentence.
    """

    patient: str
    caregiver: str
    together: str | None = None

    def to(self, voice: Voice, helped: bool = False) -> str:
        """The English sentence for one reader; it may hold ``{placeholders}`` of the site."""
        if voice == "caregiver":
            return self.caregiver
        return self.together if helped and self.together is not None else self.patient


class AnyOf(Mapping[str, tuple[str, ...]]):
    """Question id -> the answers that count. Immutable; the key order of the file is kept."""

    __slots__ = ("_conditions",)

    def __init__(self, conditions: Mapping[str, Any]) -> None:
        self._conditions = {question: tuple(values) for question, values in conditions.items()}

    def __getitem__(self, question: str) -> tuple[str, ...]:
        return self._conditions[question]

    def __iter__(self) -> Iterator[str]:
        return iter(self._conditions)

    def __len__(self) -> int:
        return len(self._conditions)

    def __hash__(self) -> int:
        return hash(tuple(self._conditions.items()))

    def __repr__(self) -> str:
        return f"AnyOf({self._conditions!r})"


class Claim(Frozen, frozen=True, kw_only=True):
    """Anything the app asserts: it names its sources, or owns up to being judgement."""

    id: str
    sources: tuple[str, ...] = ()
    judgement: bool = False


class ReadAnew(Frozen, frozen=True):
    """An answer that holds something else since a version: what staff should ask when an older code says it."""

    since: str
    words: str

    def concerns(self, version: str) -> bool:
        """Whether an answer given to this version of the content is read so: it is older than the change."""
        return _number(version) < _number(self.since)


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


class Option(Frozen, frozen=True):
    """One answer. ``tripwire`` says what getting worse in this way looks like; ``fixed`` marks an answer that is
    never a reason to call sooner: it cannot come true later (an age), or it would warn against a prescription.

    For staff: ``mark`` says if it is new against what is usual for this person, ``before_treating`` what it changes
    about how to treat, as an instruction. ``lasting`` marks what does not go away: nobody grows younger, an illness
    that was stays in the history, weak bones and a bulge of an artery do not heal by themselves, and in ALS neither
    does weak breathing. Which answers these are is this project's own judgement, for staff to weigh.
    """

    value: str
    label: str
    caregiver_label: str | None = None
    voices: tuple[Voice, ...] = ("patient", "caregiver")
    calmest: bool = False
    fixed: bool = False
    lasting: bool = False
    tripwire: Text | None = None
    mark: Mark | None = None
    before_treating: str | None = None
    read_anew: ReadAnew | None = None

    @property
    def stands_alone(self) -> bool:
        """True for "none of these" and "not sure", which go with no other answer."""
        return self.value in (NONE, NOT_SURE)

    def words(self, voice: Voice) -> str:
        """The answer as this reader sees it on the button."""
        if voice == "caregiver" and self.caregiver_label is not None:
            return self.caregiver_label
        return self.label


class Question(Frozen, frozen=True, kw_only=True, dict=True):
    """One question of the check. ``topic`` names it in lists ("Breathing"); ``hint`` helps to answer it, and ``more``
    says why it is asked and how to tell.

    For staff: ``denied`` is what the calmest answer to a danger question denied; ``about_pain`` marks what describes
    the pain, ``background`` what describes the person's usual life and health.
    """

    id: str
    stage: Stage
    kind: Kind
    topic: str
    ask: Text
    hint: Text | None = None
    more: Text | None = None
    denied: str | None = None
    about_pain: bool = False
    background: bool = False
    option: tuple[Option, ...]

    @property
    def must_be_answered(self) -> bool:
        """True when nobody may stop the check before it is answered, be it with "not sure"."""
        return self.stage in ("start", "danger")

    @property
    def warns(self) -> bool:
        """True when leaving it unasked counts as "not sure"; in the context stage it only means unknown."""
        return self.stage != "context"

    @property
    def values(self) -> tuple[str, ...]:
        """Every value of the contract, in its order."""
        return tuple(option.value for option in self.option)

    @cached_property
    def offered(self) -> Mapping[Voice, tuple[str, ...]]:
        """The values each reader is offered, in the contract's order."""
        voices: tuple[Voice, ...] = ("patient", "caregiver")
        return {voice: tuple(option.value for option in self.options_for(voice)) for voice in voices}

    def options_for(self, voice: Voice) -> tuple[Option, ...]:
        """The answers this reader is offered."""
        return tuple(option for option in self.option if voice in option.voices)

    def ticks_first(self, voice: Voice) -> list[Option]:
        """The answers this reader is offered, the ticks before "none of these" and "not sure"."""
        return sorted(self.options_for(voice), key=lambda option: option.stands_alone)

    def calm(self, said: Iterable[str]) -> bool:
        """Whether this was answered, and with nothing but the calmest answer. What is not known is never calm."""
        options = [self.find(value) for value in said]
        return bool(options) and all(option.calmest for option in options)

    def find(self, value: str) -> Option:
        """The option with this value. Raises KeyError when the contract has none."""
        for option in self.option:
            if option.value == value:
                return option
        raise KeyError(value)


class Tier(Frozen, frozen=True):
    """How soon care is needed. ``urgency`` and ``within`` are for staff; ``actions`` for the reader, and ``say`` is
    what to say there. ``calls`` marks the one tier at which the emergency number is called now; everyday causes and
    reading matter would slow somebody down there. ``seen_today`` marks one at which nothing replaces being seen today.
    """

    id: str
    heading: Text
    urgency: str
    within: str
    actions: tuple[Text, ...]
    say: Text | None = None
    calls: bool = False
    seen_today: bool = False
    after: tuple[Text, ...] = ()
    judgement: bool = False


class Rule(Claim, frozen=True, kw_only=True):
    """When any clause of ``when`` holds, the result is at least ``tier``. ``points_to`` is for staff.

    ``extra`` is said with the tier's actions, or in their place (``extra_replaces``); ``extra_stays`` when it holds
    beside a more urgent result too.
    """

    tier: str
    when: tuple[AnyOf, ...]
    points_to: str
    because: Text
    extra: Text | None = None
    extra_replaces: bool = False
    extra_stays: bool = False
    ask: Text | None = None
    article: str | None = None


class Mechanism(Claim, frozen=True, kw_only=True):
    """One of the ways ALS can lead to back pain."""

    name: str
    text: Text
    article: str


class Cause(Claim, frozen=True, kw_only=True):
    """A possible cause. ``area`` is a value of the location question, or ``any``."""

    area: str
    mechanism: str
    name: str
    text: Text
    article: str
    supported_by: AnyOf
    ask: Text | None = None


class RiskFactor(Claim, frozen=True, kw_only=True):
    """Something that makes back pain more likely, and the answers that show it."""

    text: Text
    article: str
    shown_by: AnyOf


class Advice(Claim, frozen=True, kw_only=True):
    """One line of reading matter. ``name`` says in a few words what it is about, where a list needs that."""

    group: str
    name: str | None = None
    text: Text
    article: str | None = None


class Source(Frozen, frozen=True):
    """Where a claim comes from, and how far its text was read for this project."""

    body: str
    title: str
    read: Literal["own", "copy", "no"]
    year: int | None = None
    site: str | None = None
    cite: str | None = None
    pmid: int | None = None
    pmcid: str | None = None
    note: str | None = None


class ArticlePart(Frozen, frozen=True):
    """A part of the source article, with the ids of everything in it that the ledger must account for."""

    id: str
    title: str
    items: tuple[str, ...]


class ArticleItem(Frozen, frozen=True):
    """One thing the article says and what became of it."""

    id: str
    says: str
    status: Literal["shown", "reworded", "withheld"]
    reason: str | None = None
    sources: tuple[str, ...] = ()
    judgement: bool = False


class SpokenAnswer(Frozen, frozen=True):
    """What is said to an emergency service for one answer."""

    question: str
    value: str
    text: Text


class SpokenRule(Frozen, frozen=True):
    """What is said for a rule of the most urgent tier when none of its answers has words of its own."""

    id: str
    text: Text


class CardLine(Claim, frozen=True, kw_only=True):
    """A line of the card that an ambulance crew is shown; it holds for everyone with ALS."""

    text: Text


class StaffLine(Frozen, frozen=True):
    """A sentence for staff alone, in one voice."""

    words: str


class Crew(Frozen, frozen=True, kw_only=True):
    """What is told to an emergency service and its crew for someone who cannot say it.

    ``before_treating`` holds for everyone with ALS and stands first on the printed summary.
    """

    sources: tuple[str, ...]
    judgement: bool
    opening: tuple[Text, ...]
    unknown: Text
    place: Text
    closing: tuple[Text, ...]
    answer: tuple[SpokenAnswer, ...]
    rule: tuple[SpokenRule, ...]
    card: tuple[CardLine, ...]
    before_treating: tuple[StaffLine, ...]


class Content(Frozen, frozen=True, dict=True):
    """Everything the app knows, checked. Tiers run from most urgent to calmest.

    ``version`` is the version of the question set and rules that a site cites; ``digest`` is a short
    hash of the files, so two sites can tell whether they run the same words and rules. ``site`` is the hash of a
    site's own files, empty where it has none; the digest holds it too.
    After ``review_by`` somebody has to look whether the sources still say so.
    """

    version: str
    digest: str
    review_by: date
    questions: tuple[Question, ...]
    tiers: tuple[Tier, ...]
    unfinished: str
    rules: tuple[Rule, ...]
    mechanisms: tuple[Mechanism, ...]
    causes: tuple[Cause, ...]
    risk_factors: tuple[RiskFactor, ...]
    advice: tuple[Advice, ...]
    crew: Crew
    sources: Mapping[str, Source]
    parts: tuple[ArticlePart, ...]
    article: tuple[ArticleItem, ...]
    site: str = ""

    @cached_property
    def question(self) -> Mapping[str, Question]:
        """Questions by id."""
        return {question.id: question for question in self.questions}

    @cached_property
    def tier(self) -> Mapping[str, Tier]:
        """Tiers by id."""
        return {tier.id: tier for tier in self.tiers}

    @property
    def most_urgent(self) -> Tier:
        """The tier at which the emergency number is called now."""
        return self.tiers[0]

    @property
    def least_urgent(self) -> Tier:
        """The calmest tier there is."""
        return self.tiers[-1]

    @cached_property
    def alone_emergency(self) -> Mapping[str, frozenset[str]]:
        """Question id -> the answers that mean an emergency by themselves, whatever else is answered."""
        found: dict[str, set[str]] = {}
        for rule in self.rules:
            for clause in rule.when:
                if rule.tier == self.most_urgent.id and len(clause) == 1:
                    for question, values in clause.items():
                        found.setdefault(question, set()).update(values)
        return {question: frozenset(values) for question, values in found.items()}

    @cached_property
    def urgency(self) -> Mapping[str, int]:
        """Tier id -> rank; a larger number is more urgent."""
        return {tier.id: rank for rank, tier in enumerate(reversed(self.tiers))}

    def overdue(self, today: date) -> bool:
        """Whether the content should have been reviewed before this day."""
        return today > self.review_by

    def advice_in(self, group: str) -> tuple[Advice, ...]:
        """The advice lines of one group, in the order of the file."""
        return tuple(line for line in self.advice if line.group == group)
