"""The document that a clinician reads, ticks and signs: every question, rule, result, line and article item, in words.

``document`` gives it as sections of entries, which the HTML page and the PDF both draw.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import jinja2
import msgspec
from msgspec.structs import fields

from app.rules.shape import AnyOf, ArticleItem, Claim, Content, Question, Rule, Text, Tier
from app.signoff import questions, table
from app.signoff.rows import Row, voices
from app.words.typesetting import typeset

TEMPLATE = Path(__file__).with_name("clinician.typ")
PAGE = Path(__file__).parents[1] / "templates" / "signoff"
SAID = {"text": "says", "ask": "to ask", "article": "article item"}
"""What the keys of a claim are called here, where they are not called by their own names."""
TITLE = "ALS back pain check: the content, to be signed off"
HOW_TO_READ = (
    "Tick what you agree with, and write beside what you do not. Your signature holds for the fingerprint on this page "
    "and for nothing else: one changed letter gives another fingerprint. JUDGEMENT marks what no source states; it "
    "needs your view most. Under each answer stand its marks, with what they do: these are judgements too. Words in "
    "{braces} are filled in by each site."
)


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
            Section("Results: what the person is told", tuple(_tier(content, tier) for tier in content.tiers)),
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


def _question(question: Question) -> Entry:
    return Entry(f"{question.id}: {question.topic}", False, tuple(questions.rows(question)))


def _rules_of(content: Content, tier: Tier) -> Section:
    rules = [rule for rule in content.rules if rule.tier == tier.id]
    return Section(f"Rules: {tier.urgency} ({tier.id})", tuple(_rule(content, rule) for rule in rules))


def _rule(content: Content, rule: Rule) -> Entry:
    rows = [Row(label, words) for label, words in table.when(content, rule)]
    rows += [Row("points to", rule.points_to), *voices("because", rule.because)]
    rows += voices("says instead" if rule.extra_replaces else "also says", rule.extra)
    rows += [Row("marked", table.STAYS)] if rule.extra_stays else []
    rows += [Row("article item", rule.article)] if rule.article else []
    rows += [*voices("to ask", rule.ask), *_sources(content, rule)]
    return Entry(rule.id, rule.judgement, tuple(rows))


def _tier(content: Content, tier: Tier) -> Entry:
    rows = [*voices("heading", tier.heading), Row("within", tier.within), *voices("say", tier.say)]
    rows += [row for text in tier.actions for row in voices("do", text)]
    rows += [row for text in tier.after for row in voices("then", text)]
    rows += [Row("marked", words) for words in table.marks(content, tier)]
    return Entry(f"{tier.id}: {tier.urgency}", tier.judgement, tuple(rows))


def _claim(content: Content, claim: Claim) -> Entry:
    """Every key of a claim, whatever kind it is of."""
    keys = (field.name for field in fields(claim) if field.name not in ("id", "sources", "judgement"))
    rows = [row for key in keys for row in _said(content, SAID.get(key, key.replace("_", " ")), getattr(claim, key))]
    return Entry(claim.id, claim.judgement, (*rows, *_sources(content, claim)))


def _said(content: Content, label: str, value: Text | AnyOf | str | None) -> Iterator[Row]:
    if isinstance(value, str):
        yield Row(label, value)
    elif isinstance(value, AnyOf):
        yield from (Row(label, table.answers(content, question, said)) for question, said in value.items())
    else:
        yield from voices(label, value)


def _spoken(content: Content) -> Iterator[Entry]:
    crew = content.crew
    frame = [("opening", text) for text in crew.opening] + [("closing", text) for text in crew.closing]
    frame += [("where", crew.place), ("nothing known", crew.unknown)]
    yield Entry("call", crew.judgement, tuple(row for label, text in frame for row in voices(label, text)))
    for answer in crew.answer:
        yield Entry(f"{answer.question}: {answer.value}", crew.judgement, tuple(voices("says", answer.text)))
    for line in crew.rule:
        yield Entry(f"rule {line.id}", crew.judgement, tuple(voices("says", line.text)))
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
