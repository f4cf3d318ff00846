"""Templates draw what the app decided: none compares a level of urgency, or asks which question or answer it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes

from app.rules.load import content

TEMPLATES = Path(__file__).parents[2] / "app/templates"
IDS = {one.id for one in (*content().tiers, *content().questions)}
VALUES = {value for question in content().questions for value in question.values}
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
    return sorted(f"line {node.lineno}: {words}" for node in compared for words in told_apart(set(words_of(node))))


def told_apart(compared: set[str]) -> list[str]:
    """What of this comparison is a level of urgency, a question, or an answer held against the name of one."""
    answers = VALUES if any(words.endswith(".value") for words in compared) else set()
    levels = (".tier", ".tier.id", ".tier.urgency")
    return [words for words in compared if words in IDS | answers or words.endswith(levels)]


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.stem)
def test_no_template_compares_a_tier_or_names_a_question(app: Flask, template: Path) -> None:
    assert decides(app.jinja_env.parse(template.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        "{% if warning.rule.tier == outcome.tier.id %}{% endif %}",
        '{{ outcome.warnings|rejectattr("rule.tier", "equalto", outcome.tier.id)|list }}',
        '{% if question.id == "location" and big %}{% endif %}',
        '{% for one in all if one.id in ("fever", "fall") %}{% endfor %}',
        '{{ "now" if tier != "emergency_now" else "later" }}',
        '{% if tier is sameas "soon" %}{% endif %}',
        '{% for option in options if option.value not in ("none", "not_sure") %}{% endfor %}',
        "{% if code.outcome.tier.urgency == then %}{% endif %}",
    ],
)
def test_such_comparing_would_be_found(app: Flask, source: str) -> None:
    assert decides(app.jinja_env.parse(source))


def test_what_is_not_such_comparing_is_let_be(app: Flask) -> None:
    source = '{% if question.kind == "many" and option.value in chosen and tier.calls %}{{ icons[tier.id] }}{% endif %}'
    assert decides(app.jinja_env.parse(source)) == []
