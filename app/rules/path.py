"""Which question comes next. Worked out from the answers each time, so nothing can go stale."""

from app.rules.answers import Answers
from app.rules.shape import Content, Question


def next_question(content: Content, answers: Answers) -> Question | None:
    """The first question without an answer, in the contract's order; None when all are answered."""
    return next((question for question in content.questions if question.id not in answers), None)


def previous_question(content: Content, question: Question) -> Question | None:
    """The question asked before this one; None for the first."""
    place = content.questions.index(question)
    return content.questions[place - 1] if place else None


def in_turn(content: Content, answers: Answers, question: Question) -> bool:
    """True when every earlier question has its answer."""
    upcoming = next_question(content, answers)
    return upcoming is None or content.questions.index(question) <= content.questions.index(upcoming)


def danger_done(content: Content, answers: Answers) -> bool:
    """True when the start and every danger question have an answer: from then on a person may stop."""
    return all(question.id in answers for question in content.questions if question.must_be_answered)
