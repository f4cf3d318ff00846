"""The rules by a second engine: ``python -m tests.rules.second_engine`` (``make prove`` does it) tries all triples.

The rules are exported as DMN, read by dmn-moddle and evaluated in FEEL by feelin (tests/js/dmn.js), none of which
knows our engine. Whatever is tried must give the same tier by both, and where asked the same rules.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

from app.rules.answers import Answers
from app.rules.engine import rulebook
from app.rules.load import content
from app.rules.shape import Content
from app.signoff import dmn
from tests.node import run_script
from tests.rules import oracle
from tests.rules.people import CALM, Given
from tests.rules.test_pairs_and_triples import WITH_GAPS, combined, given

BATCH = 250_000
SECONDS = 1200


class Verdict(NamedTuple):
    """What an engine says: the tier, and every rule that fires."""

    tier: str
    rules: frozenset[str]


def by_second_engine(people: Sequence[Given], of: Content | None = None, seconds: int = 120) -> list[Verdict]:
    """The verdicts of the second engine. Fails when the model, or a word of FEEL in it, is not understood."""
    said = _run(people, of, rules=True, seconds=seconds)
    return [Verdict(tier, frozenset(rules) - {dmn.UNFINISHED}) for tier, rules in said]


def by_ours(said: Given) -> Verdict:
    """The verdict of the engine that serves people."""
    outcome = rulebook().triage(Answers(said))
    return Verdict(outcome.tier.id, frozenset(warning.rule.id for warning in outcome.warnings))


def sets(size: int) -> Iterator[Given]:
    """Every combination of so many answers and gaps, over a person who is otherwise calm."""
    for first in oracle.QUESTIONS:
        yield from map(given, combined(size, first, WITH_GAPS))


def _run(people: Sequence[Given], of: Content | None, rules: bool, seconds: int) -> list:
    task = {"xml": _model() if of is None else dmn.xml(of), "base": CALM, "rules": rules}
    said = run_script("dmn.js", {**task, "sets": [_changed(one) for one in people]}, seconds)
    assert said["problems"] == [], said["problems"][:3]
    assert len(said["results"]) == len(people)
    return said["results"]


def _changed(said: Given) -> list[tuple[str, Sequence[str] | None]]:
    return [(question, said.get(question)) for question in CALM if said.get(question) != CALM[question]]


@cache
def _model() -> str:
    return dmn.xml(content())


def main() -> None:
    """Compare the tiers of all triples, gaps included. Ends the program at the first difference."""
    count, every = 0, sets(3)
    while people := list(islice(every, BATCH)):
        theirs = _run(people, None, rules=False, seconds=SECONDS)
        for said, tier in zip(people, theirs, strict=True):
            if rulebook().tier(Answers(said)).id != tier:
                raise SystemExit(f"the second engine says {tier} for {_only_changes(said)}")
        count += len(people)
        print(f"The second engine gives the same tier for {count} triples", flush=True)


def _only_changes(said: Given) -> Mapping[str, object]:
    return dict(_changed(said))


if __name__ == "__main__":
    main()
