"""A site's own rules, causes and words: a folder of TOML, laid over the shipped content.

Entries are added behind the shipped ones. A rule with the id of a shipped rule takes its place; a tier gets more words.
Questions and answers stay as they are, for printed codes rely on them. Here the folder is read, laid over and held
against the checks of all content; that nobody gets a calmer result is for a solver to show (app/signoff/site_rules.py).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from app.rules.checks import check
from app.rules.errors import ContentError, Problem
from app.rules.load import fingerprint
from app.rules.parsing import parse, typed
from app.rules.shape import Advice, Cause, Content, Frozen, RiskFactor, Rule, Source, SpokenRule, Text, Tier
from app.rules.site_words import lost

OWN = "site-"
"""What the id of a site's own entry begins with, so that no later release can have it for another."""

OPEN_TO_A_SITE = {
    "questions": ("rules", "a site cannot change a question or an answer: have the rule wait for other answers"),
    "crew": ("crew", "add a [[rule]] with its id, and what is said aloud for it, to crew.toml"),
}
"""By the file that has a problem: which file a site mends and how, where it cannot do as the shipped content would."""


class SiteCause(Cause, frozen=True, kw_only=True):
    """A cause that the source article need not have."""

    article: str | None = None  # type: ignore[assignment]  # who reads it expects None, as of a rule


class SiteRiskFactor(RiskFactor, frozen=True, kw_only=True):
    """A risk factor that the source article need not have."""

    article: str | None = None  # type: ignore[assignment]  # who reads it expects None, as of a rule


class TierWords(Frozen, frozen=True, kw_only=True):
    """What a site says more at a tier. ``actions`` and ``after`` stand behind the shipped ones."""

    id: str
    heading: Text | None = None
    say: Text | None = None
    actions: tuple[Text, ...] = ()
    after: tuple[Text, ...] = ()


class SiteRulesFile(Frozen, frozen=True):
    rule: tuple[Rule, ...] = ()


class SiteCausesFile(Frozen, frozen=True):
    cause: tuple[SiteCause, ...] = ()
    risk_factor: tuple[SiteRiskFactor, ...] = ()


class SiteAdviceFile(Frozen, frozen=True):
    advice: tuple[Advice, ...] = ()


class SiteTiersFile(Frozen, frozen=True):
    tier: tuple[TierWords, ...] = ()


class SiteCrewFile(Frozen, frozen=True):
    rule: tuple[SpokenRule, ...] = ()


class SiteSourcesFile(Frozen, frozen=True):
    source: dict[str, Source] = {}  # noqa: RUF012 - msgspec gives each file a dict of its own


SITE_FILES: Mapping[str, type[Frozen]] = {
    "rules": SiteRulesFile,
    "causes": SiteCausesFile,
    "advice": SiteAdviceFile,
    "tiers": SiteTiersFile,
    "crew": SiteCrewFile,
    "sources": SiteSourcesFile,
}

NAMES = ", ".join(f"{name}.toml" for name in SITE_FILES)
Files = Mapping[str, Any]


def lay_over(shipped: Content, folder: Path) -> Content:
    """The shipped content with a site's folder over it. Raises ContentError with every mistake of the folder's."""
    raw = _read(folder)
    files = {name: _file(folder, name, raw.get(name, b"")) for name in SITE_FILES}
    _stop_at(folder, _ids(shipped, files))
    merged = _merged(shipped, files, fingerprint(raw))
    _stop_at(folder, [*map(_open_to_a_site, check(merged)), *lost(shipped, merged)])
    return merged


def replaced(shipped: Content, merged: Content) -> Iterator[tuple[Rule, Rule]]:
    """The shipped rules that a site's own took the place of, each with that rule."""
    own = {rule.id: rule for rule in merged.rules}
    return ((rule, own[rule.id]) for rule in shipped.rules if own[rule.id] != rule)


def _read(folder: Path) -> dict[str, bytes]:
    try:
        raw = {file.stem: file.read_bytes() for file in sorted(folder.iterdir()) if file.suffix == ".toml"}
    except OSError as error:
        raise ContentError([Problem(folder.name, "the folder", str(error), "let the service read it")]) from error
    _stop_at(folder, (Problem(name, "the file", *_unknown(name)) for name in raw.keys() - SITE_FILES.keys()))
    if not any(raw.values()):  # a folder that is not there where it should be must not pass for one without rules
        remedy = f"put some of {NAMES} into it, or unset SITE_RULES"
        raise ContentError([Problem(folder.name, "the folder", "it holds nothing", remedy)])
    return raw


def _file(folder: Path, name: str, data: bytes) -> Frozen:
    return typed(SITE_FILES[name], _at(folder, name), parse(_at(folder, name), data))


def _unknown(name: str) -> tuple[str, str]:
    if name == "questions":
        return "a site cannot add or change questions or answers: printed codes rely on them", "remove the file"
    return "no file of this name is read", f"use one of {NAMES}"


def _at(folder: Path, name: str) -> str:
    return f"{folder.name}/{name}"


def _stop_at(folder: Path, problems: Iterable[Problem]) -> None:
    """Raise what was found, with the names that the files have in this folder."""
    if found := [problem._replace(file=_at(folder, problem.file)) for problem in problems]:
        raise ContentError(found)


def _open_to_a_site(problem: Problem) -> Problem:
    file, remedy = OPEN_TO_A_SITE.get(problem.file, (problem.file, problem.remedy))
    return problem._replace(file=file, remedy=remedy)


def _ids(shipped: Content, files: Files) -> Iterator[Problem]:
    """Each id is a site's own, or that of something shipped where a site may say more; and it is used once."""
    rules = [rule.id for rule in shipped.rules]
    spoken = {line.id for line in shipped.crew.rule}
    for file, kind, ids, known in (
        ("rules", "rule", [one.id for one in files["rules"].rule], rules),
        ("causes", "cause", [one.id for one in files["causes"].cause], []),
        ("causes", "risk_factor", [one.id for one in files["causes"].risk_factor], []),
        ("advice", "advice", [one.id for one in files["advice"].advice], []),
        ("sources", "source", list(files["sources"].source), []),
        ("tiers", "tier", [one.id for one in files["tiers"].tier], list(shipped.tier)),
        ("crew", "rule", [one.id for one in files["crew"].rule], [id for id in rules if id not in spoken]),
    ):
        for id, times in Counter(ids).items():
            if times > 1:
                yield Problem(file, f"{kind} {id!r}", "this id is used twice", "rename or remove one of them")
            if id not in known and (file == "tiers" or not id.startswith(OWN)):
                yield Problem(file, f"{kind} {id!r}", *_strange(file, known))


def _strange(file: str, known: list[str]) -> tuple[str, str]:
    if file == "tiers":
        return "there is no such result, and a site cannot add one", f"use one of {known}"
    shipped = ", or name one that is shipped" if known else ""
    return "it is neither the site's own nor shipped", f"begin the id with {OWN!r}{shipped}"


def _merged(shipped: Content, files: Files, digest: str) -> Content:
    crew = shipped.crew
    return replace(
        shipped,
        digest=f"{shipped.digest}+{OWN}{digest}",
        site=digest,
        tiers=tuple(_tier(tier, files["tiers"].tier) for tier in shipped.tiers),
        rules=_rules(shipped.rules, files["rules"].rule),
        causes=(*shipped.causes, *files["causes"].cause),
        risk_factors=(*shipped.risk_factors, *files["causes"].risk_factor),
        advice=(*shipped.advice, *files["advice"].advice),
        crew=replace(crew, rule=(*crew.rule, *files["crew"].rule)),
        sources={**shipped.sources, **files["sources"].source},
    )


def _rules(shipped: tuple[Rule, ...], own: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """A rule stays in its place; a new one comes after all others, so none of theirs is left out for it in a list."""
    ids = {rule.id for rule in shipped}
    changed = {rule.id: rule for rule in own}
    return (*(changed.get(rule.id, rule) for rule in shipped), *(rule for rule in own if rule.id not in ids))


def _tier(tier: Tier, own: tuple[TierWords, ...]) -> Tier:
    for words in own:
        if words.id == tier.id:
            return replace(
                tier,
                heading=words.heading or tier.heading,
                say=words.say or tier.say,
                actions=(*tier.actions, *words.actions),
                after=(*tier.after, *words.after),
            )
    return tier
