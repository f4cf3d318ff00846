"""Whoever signs sees every mark of judgement: each key of the content is printed, on paper and by ``content show``."""

from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

import msgspec
import pytest
from msgspec import inspect
from msgspec.structs import fields, replace

from app.rules.load import content
from app.rules.shape import (
    Advice,
    AnyOf,
    ArticleItem,
    Cause,
    Content,
    Mechanism,
    Option,
    Question,
    ReadAnew,
    RiskFactor,
    Rule,
    Text,
    Tier,
)
from app.signoff import clinician, differences
from app.signoff.command import _report

ZEBRA = "Zebra"
THREE = {"patient": "You", "caregiver": "They", "together": "Both"}
OTHERS: dict[Any, Any] = {
    # by the type of a key: values that no content has, one for each thing that must be printed
    str: [ZEBRA],
    bool: [True, False],
    Text: [Text(**said) for said in ({**THREE, who: ZEBRA} for who in THREE)],
    ReadAnew: [ReadAnew(since="0.9", words="Ask."), ReadAnew(since="1.0", words=ZEBRA)],
    AnyOf: [AnyOf({"fever": ("shaking",)}), AnyOf({"skin": ("rash", "open")})],
}
NOT_TRIED = {
    "id": "it names the entry",
    "value": "it names the answer",
    "option": "answers are tried one by one",
    "tier": "it is the section that a rule stands in: test_command.py",
    "sources": "it must name one of sources.toml: test_command.py",
}


def keys_of(kind: type[msgspec.Struct]) -> list[str]:
    """The keys of an entry that are to be tried."""
    return [field.name for field in fields(kind) if field.name not in NOT_TRIED]


KINDS: dict[str, type[msgspec.Struct]] = {
    "tiers": Tier,
    "rules": Rule,
    "mechanisms": Mechanism,
    "causes": Cause,
    "risk_factors": RiskFactor,
    "advice": Advice,
    "article": ArticleItem,
}
SHOWN = {
    "answer": keys_of(Option),
    "question": keys_of(Question),
    "rules": keys_of(Rule),
    "tiers": ["calls", "seen_today", "judgement"],
}
"""What ``content show`` prints, too: it has the flow, the questions and the rules, but not every result's words."""


def values_of(kind: type[msgspec.Struct], key: str) -> list[Any]:
    """What a key is tried with, by its type. A key of a type that is not known here fails: say how to try it."""
    wanted = next(field.type for field in inspect.type_info(kind).fields if field.name == key)  # type: ignore[union-attr]
    return list(_tries(wanted))


def _tries(wanted: inspect.Type) -> Iterator[Any]:
    match wanted:
        case inspect.UnionType(types=several):
            for one in several:
                yield from _tries(one)
        case inspect.NoneType():
            yield None
        case inspect.LiteralType(values=choices):
            yield from choices
        case inspect.VarTupleType(item_type=item):
            yield from ((one,) for one in _tries(item))
        case inspect.StructType(cls=made) | inspect.CustomType(cls=made):
            yield from OTHERS[made]
        case inspect.StrType():
            yield from OTHERS[str]
        case inspect.BoolType():
            yield from OTHERS[bool]
        case _:
            pytest.fail(f"say how to try {wanted}")


def with_option(key: str, value: Any) -> Content:
    asked = content().questions[2]
    changed = replace(asked.option[1], **{key: value})
    return with_question("option", (asked.option[0], changed, *asked.option[2:]))


def with_question(key: str, value: Any) -> Content:
    asked = content().questions
    return replace(content(), questions=(*asked[:2], replace(asked[2], **{key: value}), *asked[3:]))


def with_entry(name: str, key: str, value: Any) -> Content:
    """The content with a key of one entry of a kind set to a value: an entry that says more, where one can."""
    entries = list(getattr(content(), name))
    place = next((number for number, one in enumerate(entries) if getattr(one, "extra", None)), 0)
    entries[place] = replace(entries[place], **{key: value})
    return replace(content(), **{name: tuple(entries)})


MAKE: dict[str, tuple[type[msgspec.Struct], Callable[[str, Any], Content]]] = {
    "answer": (Option, with_option),
    "question": (Question, with_question),
    **{name: (kind, partial(with_entry, name)) for name, kind in KINDS.items()},
}
TRIED = [(what, key) for what, (kind, _) in MAKE.items() for key in keys_of(kind)]


@pytest.mark.parametrize(("what", "key"), TRIED, ids=["-".join(tried) for tried in TRIED])
def test_every_value_of_a_key_is_printed(what: str, key: str) -> None:
    """Each value makes another paper and, of questions and rules, another text: so none of them goes unseen."""
    kind, make = MAKE[what]
    others = [one for one in (make(key, value) for value in values_of(kind, key)) if one != content()]
    assert others
    for show, where in ((clinician.html, "paper"), (_report, "text")):
        if where == "paper" or key in SHOWN.get(what, ()):
            shown = {of_today(show), *map(show, others)}
            assert len(shown) == len(others) + 1, f"{key} of {what} is not in the {where}"


@cache
def of_today(show: Callable[[Content], str]) -> str:
    return show(content())


def test_a_mark_that_moves_to_another_answer_is_told_as_a_difference() -> None:
    asked = content().question["risk"]
    moved = tuple(
        replace(option, lasting={"age_65": False, "steroids": True}.get(option.value, option.lasting))
        for option in asked.option
    )
    others = [replace(one, option=moved) if one is asked else one for one in content().questions]
    lines = list(differences.differences(content(), replace(content(), questions=tuple(others))))
    assert lines[0] == "CHANGED  Questions: risk: Health history"
    assert [line.partition(": lasting")[0] for line in lines[1:]] == [
        "    was age_65, marked",
        "    is  steroids, marked",
    ]
