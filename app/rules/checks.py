"""The checks that stop a bad content file: each yields problems that say how to mend them."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from string import Formatter

from app.rules.errors import Problem
from app.rules.mark_checks import answer_marks, awaited, question_marks
from app.rules.shape import (
    LOCATION,
    NONE,
    NOT_SURE,
    RESPONDENT,
    AnyOf,
    ArticleItem,
    ArticlePart,
    Claim,
    Content,
)
from app.rules.spoken import texts

PLACEHOLDERS = frozenset({"emergency", "emergency_text", "urgent_line", "als_team", "palliative_line", "crisis_line"})
ADVICE_GROUPS = (
    "limits", "always", "foot", "in_danger", "danger_signs", "tests", "treatment", "medicines", "physical", "surgery",
    "team", "prevention", "coping", "about", "about_early", "about_later", "why_answer", "set_up",
)  # fmt: skip
TO_EVERYBODY = ("foot", "in_danger")
"""Groups whose lines stand where it is not known who reads: in the same words for both."""
ID = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")


def check(content: Content) -> Iterator[Problem]:
    """Every mistake in the content, file by file. Yields nothing when it may be served."""
    for one in CHECKS:
        yield from one(content)


def _ids(content: Content) -> Iterator[Problem]:
    """Ids are unique and plain, for they become addresses, anchors and codes."""
    for file, kind, ids in _all_ids(content):
        seen: set[str] = set()
        for id in ids:
            if id in seen:
                yield Problem(file, f"{kind} {id!r}", "this id is used twice", "rename or remove one of them")
            if not ID.fullmatch(id):
                yield Problem(file, f"{kind} {id!r}", "the id is not plain", "use a-z, 0-9, - and _ only")
            seen.add(id)


def _all_ids(content: Content) -> Iterator[tuple[str, str, list[str]]]:
    yield "questions", "question", [question.id for question in content.questions]
    for question in content.questions:
        yield "questions", f"question {question.id!r} answer", list(question.values)
    yield "tiers", "tier", [tier.id for tier in content.tiers]
    for file, claims in _claims_by_file(content).items():
        yield file, "entry", [claim.id for claim in claims]
    yield "article", "part", [part.id for part in content.parts]
    yield "article", "item", [item.id for item in content.article]
    yield "article", "listed item", [item for part in content.parts for item in part.items]


def _claims_by_file(content: Content) -> Mapping[str, tuple[Claim, ...]]:
    causes: tuple[Claim, ...] = (*content.mechanisms, *content.causes, *content.risk_factors)
    return {"rules": content.rules, "causes": causes, "advice": content.advice, "crew": content.crew.card}


def _questions(content: Content) -> Iterator[Problem]:
    """Each question can be answered, has at most one calmest answer, and "none" stands only in tick lists."""
    for question in content.questions:
        where = f"question {question.id!r}"
        for voice in ("patient", "caregiver"):
            if len(question.options_for(voice)) < 2:
                yield Problem("questions", where, f"fewer than two answers for the {voice}", "add answers")
        if question.kind == "one" and NONE in question.values:
            yield Problem("questions", where, "a single-answer question has 'none'", "call that answer 'no'")
        if sum(option.calmest for option in question.option) > 1:
            yield Problem("questions", where, "two answers are marked calmest", "keep calmest = true on one of them")
        if question.stage == "danger" and not question.denied:
            yield Problem("questions", where, "nothing says what was denied", "add denied, in staff's words")
        if question.stage != "start" and not all(NOT_SURE in values for values in question.offered.values()):
            yield Problem("questions", where, "'not_sure' is missing", "offer it to both: nobody may be made to guess")
    for needed in (RESPONDENT, LOCATION):
        if needed not in content.question:
            yield Problem("questions", f"question {needed!r}", "it is missing", "add it: the engine relies on it")


def _tiers(content: Content) -> Iterator[Problem]:
    if [tier.id for tier in content.tiers if tier.calls] != [content.most_urgent.id]:
        yield Problem("tiers", "calls", "it must mark the first tier alone", "set calls = true there and nowhere else")
    if content.unfinished not in content.tier:
        yield Problem("tiers", "unfinished", f"no tier {content.unfinished!r}", f"use one of {list(content.tier)}")
    for rule in content.rules:
        if rule.tier not in content.tier:
            yield Problem("rules", f"rule {rule.id!r}", f"no tier {rule.tier!r}", f"use one of {list(content.tier)}")
        for key in ("extra_replaces", "extra_stays"):
            if getattr(rule, key) and not rule.extra:
                yield Problem("rules", f"rule {rule.id!r}", f"{key} without extra", "add extra or remove it")


def _conditions(content: Content) -> Iterator[Problem]:
    """Every condition names a question and answers that exist, and could be met."""
    for file, where, any_of in _all_conditions(content):
        if not any_of:
            yield Problem(file, where, "a condition is empty", "name a question and its answers")
        for question, values in any_of.items():
            if question not in content.question:
                yield Problem(file, where, f"no question {question!r}", f"use one of {list(content.question)}")
                continue
            known = content.question[question].values
            for value in sorted(set(values) - set(known)):
                yield Problem(file, where, f"{value!r} is no answer to {question!r}", f"use one of {list(known)}")
            if not values:
                yield Problem(file, where, f"no answers listed for {question!r}", "list at least one")
            if len(set(values)) < len(values):
                yield Problem(file, where, f"an answer to {question!r} is listed twice", "list it once")


def _all_conditions(content: Content) -> Iterator[tuple[str, str, AnyOf]]:
    for rule in content.rules:
        for any_of in rule.when or (AnyOf({}),):
            yield "rules", f"rule {rule.id!r}", any_of
    for cause in content.causes:
        yield "causes", f"cause {cause.id!r} supported_by", cause.supported_by
    for factor in content.risk_factors:
        yield "causes", f"risk_factor {factor.id!r} shown_by", factor.shown_by


def _crew(content: Content) -> Iterator[Problem]:
    """Whatever calls for an ambulance can be said aloud: each such rule, or the answers that make it fire."""
    urgent = {rule.id: rule for rule in content.rules if rule.tier == content.most_urgent.id}
    spoken = {line.id for line in content.crew.rule}
    for id in sorted(spoken - urgent.keys()):
        yield Problem("crew", f"rule {id!r}", "no rule of the most urgent tier has this id", "correct or remove it")
    answers = {(line.question, line.value) for line in content.crew.answer}
    for question, value in sorted(answers):
        if value not in _values(content, question):
            yield Problem("crew", f"answer {question!r} {value!r}", "there is no such answer", "correct or remove it")
    for id in sorted(urgent.keys() - spoken):
        if not all(_said_by_answers(clause, answers) for clause in urgent[id].when):
            yield Problem("crew", f"rule {id!r}", "nothing can be said for it", "add [[rule]], or an [[answer]] each")


def _said_by_answers(clause: AnyOf, answers: set[tuple[str, str]]) -> bool:
    return any(all((question, value) in answers for value in values) for question, values in clause.items())


def _causes(content: Content) -> Iterator[Problem]:
    mechanisms = {mechanism.id for mechanism in content.mechanisms}
    areas = {"any", *_values(content, LOCATION)} - {NOT_SURE}
    for cause in content.causes:
        where = f"cause {cause.id!r}"
        if cause.area not in areas:
            yield Problem("causes", where, f"no area {cause.area!r}", f"use one of {sorted(areas)}")
        if cause.mechanism not in mechanisms:
            yield Problem("causes", where, f"no mechanism {cause.mechanism!r}", f"use one of {sorted(mechanisms)}")
    for unused in sorted(mechanisms - {cause.mechanism for cause in content.causes}):
        yield Problem("causes", f"mechanism {unused!r}", "no cause belongs to it", "name it in a cause")


def _values(content: Content, question: str) -> tuple[str, ...]:
    return content.question[question].values if question in content.question else ()


def _sources(content: Content) -> Iterator[Problem]:
    """Every claim has a source or the judgement mark; every source is used."""
    used: set[str] = set()
    by_file: dict[str, tuple[Claim | ArticleItem, ...]] = {**_claims_by_file(content), "article": content.article}
    for file, claims in by_file.items():
        for claim in claims:
            where = f"entry {claim.id!r}"
            used.update(claim.sources)
            if not claim.sources and not claim.judgement and not _plain(claim):
                yield Problem(file, where, "neither sources nor judgement", "name a source or set judgement = true")
            for source in claim.sources:
                if source not in content.sources:
                    yield Problem(file, where, f"no source {source!r}", "add it to sources.toml or correct the name")
    for source in content.sources:
        if source not in used:
            yield Problem("sources", f"source {source!r}", "nothing cites it", "cite it or remove it")


def _plain(claim: Claim | ArticleItem) -> bool:
    """An article item that is shown as it stands needs no reason: the article itself is its source."""
    return isinstance(claim, ArticleItem) and claim.status == "shown"


def _ledger(content: Content) -> Iterator[Problem]:
    """Everything the article says is accounted for, and what is shown is really shown somewhere."""
    listed = [item for part in content.parts for item in part.items]
    entries = {item.id: item for item in content.article}
    for missing in sorted(set(listed) - set(entries)):
        yield Problem("article", f"item {missing!r}", "it has no entry", "add an [[item]] with its status")
    for extra in sorted(set(entries) - set(listed)):
        yield Problem("article", f"item {extra!r}", "no part lists it", "add it to the items of a [[part]]")
    cited = _cited(content)
    for file, where, id in cited:
        if id not in entries:
            yield Problem(file, where, f"no article item {id!r}", "add it to article.toml or correct the id")
    carried = {id for _, _, id in cited}
    for item in content.article:
        yield from _item(item, carried)


def _item(item: ArticleItem, carried: set[str]) -> Iterator[Problem]:
    where = f"item {item.id!r}"
    if item.status == "withheld" and item.id in carried:
        yield Problem("article", where, "it is withheld, yet an entry carries it", "remove article = there")
    if item.status != "withheld" and item.id not in carried:
        yield Problem("article", where, f"it is {item.status}, but nothing carries it", "name it in an entry's article")
    if item.status != "shown" and not item.reason:
        yield Problem("article", where, f"it is {item.status} without a reason", "add reason")


def _cited(content: Content) -> list[tuple[str, str, str]]:
    carriers: list[tuple[str, str, str | None]] = [
        *(("rules", f"rule {rule.id!r}", rule.article) for rule in content.rules),
        *(("causes", f"mechanism {mechanism.id!r}", mechanism.article) for mechanism in content.mechanisms),
        *(("causes", f"cause {cause.id!r}", cause.article) for cause in content.causes),
        *(("causes", f"risk_factor {factor.id!r}", factor.article) for factor in content.risk_factors),
        *(("advice", f"advice {line.id!r}", line.article) for line in content.advice),
    ]
    return [(file, where, id) for file, where, id in carriers if id is not None]


def _advice(content: Content) -> Iterator[Problem]:
    for line in content.advice:
        if line.group not in ADVICE_GROUPS:
            yield Problem(
                "advice", f"advice {line.id!r}", f"no group {line.group!r}", f"use one of {list(ADVICE_GROUPS)}"
            )
        if line.group in TO_EVERYBODY and line.text.patient != line.text.caregiver:
            yield Problem("advice", f"advice {line.id!r}", "it says not the same to everybody", "write the words twice")
    for group in ADVICE_GROUPS:
        if not content.advice_in(group):
            yield Problem("advice", f"group {group!r}", "it has no lines", "add an [[advice]] with this group")


def _words(content: Content) -> Iterator[Problem]:
    """No sentence is empty, and each placeholder is one the site can fill."""
    for file, items in _spoken(content):
        for where, words in items:
            if not words.strip():
                yield Problem(file, where, "a text is empty", "write the sentence")
                continue
            try:
                names = {_whole(field) for field in Formatter().parse(words) if field[1] is not None}
            except ValueError as error:
                yield Problem(file, where, f"{error} in {words!r}", "write {{ and }} for plain braces")
                continue
            for name in sorted(names - PLACEHOLDERS):
                yield Problem(file, where, f"no placeholder {{{name}}}", f"use one of {sorted(PLACEHOLDERS)}")


def _whole(field: tuple[str, str | None, str | None, str | None]) -> str:
    """A placeholder as it stands between its braces, so that "{emergency!r:9}" is not taken for "{emergency}"."""
    _, name, spec, conversion = field
    return f"{name}{f'!{conversion}' if conversion else ''}{f':{spec}' if spec else ''}"


def _spoken(content: Content) -> Iterator[tuple[str, Iterable[tuple[str, str]]]]:
    yield "questions", ((f"question {one.id!r}", words) for one in content.questions for words in texts(one))
    yield "tiers", ((f"tier {tier.id!r}", words) for tier in content.tiers for words in texts(tier))
    for file, claims in _claims_by_file(content).items():
        yield file, ((f"entry {claim.id!r}", words) for claim in claims for words in texts(claim))
    yield "crew", (("the script", words) for words in texts(content.crew))
    ledger: tuple[ArticlePart | ArticleItem, ...] = (*content.parts, *content.article)
    yield "article", ((f"entry {item.id!r}", words) for item in ledger for words in texts(item))
    yield "sources", ((f"source {id!r}", words) for id, source in content.sources.items() for words in texts(source))


CHECKS: tuple[Callable[[Content], Iterable[Problem]], ...] = (
    _ids, _questions, awaited, answer_marks, question_marks, _tiers, _conditions, _crew, _causes, _sources, _ledger,
    _advice, _words,
)  # fmt: skip
