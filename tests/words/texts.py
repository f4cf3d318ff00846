"""Every sentence that a person with ALS or a caregiver may read, with where it stands and who reads it."""

import os
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from app.rules.checks import TO_EVERYBODY
from app.rules.load import content
from app.rules.shape import Frozen, Option, Question, Text, Voice
from scripts.messages import TEMPLATE

PROJECT = Path(__file__).parents[2]
TEMPLATES = PROJECT / "app/templates"

# The sentences of these are for staff or machines, or label the printed form. Those of a new file count.
FOR_STAFF = (
    "app/api/",
    "app/clinic/",
    "app/templates/clinic/",
    "app/handout/",  # the printed form and the exports; the result page itself is a template
    "app/fhir/",
    "app/telling/summary.py",
    "app/telling/disclaimer.py",
    "app/telling/findings.py",
    "app/telling/standing.py",
    "app/signoff/",
)
# The last resort says nothing through gettext, for a fault in that may be what led to it.
UNTRANSLATED = TEMPLATES / "web/broken.html"

# What stands in for a placeholder when a text is measured: docs/content-style.md, point 7.
NAMES = {
    "emergency": "911",
    "urgent_line": "your urgent care line",
    "als_team": "your ALS team",
    "palliative_line": "the care line",
    "crisis_line": "the crisis line",
    "emergency_text": "Text 911.",
}


class Said(NamedTuple):
    """One sentence or label. ``voice`` is None where both readers see the same words."""

    where: str
    words: str
    voice: Voice | None = None

    def __str__(self) -> str:
        return f"{self.where} ({self.voice or 'both voices'}): {self.words}"


class Pair(NamedTuple):
    """The same thing said to the person and to a caregiver, and to the two together where they hear more."""

    where: str
    patient: str
    caregiver: str
    together: str | None = None

    def __str__(self) -> str:
        return f"{self.where}:\n  {self.patient}\n  {self.caregiver}"


@cache
def said() -> tuple[Said, ...]:
    """Everything: the content and the pages. The order is the same each time."""
    return tuple(dict.fromkeys((*_content(), *_pages())))


@cache
def pairs() -> tuple[Pair, ...]:
    """Every text that is written in two voices: of the content, and of the pages."""
    return (*_content_pairs(), *_page_pairs())


def _content_pairs() -> Iterator[Pair]:
    known = content()
    advice = [line for line in known.advice if line.group not in TO_EVERYBODY]
    parts: tuple[Iterable[Frozen], ...] = (
        known.questions, known.tiers, known.rules, known.mechanisms, known.causes, known.risk_factors, advice,
    )  # fmt: skip
    for where, text in (found for part in parts for item in part for found in _texts(item)):
        yield Pair(where, text.patient, text.caregiver, text.together)
    for where, text in _texts(known.crew):
        yield Pair(f"crew{where}", text.patient, text.caregiver, text.together)


def _texts(item: Frozen, where: str = "") -> Iterator[tuple[str, Text]]:
    """Every Text of a content object, however deep it stands, and every answer with words for the caregiver."""
    here = f"{where} {getattr(item, 'id', None) or getattr(item, 'value', '')}".strip()
    if isinstance(item, Option) and item.caregiver_label is not None:
        yield f"{here} label", Text(patient=item.label, caregiver=item.caregiver_label)
    for field in msgspec.structs.fields(type(item)):
        value = getattr(item, field.name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Text):
                yield f"{here} {field.name}", one
            elif isinstance(one, Frozen):
                yield from _texts(one, here)


def _content() -> Iterator[Said]:
    """The texts in their voices, the answers that both readers share, and the short names that stand on their pages."""
    for pair in _content_pairs():
        yield Said(pair.where, pair.patient, "patient")
        yield Said(pair.where, pair.caregiver, "caregiver")
        if pair.together is not None:
            yield Said(pair.where, pair.together, "patient")
    for line in content().advice:
        if line.group in TO_EVERYBODY:
            yield Said(f"{line.id} text", line.text.patient)
    for question in content().questions:
        yield Said(f"{question.id} topic", question.topic)
        yield from _shared_answers(question)
    for tier in content().tiers:
        yield Said(f"{tier.id} urgency", tier.urgency)


def _shared_answers(question: Question) -> Iterator[Said]:
    for option in question.option:
        if option.caregiver_label is None:
            only = option.voices[0] if len(option.voices) == 1 else None
            yield Said(f"{question.id} {option.value} label", option.label, only)


def _pages() -> Iterator[Said]:
    """The sentences of templates and of Python code, in the voice that ``pick`` gives them."""
    voices: dict[str, Voice] = {}
    for pair in _page_pairs():
        voices[pair.patient] = "patient"
        voices[pair.caregiver] = "caregiver"
    for file, words in _messages():
        if not file.startswith(FOR_STAFF):
            yield Said(file, words, voices.get(words))
    for words in re.findall(r">([^<>]+)<", UNTRANSLATED.read_text(encoding="utf-8")):
        if words.strip():
            yield Said(str(UNTRANSLATED.relative_to(PROJECT)), words.strip())


@cache
def _messages() -> tuple[tuple[str, str], ...]:
    """File and sentence of all that goes through gettext, without the content, as messages.pot lists it: a test of
    tests/signoff/test_messages.py holds that it lists all."""
    with (PROJECT / TEMPLATE).open("rb") as opened:
        listed = [(file, message.id) for message in read_po(opened) for file, _ in message.locations]
    return tuple(dict.fromkeys((file, words) for file, words in listed if Path(file).suffix in (".py", ".html")))


def typed() -> Iterator[str]:
    """Each sentence that goes through gettext, without the content, as often as it is typed."""
    with (PROJECT / "babel.cfg").open(encoding="utf-8") as opened:
        methods, options = parse_mapping_cfg(opened)
    code = [(pattern, method) for pattern, method in methods if method in ("python", "jinja2")]
    for _, _, words, *_ in extract_from_dir(str(PROJECT), code, options, directory_filter=_is_ours):
        yield words


def _is_ours(folder: str | os.PathLike[str]) -> bool:
    """Where the sentences are; beside it may lie tens of thousands of other people's files."""
    return Path(folder).is_relative_to(PROJECT / "app")


SENTENCE = r"""(?:_|gettext)\(\s*(?:"([^"]*)"|'([^']*)')\s*\)"""
PICK = re.compile(rf"\bpick\(\s*{SENTENCE}\s*,\s*{SENTENCE}\s*,?\s*\)")
MEANT = re.compile(r"\bpick\((?!self|patient)")  # where it is called, whatever is in it


@cache
def _page_pairs() -> tuple[Pair, ...]:
    """What ``pick`` chooses between, in templates and in Python."""
    return tuple(
        Pair(str(file.relative_to(PROJECT)), found[1] or found[2], found[3] or found[4])
        for file in _that_pick()
        for found in PICK.finditer(file.read_text(encoding="utf-8"))
    )


def picks() -> int:
    """How often it is picked between two sentences, counted without reading them."""
    return sum(len(MEANT.findall(file.read_text(encoding="utf-8"))) for file in _that_pick())


def _that_pick() -> list[Path]:
    return sorted((*TEMPLATES.rglob("*.html"), *(PROJECT / "app").rglob("*.py")))


def filled(words: str) -> str:
    """The text as it is read, with its placeholders and values in place."""
    for name, value in NAMES.items():
        words = words.replace(f"{{{name}}}", value)
    return re.sub(r"%\(\w+\)s|\{\{ \w+ \}\}", "5", words)
