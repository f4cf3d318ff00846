"""Shows what holds for all answers, and writes it down: ``python -m tests.rules.prove`` (``make prove`` does it).

It runs the proofs and counts of tests/rules on the content as it is, stops at the first that fails, and writes
docs/proof.md and app/signoff/proof.json, which the site shows at /proof. The same content gives the same bytes.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from math import prod
from pathlib import Path
from typing import Any

from app.rules.engine import Rulebook
from app.rules.load import content
from app.rules.shape import NONE, RESPONDENT, Content, Question, Voice
from tests.rules import cases, oracle, space, test_condition_coverage, test_mutants, test_pairs_and_triples
from tests.rules.mutants import TOO_FEW_OR_WRONG, TOO_MANY, Mutant, calmest_mutants, rule_mutants

PROJECT = Path(__file__).parents[2]
SOLVER = "Shown by an SMT solver (z3): it looked for a counterexample among all answers at once, and there is none."
PROMISED: dict[str, str] = {
    "one_more_tick_never_calms": "One more tick never makes the result calmer.",
    "nothing_is_calmer_than_the_calmest": "No answer, nor 'not sure', nor a gap, is calmer than the calmest answer.",
    "worse_is_never_calmer": "Where answers get worse step by step, a worse one is never calmer.",
    "unknown_duration_is_never_calmer": "Not knowing how long it has hurt is never calmer than any answer to it.",
    "unasked_is_heard_as_not_sure": "A question that was not asked is never calmer than 'not sure'.",
    "every_clause_can_fire": "Every rule, and every part of it, is met by some finished set of answers.",
    "every_tier_is_reached": "Every result is reached by some finished set of answers.",
    "article_warnings_are_kept": "Each warning of the article leads to a doctor within two working days or sooner.",
    "silence_is_not_calm": "Somebody who answers nothing is told to get help today.",
    "unfinished_is_never_self_care": "An unfinished check never ends at the calmest result.",
}


def ways(question: Question, voice: Voice) -> int:
    """How many answers a reader can give to a question, one of them none at all."""
    offered = question.offered[voice]
    if question.kind == "one":
        return len(offered) + 1
    ticks = [value for value in offered if value != NONE]
    return 2 ** len(ticks) + (NONE in offered)


def answer_sets(content: Content) -> int:
    """How many valid sets of answers there are, gaps included."""
    others = [question for question in content.questions if question.id != RESPONDENT]
    of_patient = prod(ways(question, "patient") for question in others)
    of_caregiver = prod(ways(question, "caregiver") for question in others)
    return of_patient * len(content.question[RESPONDENT].option) + of_caregiver


def properties() -> Iterator[dict[str, str]]:
    """Each promise about all answers, once it is shown. Ends the program when one is broken."""
    for promise in space.PROMISES:
        if found := promise(content()):
            raise SystemExit(f"{promise.__name__}: {found}")
        yield {"what": PROMISED[promise.__name__], "how": SOLVER}


def compared() -> tuple[int, int]:
    """How many pairs and triples gave the same tier by the engine and by the plain reading of the contract."""
    engine, quick = Rulebook(content()), test_pairs_and_triples.Quick()
    counts = []
    for size, among, tier in (
        (2, test_pairs_and_triples.WITH_GAPS, oracle.tier),
        (3, test_pairs_and_triples.ANSWERS, quick.tier),
    ):
        counts.append(_same(engine, size, among, tier))
    return counts[0], counts[1]


def _same(engine: Rulebook, size: int, among: Any, tier: Callable[[Any], str]) -> int:
    count = 0
    for first in oracle.QUESTIONS:
        for choices in test_pairs_and_triples.combined(size, first, among):
            said = test_pairs_and_triples.given(choices)
            if engine.tier(test_pairs_and_triples.Answers(said)).id != tier(said):
                raise SystemExit(f"two readings differ at {choices}")
            count += 1
    return count


def _mutants() -> Iterator[Mutant]:
    for rule in content().rules:
        yield from rule_mutants(content(), rule, TOO_FEW_OR_WRONG + TOO_MANY)
    for question in content().questions:
        yield from calmest_mutants(content(), question)


def killers() -> Counter[str]:
    """What noticed each mistake made on purpose first: worked cases, the proof, or the frozen contract."""
    found: Counter[str] = Counter()
    detectors = {
        "worked cases": test_mutants.by_cases,
        "the frozen contract": lambda spoilt: test_mutants.by_contract(spoilt) or test_mutants.by_calmest_list(spoilt),
    }
    for mutant in _mutants():
        found[next((name for name, noticed in detectors.items() if noticed(mutant.content)), "nothing")] += 1
    return found


def gather() -> dict[str, Any]:
    """Everything that stands in proof.json. Ends the program when something does not hold."""
    pairs, triples = compared()
    killed = killers()
    conditions = list(test_condition_coverage.conditions())
    silent = [one for one in conditions if next(test_condition_coverage.witnesses(one), None) is None]
    if {one.rule for one in silent} != set(test_condition_coverage.ONLY_ADD_WORDS):
        raise SystemExit(f"conditions that change nothing: {silent}")
    return {
        "version": content().version,
        "digest": content().digest,
        "answer_sets": answer_sets(content()),
        "properties": list(properties()),
        "pairs": pairs,
        "triples": triples,
        "cases": len(cases.vignettes()) + len(cases.clauses()),
        "mutants": killed.total(),
        "killed": {name: count for name, count in killed.items() if name != "nothing"},
        "survivors": killed["nothing"],
        "conditions": len(conditions),
        "conditions_silent": len(silent),
    }


def document(found: dict[str, Any]) -> str:
    """docs/proof.md: the same in Markdown."""
    lines = [
        "# What is proved about the rules",
        "",
        "Made by `make prove`; do not edit. The site shows the same at `/proof`. A proof shows that the rules keep",
        "their promises, not that they are medically right: only clinicians and real patients can show that.",
        "",
        f"- Content {found['version']}, fingerprint `{found['digest']}`. For other content it says nothing.",
        f"- Valid sets of answers, gaps included: {found['answer_sets']:.3e}.",
        "",
        "## For every one of them",
        *(f"- {one['what']} {one['how']}" for one in found["properties"]),
        "",
        "## What else was tried",
        f"- Two readings of the rules that share no code gave the same tier for {found['pairs']} pairs of answers",
        f"  (gaps included) and {found['triples']} triples, each over a person who is otherwise calm.",
        f"- {found['cases']} cases with the expected result worked out by hand end as expected.",
        f"- {found['mutants']} mistakes were put into the rules, one at a time. Noticed first by: "
        + ", ".join(f"{name} {count}" for name, count in sorted(found["killed"].items()))
        + f". Unnoticed: {found['survivors']}.",
        f"- {found['conditions']} conditions make up the clauses. Each changes a result by itself (MC/DC), but for",
        f"  {found['conditions_silent']} of rules that only add words: `tests/rules/test_condition_coverage.py`.",
        "",
        "## How to run it yourself",
        "`make prove` does all of this again, stops at the first thing that does not hold, and writes this file.",
        "`make test` runs the same as tests. The promises are formulas in `tests/rules/space.py`, the second reading",
        "is `tests/rules/oracle.py`, the mistakes are in `tests/rules/mutants.py`.",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Show it all and write both files."""
    found = gather()
    if found["survivors"]:
        raise SystemExit(f"{found['survivors']} mistakes in the rules went unnoticed: see tests/rules/test_mutants.py")
    written = json.dumps(found, indent=1, ensure_ascii=False) + "\n"
    (PROJECT / "app" / "signoff" / "proof.json").write_text(written, encoding="utf-8")
    (PROJECT / "docs" / "proof.md").write_text(document(found), encoding="utf-8")
    print(f"All of it holds for content {found['version']} ({found['digest']}): docs/proof.md, app/signoff/proof.json")


if __name__ == "__main__":
    main()
