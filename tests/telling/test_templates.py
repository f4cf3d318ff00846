"""Templates draw what the app decided: none compares a level of urgency, a question's id or an answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes

from app.rules.load import content

TEMPLATES = Path(__file__).parents[2] / "app/templates"
QUESTIONS = {one.id for one in content().questions}
IDS = {one.id for one in content().tiers} | QUESTIONS
VALUES = {option.value for question in content().questions for option in question.option}
TESTS = ("equalto", "eq", "ne", "sameas", "in")
FILTERS = ("selectattr", "rejectattr", "select", "reject", "groupby")


def path_of(node: nodes.Node) -> str:
    """The dotted name that this node is, as far as it is one."""
    if isinstance(node, nodes.Getattr):
        return f"{path_of(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else ""


def words_of(node: nodes.Node) -> Iterator[str]:
    """Every string constant and every dotted name in what is compared."""
    for each in (node, *node.find_all(nodes.Node)):
        if isinstance(each, nodes.Const) and isinstance(each.value, str):
            yield each.value
        elif isinstance(each, nodes.Getattr):
            yield path_of(each)


def decides(tree: nodes.Template) -> list[str]:
    """What is compared in this template and only the app may compare."""
    compared: list[nodes.Node] = [*tree.find_all(nodes.Compare)]
    compared += [node for node in tree.find_all(nodes.Test) if node.name in TESTS]
    compared += [node for node in tree.find_all(nodes.Filter) if node.name in FILTERS]
    return sorted(
        f"line {node.lineno}: {words}"
        for node in compared
        for words in words_of(node)
        if words in IDS or words in VALUES or words.endswith((".tier", ".tier.id", ".tier.urgency"))
    )


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.stem)
def test_no_template_compares_a_tier_a_question_or_an_answer(app: Flask, template: Path) -> None:
    assert decides(app.jinja_env.parse(template.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.stem)
def test_no_template_names_a_question(app: Flask, template: Path) -> None:
    tree = app.jinja_env.parse(template.read_text(encoding="utf-8"))
    groups = [call.args[0] for call in tree.find_all(nodes.Call) if path_of(call.node).endswith(".advice_in")]
    named = [node for node in tree.find_all(nodes.Const) if node.value in QUESTIONS]
    assert [node.value for node in named if not any(node is group for group in groups)] == []  # "coping" is both


@pytest.mark.parametrize(
    "source",
    [
        "{% if warning.rule.tier == outcome.tier.id %}{% endif %}",
        '{{ outcome.warnings|rejectattr("rule.tier", "equalto", outcome.tier.id)|list }}',
        '{% if question.id == "location" and big %}{% endif %}',
        '{% for one in all if one.id in ("fever", "fall") %}{% endfor %}',
        '{{ "now" if tier != "emergency_now" else "later" }}',
        '{% if tier is sameas "soon" %}{% endif %}',
        '{% if option.value not in ("none", "not_sure") %}{% endif %}',
        '{% if voice == "caregiver" %}{% endif %}',
        "{% if code.outcome.tier.urgency == then %}{% endif %}",
    ],
)
def test_such_comparing_would_be_found(app: Flask, source: str) -> None:
    assert decides(app.jinja_env.parse(source))


def test_what_is_not_such_comparing_is_let_be(app: Flask) -> None:
    source = '{% if question.kind == "many" and option.value in chosen and tier.calls %}{{ icons[tier.id] }}{% endif %}'
    assert decides(app.jinja_env.parse(source)) == []
