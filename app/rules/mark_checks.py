"""The checks of the marks on questions and answers: a mark stands only where it can mean what it says."""

import re
from collections.abc import Iterator

from app.rules.errors import Problem
from app.rules.shape import NONE, NOT_SURE, Content, Option, Question

VERSION = re.compile(r"\d+\.\d+")
NEVER_ON_NOTHING = ("fixed", "lasting", "tripwire", "mark", "before_treating")
"""Marks of what is said: "none of these" and "not sure" say nothing that could be so."""
NEVER_ON_THE_CALMEST = ("lasting", "tripwire", "before_treating")


def awaited(content: Content) -> Iterator[Problem]:
    """An answer that a rule waits for says what it looks like to come true, or that it cannot."""
    by_rules = {(q, value) for rule in content.rules for any_of in rule.when for q in any_of for value in any_of[q]}
    for question, option in _answers(content):
        needs = (question.id, option.value) in by_rules and option.value != NOT_SURE
        if needs and not (option.tripwire or option.fixed):
            yield _at(
                question, option, "a rule uses it, but it has no tripwire",
                "add tripwire.patient and tripwire.caregiver, or fixed = true if it cannot come true later",
            )  # fmt: skip


def answer_marks(content: Content) -> Iterator[Problem]:
    """No mark of an answer stands where it cannot be true, or beside one that says the opposite."""
    for question, option in _answers(content):
        yield from _nothing(question, option)
        yield from _calmest(question, option)
        yield from _lasting(question, option)
        yield from _read_anew(content, question, option)
        if option.tripwire and option.fixed:
            yield _at(question, option, "it is both fixed and a tripwire", "keep one of them")
        if not option.voices:
            yield _at(question, option, "nobody is offered it", "name the voices that are, or remove voices")


def question_marks(content: Content) -> Iterator[Problem]:
    """No mark of a question says what its stage or another mark rules out."""
    for question in content.questions:
        where = f"question {question.id!r}"
        if question.about_pain and question.background:
            yield Problem("questions", where, "it is both about_pain and background", "keep one of them")
        if question.denied and question.stage != "danger":
            yield Problem("questions", where, "denied outside the danger questions", "remove denied")
        if question.denied and not any(option.calmest for option in question.option):
            yield Problem("questions", where, "no answer denies it", "mark the calmest answer")


def _answers(content: Content) -> Iterator[tuple[Question, Option]]:
    return ((question, option) for question in content.questions for option in question.option)


def _at(question: Question, option: Option, what: str, remedy: str) -> Problem:
    return Problem("questions", f"question {question.id!r} answer {option.value!r}", what, remedy)


def _nothing(question: Question, option: Option) -> Iterator[Problem]:
    for key in NEVER_ON_NOTHING if option.value in (NONE, NOT_SURE) else ():
        if getattr(option, key):
            yield _at(question, option, f"{key} on an answer that says nothing", f"remove {key}")


def _calmest(question: Question, option: Option) -> Iterator[Problem]:
    """What is not known is never calm, nor is a trouble that is ticked."""
    if not option.calmest:
        return
    if option.value == NOT_SURE:
        yield _at(question, option, "what is not known is marked calmest", "remove calmest: unknown is never calm")
    elif NONE in question.values and option.value != NONE:
        yield _at(question, option, "it is marked calmest, and 'none' is calmer", "mark 'none' calmest")
    for key in NEVER_ON_THE_CALMEST:
        if getattr(option, key):
            yield _at(question, option, f"{key} on the calmest answer", f"remove {key} or calmest")
    if option.mark == "new":
        yield _at(question, option, "the calmest answer is marked new", "remove mark or calmest")


def _lasting(question: Question, option: Option) -> Iterator[Problem]:
    """What lasts can be said again later: in a list, of what is usual for this person, whoever answers then."""
    if option.lasting and not (question.background and question.kind == "many"):
        remedy = "remove lasting, or ask it in a list of the background"
        yield _at(question, option, "lasting outside the lists of usual life and health", remedy)
    if option.lasting and len(set(option.voices)) == 1:
        yield _at(question, option, "lasting, and one voice cannot say it", "offer it to both voices")


def _read_anew(content: Content, question: Question, option: Option) -> Iterator[Problem]:
    """It names a version that was, so that no code of today is taken for an older one."""
    if (anew := option.read_anew) is None:
        return
    if not VERSION.fullmatch(anew.since):
        yield _at(question, option, f"{anew.since!r} is no version", 'write since as in "1.1"')
    elif anew.concerns(content.version):
        yield _at(question, option, f"it is read anew since {anew.since}, which is to come", "name a version that was")
