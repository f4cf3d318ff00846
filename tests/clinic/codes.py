"""Codes for the tests of the clinic's pages, and codes of other releases."""

from app.rules.answers import Answers
from app.rules.codes import check_letters
from app.rules.codes.code import encode
from app.rules.codes.letters import ALPHABET
from app.rules.engine import triage
from app.rules.load import content
from tests.rules.people import CALM, Values, with_answers

THEN = 1_787_000_000  # in August 2026
NOW = THEN + 90 * 86_400

CALM_ANSWERS = Answers(CALM)
HALF_WAY = Answers(dict(list(CALM.items())[:10]))


def changed(**answers: Values) -> Answers:
    """Calm answers but for these."""
    return with_answers(CALM, answers)


def code_of(answers: Answers, at: int = NOW, tier: str | None = None) -> str:
    """The code of these answers, with their tier by today's rules unless another is given."""
    return encode(content(), answers, at, tier or triage(answers).tier.id)


def newer_code() -> str:
    """A right code of a release that is not out yet."""
    begin = [30, 1, 2, 3]
    return "".join(ALPHABET[letter] for letter in begin + check_letters.check_letters(begin))


BAD_CODES = {
    "empty": ("", "Type or paste the code."),
    "only dashes": (" - - ", "Type or paste the code."),
    "the letter U": ("12G1-YFCU", "No code has the letter U."),
    "a sign": ("12G1-YFC!", "only letters and numbers"),
    "too short": ("12G1", "too short"),
    "too long": ("12G1" * 10, "too long"),
    "two codes": (f"{code_of(CALM_ANSWERS)}\n{code_of(HALF_WAY)}", "more than one code"),
    "one letter wrong": (code_of(CALM_ANSWERS)[:-1] + "Z", "This code is not right."),
    "a newer release": (newer_code(), "newer version"),
    "something else": ("<b>hello</b>", "only letters and numbers"),
}
