"""The document that a clinician reads, ticks and signs: every question, rule, result, line and article item, in words.

``document`` gives it as sections of entries, which the HTML page and the PDF both draw.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import jinja2
import msgspec

from app.rules.shape import ArticleItem, Claim, Content, Question, Rule, Text, Tier
from app.signoff import table
from app.words.typesetting import typeset

TEMPLATE = Path(__file__).with_name("clinician.typ")
PAGE = Path(__file__).parents[1] / "templates" / "signoff"
TITLE = "ALS back pain check: the content, to be signed off"
HOW_TO_READ = (
    "Tick what you agree with, and write beside what you do not. Your signature holds for the fingerprint on this page "
    "and for nothing else: one changed letter gives another fingerprint. JUDGEMENT marks what no source states; it "
    "needs your view most. Words in {braces} are filled in by each site."
)


class Row(msgspec.Struct, frozen=True):
    """A label and the words behind it."""

    label: str
    words: str


class Entry(msgspec.Struct, frozen=True):
    """One thing to agree with: it gets a box to tick. ``judgement`` says that no source states it."""

    name: str
    judgement: bool
    rows: tuple[Row, ...]


class Section(msgspec.Struct, frozen=True):
    """Entries under a heading."""

    title: str
    entries: tuple[Entry, ...]


class Document(NamedTuple):
    """The whole of it, and what it is a document of."""

    version: str
    digest: str
    review_by: str
    sections: tuple[Section, ...]


def document(content: Content) -> Document:
    """Everything that the content says, in the order of its files."""
    claims = (*content.mechanisms, *content.causes, *content.risk_factors, *content.advice, *content.crew.card)
    return Document(
        content.version,
        content.digest,
        content.review_by.isoformat(),
        (
            Section("Questions", tuple(_question(question) for question in content.questions)),
            *(_rules_of(content, tier) for tier in content.tiers),
            Section("Results: what the person is told", tuple(_tier(tier) for tier in content.tiers)),
            Section("Causes, risks and reading matter", tuple(_claim(content, claim) for claim in claims)),
            Section("What is said to an emergency service", tuple(_spoken(content))),
            Section("The source article, item by item", tuple(_item(content, item) for item in content.article)),
        ),
    )


def html(content: Content) -> str:
    """A page that stands alone: no script, no other file."""
    loader = jinja2.Environment(loader=jinja2.FileSystemLoader(PAGE), autoescape=True, undefined=jinja2.StrictUndefined)
    made = loader.get_template("clinician.html")
    return made.render(title=TITLE, how=HOW_TO_READ, document=document(content))


def pdf(content: Content) -> bytes:
    """The same as tagged PDF/UA-1."""
    made = document(content)
    given = {**made._asdict(), "sections": msgspec.to_builtins(made.sections), "how": HOW_TO_READ}
    return typeset(TEMPLATE, given, title=TITLE)


def _voices(label: str, text: Text | None) -> Iterator[Row]:
    """A text in each of its voices; once where both say the same."""
    if text is None:
        return
    if text.patient == text.caregiver and text.together is None:
        yield Row(label, text.patient)
        return
    yield Row(f"{label}, person", text.patient)
    if text.together is not None:
        yield Row(f"{label}, together", text.together)
    yield Row(f"{label}, caregiver", text.caregiver)


def _question(question: Question) -> Entry:
    rows = [*_voices("asks", question.ask), *_voices("hint", question.hint), *_voices("more", question.more)]
    rows += [Row("answers", "one" if question.kind == "one" else "as many as hold")]
    for option in question.option:
        only = f" (offered to the {option.voices[0]} alone)" if len(option.voices) == 1 else ""
        rows += [
            *_voices(
                f"  {option.value}",
                Text(patient=option.words("patient") + only, caregiver=option.words("caregiver") + only),
            )
        ]
        rows += [*_voices("  call sooner if", option.tripwire)]
        rows += [Row("  before treating", option.before_treating)] if option.before_treating else []
    rows += [Row("denied as", question.denied)] if question.denied else []
    return Entry(f"{question.id}: {question.topic}", False, tuple(rows))


def _rules_of(content: Content, tier: Tier) -> Section:
    rules = [rule for rule in content.rules if rule.tier == tier.id]
    return Section(f"Rules: {tier.urgency} ({tier.id})", tuple(_rule(content, rule) for rule in rules))


def _rule(content: Content, rule: Rule) -> Entry:
    rows = [Row(label, words) for label, words in table.when(content, rule)]
    rows += [Row("points to", rule.points_to), *_voices("because", rule.because)]
    rows += _voices("says instead" if rule.extra_replaces else "also says", rule.extra)
    rows += [*_voices("to ask", rule.ask), *_sources(content, rule)]
    return Entry(rule.id, rule.judgement, tuple(rows))


def _tier(tier: Tier) -> Entry:
    rows = [*_voices("heading", tier.heading), Row("within", tier.within), *_voices("say", tier.say)]
    rows += [row for text in tier.actions for row in _voices("do", text)]
    rows += [row for text in tier.after for row in _voices("then", text)]
    return Entry(f"{tier.id}: {tier.urgency}", tier.judgement, tuple(rows))


def _claim(content: Content, claim: Claim) -> Entry:
    rows = [*_voices("says", getattr(claim, "text", None)), *_voices("to ask", getattr(claim, "ask", None))]
    return Entry(claim.id, claim.judgement, (*rows, *_sources(content, claim)))


def _spoken(content: Content) -> Iterator[Entry]:
    crew = content.crew
    frame = [("opening", text) for text in crew.opening] + [("closing", text) for text in crew.closing]
    frame += [("where", crew.place), ("nothing known", crew.unknown)]
    yield Entry("call", crew.judgement, tuple(row for label, text in frame for row in _voices(label, text)))
    for answer in crew.answer:
        yield Entry(f"{answer.question}: {answer.value}", crew.judgement, tuple(_voices("says", answer.text)))
    for line in crew.rule:
        yield Entry(f"rule {line.id}", crew.judgement, tuple(_voices("says", line.text)))
    yield Entry(
        "before treating", crew.judgement, tuple(Row("staff read", line.words) for line in crew.before_treating)
    )


def _item(content: Content, item: ArticleItem) -> Entry:
    rows = [Row("article says", item.says), Row("here it is", item.status)]
    rows += [Row("because", item.reason)] if item.reason else []
    return Entry(item.id, item.judgement, (*rows, *_sources(content, item)))


def _sources(content: Content, claim: Claim | ArticleItem) -> Iterator[Row]:
    for key in claim.sources:
        yield Row("source", table.source(content.sources[key]))
