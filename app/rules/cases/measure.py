"""How the rules do on worked cases: who is told too little, who too much, and who exactly what the case asks for."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from app.rules.cases.case import Case
from app.rules.engine import Rulebook
from app.rules.shape import Content


class Result(NamedTuple):
    """A case, the tier the rules give it, how urgent its least and that tier are, and whether that is too urgent."""

    case: Case
    found: str
    least: int
    given: int
    over: bool

    @property
    def under(self) -> bool:
        """The rules are less urgent than the case allows."""
        return self.given < self.least

    @property
    def exact(self) -> bool:
        """The rules give the least urgent tier that is good enough, and no more."""
        return self.given == self.least


class Rate(NamedTuple):
    """How many cases a group has, and how many of them end so. What is none of the three is more urgent, and may be."""

    name: str
    cases: int
    under: int
    over: int
    exact: int


GROUPS: Mapping[str, Callable[[Case], str]] = {
    "condition": lambda case: case.condition,
    "tier": lambda case: case.least,
    "who": lambda case: case.who,
}
"""The ways to sort cases: by what is the matter, by the least urgent tier that is good enough, by who answers."""


def measure(cases: Iterable[Case], content: Content) -> tuple[Result, ...]:
    """What the rules of a content give each case."""
    rulebook, rank = Rulebook(content), content.urgency
    results = []
    for case in cases:
        found = rulebook.tier(case.said()).id
        over = case.most is not None and rank[found] > rank[case.most]
        results.append(Result(case, found, rank[case.least], rank[found], over))
    return tuple(results)


def rates(results: Sequence[Result], group: str) -> tuple[Rate, ...]:
    """The rates of each group of one sort: tiers from most urgent to calmest, others as they first appear."""
    sort = GROUPS[group]
    ordered = sorted(results, key=lambda result: -result.least) if group == "tier" else results
    names = dict.fromkeys(sort(result.case) for result in ordered)
    return tuple(_rate(name, [result for result in results if sort(result.case) == name]) for name in names)


def report(results: Sequence[Result]) -> Iterator[str]:
    """The rates as a table in plain text, and below it each case that ends otherwise than it may."""
    yield f"{'':44}{'cases':>6}{'under-triage':>18}{'over-triage':>18}{'exact':>18}"
    yield _row(_rate("all", results))
    for group in GROUPS:
        yield f"by {group}"
        yield from (_row(rate, indent=2) for rate in rates(results, group))
    yield from (_told(result) for result in results if result.under or result.over)


def _rate(name: str, results: Sequence[Result]) -> Rate:
    counts = (sum(getattr(result, what) for result in results) for what in ("under", "over", "exact"))
    return Rate(name, len(results), *counts)


def _row(rate: Rate, indent: int = 0) -> str:
    shares = (f"{count} ({count / rate.cases:.1%})" for count in (rate.under, rate.over, rate.exact))
    return f"{' ' * indent + rate.name:44}{rate.cases:>6}" + "".join(f"{share:>18}" for share in shares)


def _told(result: Result) -> str:
    what, bound = ("UNDER-TRIAGE", result.case.least) if result.under else ("over-triage", result.case.most)
    than = "less urgent than" if result.under else "more urgent than"
    return f"{what}: {result.case.id}: {result.found} is {than} {bound}"
