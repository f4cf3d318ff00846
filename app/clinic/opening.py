"""Opening a code: what was said then, the result of then, and the result by today's rules."""

from typing import NamedTuple

from flask import session

from app.rules.answers import Answers, keep_valid
from app.rules.codes.code import alone, decode, wrong_group
from app.rules.codes.letters import BadCode
from app.rules.engine import Outcome, triage
from app.rules.load import content
from app.visit import current as visit
from app.visit.current import COMPARED
from app.words.languages import gettext

_OPENED = "opened"


class Opened(NamedTuple):
    """A code that was opened.

    ``then`` is the id of its tier of then. ``lost`` counts the answers that today's questions no longer offer:
    they are left out of ``answers``, so they count as not asked.
    """

    answers: Answers
    answered_at: int
    version: str
    then: str
    lost: int

    @property
    def outcome(self) -> Outcome:
        """The outcome by today's rules."""
        return triage(self.answers)

    @property
    def urgency_then(self) -> str:
        """How urgent it was by the rules of then."""
        tier = content().tier.get(self.then)
        return gettext(tier.urgency) if tier else self.then

    @property
    def read_anew(self) -> list[str]:
        """What to ask about answers that hold something else in today's content than when the code was made."""
        found = []
        for question in content().questions:
            for value in self.answers.get(question.id, ()):
                anew = question.find(value).read_anew
                if anew and anew.concerns(self.version):
                    found.append(f"{gettext(question.topic)}: {gettext(anew.words)}")
        return found

    @property
    def aged(self) -> bool:
        """True when the content has changed since, so that the result of then has to stand beside that of now."""
        return self.version != content().version or self.then != self.outcome.tier.id


def open_code(text: str) -> Opened:
    """What the code in ``text`` says today. Raises BadCode."""
    decoded = decode(text)
    answers = keep_valid(content(), decoded.answers)
    lost = sum(map(len, decoded.answers.values())) - sum(map(len, answers.values()))
    return Opened(answers, decoded.answered_at, decoded.version, decoded.tier, lost)


def go_on_with(opened: Opened) -> None:
    """Put the answers of a code in this browser's visit, in place of any that were there."""
    visit.restore(opened.answers, opened.answered_at)
    session[_OPENED] = [opened.version, opened.then, opened.lost, opened.answered_at]


def last_opened() -> Opened | None:
    """The code that this visit's answers came from; None when there was none, or answers were given since."""
    match session.get(_OPENED):
        case [str(version), str(then), int(lost), int(at)] if at == visit.answered_at():
            return Opened(visit.answers(), at, version, then, lost)
    return None


def keep_comparison(one: str, other: str) -> str:
    """Keep two codes that were compared, so that their page can be opened again. Returns the id of the comparison."""
    id = visit.new_id()
    session[COMPARED] = [id, alone(one), alone(other)]
    return id


def last_compared() -> tuple[str, Opened, Opened] | None:
    """The comparison made last, its id first; None when there was none, or its codes can no longer be opened."""
    match session.get(COMPARED):
        case [str(id), str(one), str(other)]:
            try:
                return id, open_code(one), open_code(other)
            except BadCode:
                return None
    return None


def why_not(reason: str, text: str) -> str:
    """What to do about text that is no code, for each of BadCode.REASONS."""
    group = wrong_group(text) if reason == "mistyped" else None
    where = gettext("If just one letter is wrong, it is in group %(group)s.", group=group) if group else ""
    return f"{_what_to_do(reason)} {where}".rstrip()


def _what_to_do(reason: str) -> str:
    return {
        "empty": gettext("Type or paste the code."),
        "letter_u": gettext("No code has the letter U. It may be a V. Look at the code again."),
        "bad_letter": gettext("A code has only letters and numbers. Take out every other sign."),
        "too_short": gettext("This code is too short. Some of its letters are missing."),
        "too_long": gettext("This code is too long. Type one code and nothing else."),
        "several": gettext("There may be more than one code here. Type one code and nothing else."),
        "mistyped": gettext(
            "This code is not right. A letter may be wrong, missing or in the wrong place. "
            "Compare it with the paper, letter by letter."
        ),
        "newer": gettext(
            "This code is from a newer version of this check. Open it at the web address that is printed beside it."
        ),
    }[reason]
