"""The rules as DMN 1.3, the decision tables that other engines read: for whoever wants to try them without our code.

An input for each question holds the list of its answers, or null when it was not asked. A decision for each question
says how the rules hear it, one table holds every clause as a row, and the last decision is the tier.
"""

from collections.abc import Iterable, Mapping
from xml.etree import ElementTree as ET  # nosec B405 - it writes here, and reads nothing

from app.rules.shape import NOT_SURE, Content, Question

MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/"
NAMESPACE = "urn:als-back-pain"
NOT_ASKED = "not_asked"
"""What the table hears beside "not sure" where a question that can carry a warning has no answer."""
HEARD = "t_heard"
UNFINISHED = "unfinished"
"""The name of the rows that hold an unfinished check at the tier it is never calmer than."""


def xml(content: Content) -> str:
    """The whole model as one XML document."""
    root = ET.Element(
        "definitions",
        {"xmlns": MODEL, "id": "check", "name": f"Back pain check, content {content.version}", "namespace": NAMESPACE},
    )
    _said(root, f"Content {content.version}, fingerprint {content.digest}. Not signed off by a clinician.")
    for question in content.questions:
        _type(root, f"t_{question.id}", question.values)
    _type(root, HEARD)
    for question in content.questions:
        _input(root, question)
        _heard(root, question)
    _table(root, content)
    _tier(root, content)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _said(parent: ET.Element, words: str) -> None:
    ET.SubElement(parent, "description").text = words


def _text(parent: ET.Element, tag: str, feel: str, **attributes: str) -> None:
    ET.SubElement(ET.SubElement(parent, tag, attributes), "text").text = feel


def _type(root: ET.Element, name: str, values: Iterable[str] = ()) -> None:
    """A list of strings: of these, if any are given."""
    kind = ET.SubElement(root, "itemDefinition", {"name": name, "isCollection": "true"})
    ET.SubElement(kind, "typeRef").text = "string"
    if values:
        _text(kind, "allowedValues", _strings(values))


def _input(root: ET.Element, question: Question) -> None:
    asked = ET.SubElement(root, "inputData", {"id": f"in_{question.id}", "name": question.id})
    _said(asked, f"{question.ask.patient} The list of answers; null when it was not asked.")
    ET.SubElement(asked, "variable", {"name": question.id, "typeRef": f"t_{question.id}"})


def _heard(root: ET.Element, question: Question) -> None:
    """The answers as the rules hear them: where "not sure" can warn, a question without an answer is not sure."""
    name = _heard_name(question.id)
    decision = _decision(root, name, HEARD, [("requiredInput", f"in_{question.id}")])
    unasked = [NOT_SURE] if question.warns and NOT_SURE in question.values else []
    unasked += [NOT_ASKED] if question.warns else []
    _text(decision, "literalExpression", f"if {question.id} = null then [{_strings(unasked)}] else {question.id}")


def _table(root: ET.Element, content: Content) -> None:
    """Every clause that holds, most urgent first."""
    used = [question for question in content.questions if question.warns or _asked_for(content, question)]
    needed = [("requiredDecision", _heard_name(question.id)) for question in used]
    decision = _decision(root, "warnings", "Any", needed)
    table = ET.SubElement(decision, "decisionTable", {"id": "clauses", "hitPolicy": "OUTPUT ORDER"})
    for question in used:
        _text(ET.SubElement(table, "input", {"label": question.topic}), "inputExpression", _heard_name(question.id))
    named = [rule.id for rule in content.rules]
    for name, values in (("tier", [tier.id for tier in content.tiers]), ("rule", [*named, UNFINISHED])):
        output = ET.SubElement(table, "output", {"name": name, "typeRef": "string"})
        _text(output, "outputValues", _strings(values))
    for rule in content.rules:
        for clause in rule.when:
            _row(table, used, clause, rule.tier, rule.id, rule.points_to)
    for question in (one for one in used if one.warns):
        gap = {question.id: (NOT_ASKED,)}
        _row(table, used, gap, content.unfinished, UNFINISHED, "An unfinished check is never calmer than this.")


def _row(
    table: ET.Element, used: Iterable[Question], clause: Mapping[str, tuple[str, ...]], tier: str, rule: str, why: str
) -> None:
    row = ET.SubElement(table, "rule")
    _said(row, why)
    for question in used:
        listed = (f'list contains(?, "{value}")' for value in clause.get(question.id, ()))
        _text(row, "inputEntry", " or ".join(listed) or "-")
    for value in (tier, rule):
        _text(row, "outputEntry", _strings([value]))


def _tier(root: ET.Element, content: Content) -> None:
    decision = _decision(root, "tier", "string", [("requiredDecision", "warnings")])
    calmest = content.least_urgent.id
    _text(decision, "literalExpression", f'if count(warnings) = 0 then "{calmest}" else warnings[1].tier')


def _decision(root: ET.Element, name: str, kind: str, needs: Iterable[tuple[str, str]]) -> ET.Element:
    decision = ET.SubElement(root, "decision", {"id": name, "name": name})
    ET.SubElement(decision, "variable", {"name": name, "typeRef": kind})
    for number, (tag, id) in enumerate(needs, 1):
        requirement = ET.SubElement(decision, "informationRequirement", {"id": f"{name}_needs_{number}"})
        ET.SubElement(requirement, tag, {"href": f"#{id}"})
    return decision


def _heard_name(question: str) -> str:
    return f"heard_{question}"


def _asked_for(content: Content, question: Question) -> bool:
    return any(question.id in clause for rule in content.rules for clause in rule.when)


def _strings(values: Iterable[str]) -> str:
    return ", ".join(f'"{value}"' for value in values)
