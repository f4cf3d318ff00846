"""Each question with its answers and every mark of judgement on them, in words, for whoever signs the content off."""

from collections.abc import Iterator, Mapping
from textwrap import fill

from app.rules.shape import Content, Mark, Option, Question, Text
from app.signoff.flow import WIDTH
from app.signoff.rows import Row, voices
from app.words.stages import NAMES

HOW_TO_READ = (
    "Under each question stand its answers, and under each answer its marks: what this project judged about it, which "
    "no source states. A mark says what it does."
)
QUESTION_MARKS = {
    "about_pain": "staff read its answers where the pain is described",
    "background": "staff read its answers as the person's usual life and health",
}
ANSWER_MARKS = {
    "calmest": "no answer to this question is calmer",
    "fixed": "never named as a reason to call sooner",
    "lasting": "does not go away: staff are told where a later code no longer says it",
}
AGAINST_USUAL: Mapping[Mark, str] = {
    "new": "staff read it as new, or worse than usual",
    "usual": "staff read it as usual for this person",
}


def text(content: Content) -> str:
    """Every question in the order asked, for a terminal."""
    entries = ("\n".join((f"{one.id}: {one.topic}", *map(_line, rows(one)))) for one in content.questions)
    return "\n\n".join(("THE QUESTIONS", fill(HOW_TO_READ, WIDTH), *entries))


def _line(row: Row) -> str:
    start = f"  {row.label}: "
    return fill(row.words, WIDTH, initial_indent=start, subsequent_indent=" " * (len(start) - len(start.lstrip()) + 4))


def rows(question: Question) -> Iterator[Row]:
    """What is asked, each answer with what hangs on it, and the marks of the question."""
    yield Row("stage", NAMES[question.stage])
    yield from (*voices("asks", question.ask), *voices("hint", question.hint), *voices("more", question.more))
    yield Row("answers", "one" if question.kind == "one" else "as many as hold")
    for option in question.option:
        yield from _answer(option)
    if question.denied:
        yield Row("denied as", question.denied)
    yield from _marks(question, QUESTION_MARKS)


def _answer(option: Option) -> Iterator[Row]:
    """Each row names its answer, so that a mark that moves to another is seen where two contents are compared."""
    only = f" (offered to the {option.voices[0]} alone)" if len(option.voices) == 1 else ""
    said = Text(patient=option.words("patient") + only, caregiver=option.words("caregiver") + only)
    yield from voices(f"  {option.value}", said)
    here = f"    {option.value},"
    yield from voices(f"{here} call sooner if", option.tripwire)
    yield from (Row(f"{here} {row.label}", row.words) for row in _marks(option, ANSWER_MARKS))
    if option.mark:
        yield Row(f"{here} marked", f"{option.mark}: {AGAINST_USUAL[option.mark]}")
    if option.before_treating:
        yield Row(f"{here} before treating", option.before_treating)
    if option.read_anew:
        yield Row(f"{here} in a code from before {option.read_anew.since}", option.read_anew.words)


def _marks(item: Question | Option, marks: Mapping[str, str]) -> Iterator[Row]:
    return (Row("marked", f"{name}: {does}") for name, does in marks.items() if getattr(item, name))
