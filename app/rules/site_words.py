"""What a site may not take away: every shipped sentence stands where it stood, whole and first, for whoever hears it.

That words are added in between says nothing of what they mean: a clinician reads and signs them.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec.structs import fields

from app.rules.errors import Problem
from app.rules.shape import Content, Frozen, Rule, Text, Voice
from app.rules.spoken import SPOKEN

HEARERS: Mapping[str, tuple[Voice, bool]] = {
    "the person": ("patient", False),
    "the person with a helper": ("patient", True),
    "a caregiver": ("caregiver", False),
}

ENTRIES: tuple[tuple[str, str, Callable[[Content], tuple[Any, ...]]], ...] = (
    ("questions", "question", lambda content: content.questions),
    ("tiers", "tier", lambda content: content.tiers),
    ("rules", "rule", lambda content: content.rules),
    ("causes", "mechanism", lambda content: content.mechanisms),
    ("causes", "cause", lambda content: content.causes),
    ("causes", "risk_factor", lambda content: content.risk_factors),
    ("advice", "advice", lambda content: content.advice),
    ("crew", "rule", lambda content: content.crew.rule),
)


def lost(shipped: Content, merged: Content) -> Iterator[Problem]:
    """Every shipped sentence, source and mark that the merged content no longer has where it was."""
    for file, kind, entries in ENTRIES:
        kept = {entry.id: entry for entry in entries(merged)}
        for entry in entries(shipped):
            where = f"{kind} {entry.id!r}"
            if entry.id not in kept:
                yield Problem(file, where, "it is gone", "leave it as it is shipped")
            elif entry != kept[entry.id]:
                yield from _words(file, where, entry, kept[entry.id])
    own = {rule.id: rule for rule in merged.rules}
    for rule in shipped.rules:
        if rule.id in own:
            yield from _marks(rule, own[rule.id])


def _words(file: str, where: str, old: Frozen, new: Frozen) -> Iterator[Problem]:
    kept = dict(_said(new))
    for place, words in _said(old):
        if not kept.get(place, "").startswith(words):
            remedy = "write these words first, unchanged, and your own behind them"
            yield Problem(file, f"{where} {place}", f"it no longer says {words!r}", remedy)


def _marks(old: Rule, new: Rule) -> Iterator[Problem]:
    where = f"rule {old.id!r}"
    for mark in ("extra_stays", "judgement"):
        if getattr(old, mark) and not getattr(new, mark):
            yield Problem("rules", where, f"it is no longer marked {mark}", f"set {mark} = true")
    if old.article and new.article != old.article:
        yield Problem("rules", where, "it no longer carries what the article says", f"set article = {old.article!r}")
    for source in old.sources:
        if source not in new.sources:
            yield Problem("rules", where, f"it no longer names {source!r}", "name it among the sources")


def _said(item: Frozen, within: str = "") -> Iterator[tuple[str, str]]:
    """Each sentence of an entry by where it stands and who hears it."""
    for field in fields(item):
        yield from _of(field.name, getattr(item, field.name), f"{within} {field.name}".strip())


def _of(name: str, value: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Text):
        yield from ((f"{place}, for {who}", value.to(*how)) for who, how in HEARERS.items())
    elif isinstance(value, str) and name in SPOKEN:
        yield place, value
    elif isinstance(value, Frozen):
        yield from _said(value, place)
    elif isinstance(value, tuple):
        for number, one in enumerate(value, 1):
            yield from _of(name, one, f"{place} {number}")
