"""What a worked case consists of, key by key, and the answers that somebody in it gives."""

from collections.abc import Mapping

from app.rules.answers import Answers, AnswerValues
from app.rules.shape import Frozen, Source

USUAL: Mapping[str, AnswerValues] = {
    "respondent": ("patient",), "breathing": ("no",), "awake": ("none",), "chest_sudden": ("none",),
    "bladder_saddle": ("none",), "limbs": ("none",), "fall": ("no",), "fever": ("none",), "location": ("lower",),
    "severity": ("mild",), "duration": ("under_2_weeks",), "checked": ("no",), "otc": ("not_tried",),
    "swollen_leg": ("no",), "belly": ("none",), "skin": ("no",), "medicine": ("none",), "risk": ("none",),
    "weight": ("no",), "pattern": ("none",), "coping": ("no",), "mobility": ("walking",), "usual": ("none",),
}  # fmt: skip
"""What a case leaves out: calm answers, and a new pain that nobody has looked at or treated."""


class Case(Frozen, frozen=True, kw_only=True):
    """Somebody's answers, and between which results the rules must stay.

    ``least`` is the least urgent tier that is good enough: below it is under-triage. ``most`` stands where too
    urgent a result would do harm of its own: above it is over-triage. Questions after ``stops_after``, and those of
    ``not_asked``, have no answer; every other one that ``answers`` leaves out has the usual, calm one. A case rests
    on ``sources`` or on the ``judgement`` of somebody it names. ``went_wrong`` says what a report found to have been
    asked wrongly, not understood or not handed over. ``tier`` and ``fires`` are what the rules give exactly, where
    that is held fast too.
    """

    id: str
    condition: str
    facts: str
    answers: Mapping[str, AnswerValues] = {}
    stops_after: str | None = None
    not_asked: tuple[str, ...] = ()
    least: str
    most: str | None = None
    reason: str
    sources: tuple[str, ...] = ()
    judgement: str = ""
    went_wrong: str = ""
    tier: str | None = None
    fires: Mapping[str, tuple[str, ...]] = {}

    @property
    def who(self) -> str:
        """Who answers: a value of the first question."""
        return self.answers.get("respondent", USUAL["respondent"])[0]

    def said(self) -> Answers:
        """Everything that was answered, in the order it is asked."""
        asked = list(USUAL)
        if self.stops_after:
            asked = asked[: asked.index(self.stops_after) + 1]
        every = {**USUAL, **self.answers}
        return Answers({question: every[question] for question in asked if question not in self.not_asked})


class CaseFile(Frozen, frozen=True):
    """A file of cases: the sources that it alone uses, and the cases."""

    source: Mapping[str, Source] = {}
    case: tuple[Case, ...] = ()
