"""What the answers say, put into words for staff. Which answers matter how stands as marks in the content."""

from collections.abc import Iterable, Iterator

import msgspec

from app.rules.answers import Answers
from app.rules.engine import Outcome, Reason
from app.rules.shape import NOT_SURE, Content, Mark, Option, Question
from app.telling.cited import Cited, cited
from app.words.languages import gettext
from app.words.speaker import Speaker


class Said(msgspec.Struct, frozen=True):
    """Answers to one question, word for word, under the question's topic."""

    topic: str
    words: str


class Warned(msgspec.Struct, frozen=True):
    """A warning that fired. ``decides`` is true when it is as urgent as the whole result."""

    rule: str
    points_to: str
    urgency: str
    decides: bool
    said: tuple[Said, ...]
    sources: tuple[Cited, ...]
    judgement: bool


class Possible(msgspec.Struct, frozen=True):
    """A possible cause and the answers that support it, perhaps none."""

    cause: str
    name: str
    said: tuple[Said, ...]


class Answered(msgspec.Struct, frozen=True):
    """One question with all that was said, word for word."""

    topic: str
    words: tuple[str, ...]


def no_warning() -> str:
    """What stands in place of the warnings where none fired, for staff."""
    return gettext("No answer matched a warning. That does not rule out a problem.")


def stopped_early() -> str:
    """For staff: what the result of an unfinished check rests on."""
    return gettext("Stopped before the end. What was not asked was counted as not sure.")


def before_treating() -> str:
    """For staff: what the alerts are called."""
    return gettext("Before treating")


class Findings:
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
        """What to heed before treating: what holds for everyone with ALS, then what the answers add, each once."""
        always = [line.words for line in self._content.crew.before_treating]
        added = [option.before_treating for _, option in self._given() if option.before_treating]
        return tuple(map(self._speaker.say, dict.fromkeys((*always, *added))))

    def warnings(self) -> tuple[Warned, ...]:
        """Each warning that fired, with the answers that fired it."""
        content, speaker, deciding = self._content, self._speaker, self._outcome.deciding
        return tuple(
            Warned(
                rule=warning.rule.id,
                points_to=speaker.say(warning.rule.points_to),
                urgency=speaker.say(content.tier[warning.rule.tier].urgency),
                decides=warning in deciding,
                said=self._by_question(warning.reasons),
                sources=cited(content, warning.rule),
                judgement=warning.rule.judgement,
            )
            for warning in self._outcome.warnings
        )

    def new(self) -> tuple[str, ...]:
        """What is new or worse, question by question."""
        return tuple(self._marked("new"))

    def usual(self) -> tuple[str, ...]:
        """What is as it was before."""
        return tuple(self._marked("usual"))

    def pain(self) -> tuple[Said, ...]:
        """Where, how bad, how long, what was tried, what it is like."""
        return tuple(
            Said(self._speaker.say(question.topic), "; ".join(said))
            for question in self._asked()
            if question.about_pain and (said := self._words(question))
        )

    def context(self) -> tuple[str, ...]:
        """What was said of the person's usual life; ticks speak for themselves, other answers need their topic."""
        found = []
        for question in self._asked():
            if question.background:
                ticked = question.kind == "many" and not question.calm(self._answers[question.id])
                topic = "" if ticked else f"{self._speaker.say(question.topic)}: "
                found += [topic + words for words in self._words(question)]
        return tuple(found)

    def noes(self) -> tuple[str, ...]:
        """What was denied: danger questions with their calmest answer, never with "not sure"."""
        denied = (question.denied for question in self._asked() if question.calm(self._answers[question.id]))
        return tuple(self._speaker.say(words) for words in denied if words)

    def topics(self, questions: Iterable[Question]) -> tuple[str, ...]:
        """The names of questions."""
        return tuple(self._speaker.say(question.topic) for question in questions)

    def causes(self) -> tuple[Possible, ...]:
        """The possible causes, those that answers support first."""
        return tuple(
            Possible(possible.cause.id, self._speaker.say(possible.cause.name), self._by_question(possible.support))
            for possible in self._outcome.causes
        )

    def answered(self) -> tuple[Answered, ...]:
        """Every question with what was said, but for "not sure", which has a list of its own."""
        return tuple(
            Answered(self._speaker.say(question.topic), tuple(words))
            for question in self._asked()
            if (words := self._words(question))
        )

    def call_if(self) -> tuple[str, ...]:
        """The changes that would make this an emergency: at that tier itself there are none left to name."""
        return tuple(
            self._speaker.say(reason.option.tripwire)
            for wires in self._outcome.tripwires
            if wires.tier.calls
            for reason in wires.changes
            if reason.option and reason.option.tripwire
        )

    def _asked(self) -> Iterable[Question]:
        return (question for question in self._content.questions if question.id in self._answers)

    def _sure(self, question: Question) -> Iterator[Option]:
        """The answers given, without "not sure"."""
        return (question.find(value) for value in self._answers.get(question.id, ()) if value != NOT_SURE)

    def _words(self, question: Question) -> list[str]:
        return [self._speaker.option(option) for option in self._sure(question)]

    def _given(self) -> Iterator[tuple[Question, Option]]:
        return ((question, option) for question in self._asked() for option in self._sure(question))

    def _marked(self, mark: Mark) -> Iterator[str]:
        """The topic of each question with such an answer, and those that do not stand among the warnings already."""
        for question in self._asked():
            if marked := [option for option in self._sure(question) if option.mark == mark]:
                unsaid = [option for option in marked if (question.id, option.value) not in self._counted]
                topic = self._speaker.say(question.topic)
                yield f"{topic}: {'; '.join(map(self._speaker.option, unsaid))}" if unsaid else topic

    def _by_question(self, reasons: Iterable[Reason]) -> tuple[Said, ...]:
        """The reasons, with several answers to one question on one line."""
        said: dict[str, list[str]] = {}
        for question, option in reasons:
            words = self._speaker.option(option) if option else gettext("not asked")
            said.setdefault(question.topic, []).append(words)
        return tuple(Said(self._speaker.say(topic), "; ".join(words)) for topic, words in said.items())
