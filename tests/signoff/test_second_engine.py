"""The rules exported as DMN: another reader understands them, and another engine gives what ours gives."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

import pytest
from msgspec import structs

from app.rules.load import content
from app.signoff import dmn
from tests.node import run_script
from tests.rules import cases
from tests.rules.people import CALM, Given, crowd
from tests.rules.second_engine import by_ours, by_second_engine, sets
from tests.signoff.test_command import Run, run

__all__ = ["run"]

DMN = f"{{{dmn.MODEL}}}"


def the_same(people: Sequence[Given]) -> None:
    theirs = by_second_engine(people)
    different = [dict(said) for said, verdict in zip(people, theirs, strict=True) if by_ours(said) != verdict]
    assert different == []


def test_every_answer_every_gap_and_every_pair_of_them() -> None:
    """The tier and every rule that fires. All triples are tried by `make prove`: they take minutes."""
    people = [CALM, *sets(1), *sets(2)]
    assert len(people) > 10_000
    the_same(people)


def test_every_worked_case_and_every_clause() -> None:
    """Among them are the clauses that ask for three things, met and missed by one."""
    the_same([*(one.case.answers for one in cases.vignettes()), *(one.answers for one in cases.clauses())])


def test_a_crowd_of_people_with_much_the_matter_and_many_gaps() -> None:
    the_same([{}, *crowd(content(), 150)])


def test_unknown_and_unanswered_are_in_the_model() -> None:
    """Somebody who answers nothing, and somebody who is not sure of anything, are helped the same day or sooner."""
    unsure = {id: ("not_sure",) for id, known in content().question.items() if "not_sure" in known.values}
    silent, not_sure = by_second_engine([{}, {**CALM, **unsure}])
    assert {silent.tier, not_sure.tier} <= {"emergency_now", "same_day"}
    assert silent.rules == by_ours({}).rules


def test_one_changed_clause_makes_the_engines_differ() -> None:
    """The comparison is one: with another tier for a fever, only the spoilt model changes."""
    fever = next(rule for rule in content().rules if rule.id == "fever-with-back-pain")
    rules = tuple(structs.replace(rule, tier="soon") if rule is fever else rule for rule in content().rules)
    said = {**CALM, "fever": ("fever",)}
    (theirs,) = by_second_engine([said], structs.replace(content(), rules=rules))
    assert (theirs.tier, by_ours(said).tier) == ("soon", "same_day")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('hitPolicy="OUTPUT ORDER"', 'hitPolicy="OUTPUT ORDER" colour="red"'),
        ("<text>if count(warnings)", "<text>if size of(warnings)"),
        ('list contains(?, "much_worse")', 'contains list(?, "much_worse")'),
    ],
)
def test_what_the_readers_do_not_understand_is_a_problem(old: str, new: str) -> None:
    model = dmn.xml(content())
    assert old in model
    said = run_script("dmn.js", {"xml": model.replace(old, new, 1), "base": CALM, "sets": [[]], "rules": True})
    assert said["problems"] != []


def test_the_model_holds_every_question_answer_rule_and_clause() -> None:
    root = ET.fromstring(dmn.xml(content()))
    assert [each.get("name") for each in root.iter(f"{DMN}inputData")] == [one.id for one in content().questions]
    for question in content().questions:
        allowed = root.find(f"{DMN}itemDefinition[@name='t_{question.id}']/{DMN}allowedValues/{DMN}text")
        assert allowed is not None and allowed.text == ", ".join(f'"{value}"' for value in question.values)
    rows = [[text.text for text in row.iter(f"{DMN}text")] for row in root.iter(f"{DMN}rule")]
    clauses = [row for row in rows if row[-1] != f'"{dmn.UNFINISHED}"']
    assert len(clauses) == sum(len(rule.when) for rule in content().rules)
    assert len(rows) - len(clauses) == sum(question.warns for question in content().questions)


def test_the_command_prints_the_model_or_writes_it(run: Run, tmp_path) -> None:
    printed, file = run("dmn"), tmp_path / "rules.dmn"
    assert (printed.exit_code, printed.stdout) == (0, dmn.xml(content()))
    assert run("dmn", "--output", str(file)).exit_code == 0
    assert file.read_text() == printed.stdout
