"""What was asked and what was said.

An answer is one or more values of the contract. A question that is absent was not asked, which the
engine never reads as "no".
"""

from collections.abc import Iterable, Iterator, Mapping

from app.rules.shape import NONE, RESPONDENT, Content, Question, Voice

AnswerValues = tuple[str, ...]


class BadAnswer(ValueError):
    """Values that cannot be an answer to a question. ``reason`` is one of REASONS."""

    REASONS = ("unknown_question", "unknown_value", "missing", "doubled", "none_with_others")

    def __init__(self, question: str, reason: str) -> None:
        self.question = question
        self.reason = reason
        # The values stay out of the message: messages reach logs, and answers must not.
        super().__init__(f"{reason} at {question}" if reason != "unknown_question" else reason)


class Answers(Mapping[str, AnswerValues]):
    """Question id -> the values said, in the contract's order. Immutable and hashable."""

    __slots__ = ("_given",)

    def __init__(self, given: Mapping[str, AnswerValues] | None = None) -> None:
        self._given: dict[str, AnswerValues] = dict(given or {})

    def __getitem__(self, question: str) -> AnswerValues:
        return self._given[question]

    def __contains__(self, question: object) -> bool:
        return question in self._given

    def __iter__(self) -> Iterator[str]:
        return iter(self._given)

    def __len__(self) -> int:
        return len(self._given)

    def __hash__(self) -> int:
        return hash(frozenset(self._given.items()))

    def __repr__(self) -> str:
        return f"<Answers to {len(self._given)} questions>"

    @property
    def given(self) -> Mapping[str, AnswerValues]:
        """The same as a plain mapping, which is quicker to ask."""
        return self._given

    @property
    def voice(self) -> Voice:
        """Whose words to use; the person's own until a caregiver says who they are."""
        return "caregiver" if self._given.get(RESPONDENT) == ("caregiver",) else "patient"

    @property
    def helped(self) -> bool:
        """True when someone is helping the person to answer, and hears what there is to do."""
        return self._given.get(RESPONDENT) == ("together",)

    def plus(self, question: str, values: AnswerValues) -> "Answers":
        """The same answers with this one put in or put in place of the old one."""
        return Answers({**self._given, question: values})


def read_values(question: Question, values: Iterable[str], voice: Voice) -> AnswerValues:
    """Check the raw values given for a question and put them in the contract's order.

    Raises BadAnswer: ``missing``, ``doubled``, ``unknown_value`` (also one this voice is not
    offered) or ``none_with_others``.
    """
    said = tuple(values)
    offered = question.offered[voice]
    if len(said) == 1 and said[0] in offered:  # most answers; each request reads all of them
        return said
    if not said:
        raise BadAnswer(question.id, "missing")
    if len(set(said)) < len(said) or (question.kind == "one" and len(said) > 1):
        raise BadAnswer(question.id, "doubled")
    if not all(value in offered for value in said):
        raise BadAnswer(question.id, "unknown_value")
    if NONE in said and len(said) > 1:
        raise BadAnswer(question.id, "none_with_others")
    return tuple(value for value in offered if value in said)


def read_answers(content: Content, raw: Mapping[str, Iterable[str]]) -> Answers:
    """Check a whole set of answers from outside. Raises BadAnswer at the first that is wrong."""
    for question in raw:
        if question not in content.question:
            raise BadAnswer(question, "unknown_question")
    voice = Answers({key: tuple(value) for key, value in raw.items() if key == RESPONDENT}).voice
    asked = (question for question in content.questions if question.id in raw)
    return Answers({question.id: read_values(question, raw[question.id], voice) for question in asked})


def keep_valid(content: Content, raw: Mapping[str, Iterable[str]]) -> Answers:
    """Every answer that still makes sense: the others are dropped, so they are asked again.

    A value that the present voice is not offered (the caregiver became the patient) makes its answer
    unasked, which the engine reads as not sure.
    """
    kept: dict[str, AnswerValues] = {}
    voice: Voice = "patient"
    for question in content.questions:
        if question.id not in raw:
            continue
        try:
            kept[question.id] = read_values(question, raw[question.id], voice)
        except BadAnswer:
            continue
        if question.id == RESPONDENT:
            voice = Answers(kept).voice
    return Answers(kept)
