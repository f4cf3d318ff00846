"""What each content file holds, key by key. ``load`` reads them; ``FILES`` names them all."""

from collections.abc import Mapping
from datetime import date

from app.rules.shape import (
    Advice,
    ArticleItem,
    ArticlePart,
    Cause,
    Crew,
    Frozen,
    Mechanism,
    Question,
    RiskFactor,
    Rule,
    Source,
    Tier,
)


class QuestionsFile(Frozen, frozen=True):
    question: tuple[Question, ...]


class TiersFile(Frozen, frozen=True):
    unfinished: str
    review_by: date
    tier: tuple[Tier, ...]


class RulesFile(Frozen, frozen=True):
    rule: tuple[Rule, ...]


class CausesFile(Frozen, frozen=True):
    mechanism: tuple[Mechanism, ...]
    cause: tuple[Cause, ...]
    risk_factor: tuple[RiskFactor, ...]


class AdviceFile(Frozen, frozen=True):
    advice: tuple[Advice, ...]


class SourcesFile(Frozen, frozen=True):
    source: dict[str, Source]


class ArticleFile(Frozen, frozen=True):
    part: tuple[ArticlePart, ...]
    item: tuple[ArticleItem, ...]


FILES: Mapping[str, type[Frozen]] = {
    "questions": QuestionsFile,
    "tiers": TiersFile,
    "rules": RulesFile,
    "causes": CausesFile,
    "advice": AdviceFile,
    "crew": Crew,
    "sources": SourcesFile,
    "article": ArticleFile,
}
