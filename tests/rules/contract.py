"""What is frozen about the content: the contract, and the calmest answer to each question.

Printed codes, exports and a clinician's signature rest on these. Words may change at any time; these may not.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from app.rules.shape import Content, Question, Rule
from tests.rules import oracle

CALMEST: Mapping[str, str] = {
    "breathing": "no", "awake": "none", "chest_sudden": "none", "bladder_saddle": "none", "limbs": "none",
    "fall": "no", "fever": "none", "location": "lower", "severity": "mild", "checked": "same", "otc": "helps_some",
    "swollen_leg": "no", "belly": "none", "skin": "no", "medicine": "none", "risk": "none", "weight": "no",
    "pattern": "none", "coping": "no", "mobility": "walking", "usual": "none",
}  # fmt: skip
"""The one answer a question marks as its calmest. Who answers and how long it hurts have none: a long pain
is a reason to be seen and so is a new one. The contract does not say it; this list does."""


def differences(content: Content) -> Iterator[str]:
    """Each place where the content is not what the contract says."""
    yield from _unlike("question", oracle.CONTRACT["questions"], [_question(one) for one in content.questions])
    yield from _unlike("rule", oracle.CONTRACT["rules"], [_rule(one) for one in content.rules])


def calmest_differences(content: Content) -> Iterator[str]:
    """Each question whose calmest answer is not the frozen one."""
    for question in content.questions:
        marked = [option.value for option in question.option if option.calmest]
        expected = [CALMEST[question.id]] if question.id in CALMEST else []
        if marked != expected:
            yield f"question {question.id}: calmest is {marked}, not {expected}"


def _unlike(kind: str, expected: list[Any], found: list[Any]) -> Iterator[str]:
    names = [[one["id"] for one in side] for side in (expected, found)]
    if names[0] != names[1]:
        yield f"the {kind}s are {names[1]}, not {names[0]}"
        return
    for one, other in zip(expected, found, strict=True):
        for key in one:
            if one[key] != other[key] or _order(one[key]) != _order(other[key]):
                yield f"{kind} {one['id']}: {key} is {other[key]}, not {one[key]}"


def _order(value: Any) -> Any:
    """Dicts compare without regard to order; their keys, in order, do not."""
    return [list(one) for one in value if isinstance(one, dict)] if isinstance(value, list) else None


def _question(question: Question) -> dict[str, Any]:
    options = [{"value": option.value, "voices": list(option.voices)} for option in question.option]
    return {"id": question.id, "stage": question.stage, "kind": question.kind, "options": options}


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "tier": rule.tier,
        "when": [{id: list(values) for id, values in clause.items()} for clause in rule.when],
        "article": rule.article,
        "sources": list(rule.sources),
        "judgement": rule.judgement,
    }
