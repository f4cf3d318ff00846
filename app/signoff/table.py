"""The rules as a table that a clinician can read and sign: tier by tier, in words, with their sources."""

from collections.abc import Iterator
from textwrap import fill

from app.rules.shape import AnyOf, Claim, Content, Rule, Source, Text, Tier
from app.signoff.flow import WIDTH

LABEL = 12
READ = {"own": "read in the original", "copy": "read in a copy", "no": "NOT read for this project"}
OWN = "this project's own; no source states it"
STAYS = "what it says more is said beside a more urgent result too"
HOW_TO_READ = (
    "A rule applies when any line of its 'when' holds; the result is the most urgent tier of the rules that apply. "
    "Where a line lists 'Not sure', a question that was not asked counts as not sure, except in the context stage. "
    "Words in {braces} are filled in by each site."
)


def text(content: Content) -> str:
    """Every rule, under the heading of its tier, most urgent first."""
    return "\n\n".join(("THE RULES", fill(HOW_TO_READ, WIDTH), *_tiers(content)))


def _tiers(content: Content) -> Iterator[str]:
    for tier in content.tiers:
        yield _tier_heading(content, tier)
        rules = [rule for rule in content.rules if rule.tier == tier.id]
        yield from (_rule(content, rule) for rule in rules)
        if not rules:
            yield "(no rule: the result when no other tier applies)"


def _tier_heading(content: Content, tier: Tier) -> str:
    lines = [f"{tier.id.upper()}: {tier.heading.patient}", f"Urgency: {tier.urgency}. Within: {tier.within}."]
    lines += marks(content, tier)
    if tier.judgement:
        lines.append(f"JUDGEMENT: {OWN}.")
    return "\n".join(("=" * WIDTH, *(fill(line, WIDTH) for line in lines), "=" * WIDTH))


def marks(content: Content, tier: Tier) -> Iterator[str]:
    """What is judged of a result, in words."""
    if tier.calls:
        yield "The emergency number is called now, and nothing to read comes before that."
    if tier.seen_today:
        yield "Nothing that is shown here replaces being seen today."
    if tier.id == content.unfinished:
        yield "A check with an unanswered question outside the context stage is never calmer than this."


def _rule(content: Content, rule: Rule) -> str:
    rows = [("", rule.id), *when(content, rule), ("points to", rule.points_to), *_words(rule)]
    rows += [("article", rule.article)] if rule.article else []
    rows += [(label, cited) for label, cited in zip(_labels("sources", "and"), _sources(content, rule), strict=False)]
    rows += [("JUDGEMENT", OWN)] if rule.judgement else []
    return "\n".join(_row(label, words) for label, words in rows)


def _row(label: str, words: str) -> str:
    if not label:
        return words
    first = f"  {label:<{LABEL}}"
    return fill(words, WIDTH, initial_indent=first, subsequent_indent=" " * len(first))


def _labels(first: str, others: str) -> Iterator[str]:
    yield first
    while True:
        yield others


def when(content: Content, rule: Rule) -> Iterator[tuple[str, str]]:
    """Each clause of a rule in words, with "when" or "or when" before it."""
    for label, any_of in zip(_labels("when", "or when"), rule.when, strict=False):
        yield label, _condition(content, any_of)


def _condition(content: Content, any_of: AnyOf) -> str:
    """One clause in words: "Fever: 'Hot' or 'Shivering'; and Leg: 'Weak'"."""
    return "; and ".join(answers(content, question, any_of[question]) for question in any_of)


def answers(content: Content, question_id: str, values: tuple[str, ...]) -> str:
    """Answers to one question in words: "Fever: 'Hot' or 'Shivering'"."""
    question = content.question[question_id]
    return f"{question.topic}: " + " or ".join(f"'{question.find(value).label}'" for value in values)


def _words(rule: Rule) -> Iterator[tuple[str, str]]:
    yield from _said("because", rule.because)
    yield from _said("says instead" if rule.extra_replaces else "also says", rule.extra)
    if rule.extra_stays:
        yield "marked", STAYS
    yield from _said("to ask", rule.ask)


def _said(label: str, text: Text | None) -> Iterator[tuple[str, str]]:
    """A text to the person, and what others hear where that is something else."""
    if text is None:
        return
    yield label, text.patient
    if text.together is not None:
        yield "(together)", text.together
    if text.caregiver != text.patient:
        yield "(caregiver)", text.caregiver


def _sources(content: Content, claim: Claim) -> Iterator[str]:
    for key in claim.sources:
        yield source(content.sources[key])


def source(source: Source) -> str:
    """A source in a line, with how far it was read."""
    place = ", ".join(str(part) for part in (source.cite, source.site, source.year) if part)
    note = f" ({source.note})" if source.note else ""
    return f"{source.body}: {source.title}{f', {place}' if place else ''}; {READ[source.read]}{note}"
