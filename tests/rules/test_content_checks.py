# ruff: noqa: E501 - a table is read by its rows
"""A mistake in the content stops the start, and the message says where it is and how to mend it."""

import shutil
import tomllib
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from app.rules.checks import ADVICE_GROUPS, CHECKS, PLACEHOLDERS, check
from app.rules.errors import ContentError, Problem
from app.rules.files import FILES
from app.rules.load import CONTENT_FOLDER, build, content, read

TWICE = {"patient": "This is said.", "caregiver": "This is told."}
Tables = dict[str, Any]
Edit = Callable[[Tables], object]


@cache
def shipped() -> Tables:
    """The shipped content as TOML gives it."""
    return {name: tomllib.loads((CONTENT_FOLDER / f"{name}.toml").read_text(encoding="utf-8")) for name in FILES}


def problems_after(edit: Edit) -> list[Problem]:
    """What is found wrong once the shipped tables are edited so."""
    tables = deepcopy(shipped())
    edit(tables)
    try:
        return list(check(build(tables)))
    except ContentError as error:
        return list(error.problems)


def entry(tables: Tables, file: str, kind: str, id: str) -> dict[str, Any]:
    """One entry of a file, to be changed in place."""
    found: dict[str, Any] = next(one for one in tables[file][kind] if one.get("id", one.get("value")) == id)
    return found


def rule(tables: Tables, id: str = "fever-with-back-pain") -> dict[str, Any]:
    """A rule to spoil."""
    return entry(tables, "rules", "rule", id)


def question(tables: Tables, id: str = "fever") -> dict[str, Any]:
    """A question to spoil."""
    return entry(tables, "questions", "question", id)


def option(tables: Tables, value: str, id: str = "fever") -> dict[str, Any]:
    """An answer to spoil."""
    found: dict[str, Any] = next(one for one in question(tables, id)["option"] if one["value"] == value)
    return found


def cause(tables: Tables) -> dict[str, Any]:
    """A cause to spoil."""
    return entry(tables, "causes", "cause", "lower-sitting")


def item(tables: Tables, id: str) -> dict[str, Any]:
    """A ledger item to spoil."""
    return entry(tables, "article", "item", id)


def put(place: Callable[[Tables], dict[str, Any]], **keys: Any) -> Edit:
    """An edit that sets keys of one entry."""
    return lambda tables: place(tables).update(keys)


def drop(place: Callable[[Tables], dict[str, Any]], *keys: str) -> Edit:
    """An edit that takes keys out of one entry."""
    return lambda tables: [place(tables).pop(key, None) for key in keys]


def remove(file: str, kind: str, id: str) -> Edit:
    """An edit that takes an entry out of a file."""
    return lambda tables: tables[file][kind].remove(entry(tables, file, kind, id))


def repeat(file: str, kind: str, id: str) -> Edit:
    """An edit that puts an entry in twice."""
    return lambda tables: tables[file][kind].append(entry(tables, file, kind, id))


def when(*clauses: dict[str, list[str]]) -> Edit:
    """An edit that gives a rule these clauses."""
    return put(rule, when=list(clauses))


def because(patient: str) -> Edit:
    """An edit that gives a rule this sentence for the person."""
    return put(rule, because={"patient": patient, "caregiver": "It matters for them."})


def without_group(group: str) -> Edit:
    """An edit that takes every line of an advice group out."""
    return lambda tables: tables["advice"].update(
        advice=[line for line in tables["advice"]["advice"] if line["group"] != group]
    )


def a_withheld(tables: Tables) -> str:
    """The id of a ledger item that is withheld."""
    found: str = next(one["id"] for one in tables["article"]["item"] if one["status"] == "withheld")
    return found


WITHHELD = a_withheld(shipped())
A_PART = shipped()["article"]["part"][0]["id"]


def part(tables: Tables) -> dict[str, Any]:
    """The part of the article about seeing a doctor."""
    return entry(tables, "article", "part", A_PART)


MISTAKES: dict[str, tuple[Edit, str, str, str, str]] = {
    # what the author did: edit, then file, id, what is wrong, remedy as the message must name them
    "a question id twice": (repeat("questions", "question", "fever"), "questions", "question 'fever'", "used twice", "rename or remove"),
    "an answer twice": (lambda t: question(t)["option"].append(option(t, "cold")), "questions", "question 'fever' answer 'cold'", "used twice", "rename or remove"),
    "a tier twice": (repeat("tiers", "tier", "soon"), "tiers", "tier 'soon'", "used twice", "rename or remove"),
    "a rule id twice": (repeat("rules", "rule", "shingles"), "rules", "'shingles'", "used twice", "rename or remove"),
    "a cause id twice": (repeat("causes", "cause", "lower-sitting"), "causes", "'lower-sitting'", "used twice", "rename or remove"),
    "a cause named as a risk factor": (put(lambda t: t["causes"]["risk_factor"][0], id="lower-sitting"), "causes", "'lower-sitting'", "used twice", "rename or remove"),
    "an advice id twice": (lambda t: t["advice"]["advice"].append(t["advice"]["advice"][0]), "advice", repr(shipped()["advice"]["advice"][0]["id"]), "used twice", "rename or remove"),
    "a ledger item twice": (repeat("article", "item", "fever"), "article", "item 'fever'", "used twice", "rename or remove"),
    "a part twice": (repeat("article", "part", A_PART), "article", f"part {A_PART!r}", "used twice", "rename or remove"),
    "an item listed twice": (lambda t: part(t)["items"].append("fever"), "article", "listed item 'fever'", "used twice", "rename or remove"),
    "an id that is no address": (put(rule, id="Fever & chills"), "rules", "'Fever & chills'", "not plain", "a-z, 0-9"),
    "an empty id": (put(rule, id=""), "rules", "''", "not plain", "a-z, 0-9"),
    "a question nobody can answer": (lambda t: question(t).update(option=[option(t, "not_sure")]), "questions", "question 'fever'", "fewer than two answers for the patient", "add answers"),
    "answers for the person only": (lambda t: [one.update(voices=["patient"]) for one in question(t)["option"]], "questions", "question 'fever'", "fewer than two answers for the caregiver", "add answers"),
    "none among single answers": (put(question, kind="one"), "questions", "question 'fever'", "has 'none'", "'no'"),
    "no way to be unsure": (lambda t: question(t)["option"].remove(option(t, "not_sure")), "questions", "question 'fever'", "'not_sure' is missing", "guess"),
    "no question on who answers": (remove("questions", "question", "respondent"), "questions", "question 'respondent'", "missing", "add it"),
    "no question on the place": (remove("questions", "question", "location"), "questions", "question 'location'", "missing", "add it"),
    "an awaited answer without a tripwire": (lambda t: option(t, "cold").pop("tripwire"), "questions", "question 'fever' answer 'cold'", "no tripwire", "tripwire.patient and tripwire.caregiver"),
    "an unsure answer for one voice alone": (lambda t: option(t, "not_sure").update(voices=["patient"]), "questions", "question 'fever'", "'not_sure' is missing", "offer it to both"),
    "an answer offered to nobody": (lambda t: option(t, "shaking").update(voices=[]), "questions", "question 'fever' answer 'shaking'", "nobody is offered it", "remove voices"),
    "not knowing as the calmest": (lambda t: option(t, "not_sure", "severity").update(calmest=option(t, "mild", "severity").pop("calmest")), "questions", "question 'severity' answer 'not_sure'", "not known is marked calmest", "never calm"),
    "a trouble as the calmest": (lambda t: option(t, "cramps", "usual").update(calmest=option(t, "none", "usual").pop("calmest")), "questions", "question 'usual' answer 'cramps'", "'none' is calmer", "mark 'none'"),
    "a calmest answer to come": (lambda t: option(t, "mild", "severity").update(tripwire=TWICE), "questions", "question 'severity' answer 'mild'", "tripwire on the calmest answer", "remove tripwire"),
    "a calmest answer that is new": (lambda t: option(t, "mild", "severity").update(mark="new"), "questions", "question 'severity' answer 'mild'", "marked new", "remove mark"),
    "a calmest answer to heed": (lambda t: option(t, "mild", "severity").update(before_treating="Heed it."), "questions", "question 'severity' answer 'mild'", "before_treating on the calmest", "remove before_treating"),
    "a calmest answer that lasts": (lambda t: option(t, "walking", "mobility").update(lasting=True), "questions", "question 'mobility' answer 'walking'", "lasting on the calmest", "remove lasting"),
    **{f"{key} on {value}": (lambda t, k=key, v=value, s=said: option(t, v).update({k: s}), "questions", f"question 'fever' answer '{value}'", f"{key} on an answer that says nothing", f"remove {key}") for value in ("none", "not_sure") for key, said in {"fixed": True, "lasting": True, "tripwire": TWICE, "mark": "usual", "before_treating": "Heed it."}.items()},
    "a lasting trouble of the day": (lambda t: option(t, "cold").update(lasting=True), "questions", "question 'fever' answer 'cold'", "lasting outside the lists", "the background"),
    "a lasting answer among single ones": (lambda t: option(t, "bed", "mobility").update(lasting=True), "questions", "question 'mobility' answer 'bed'", "lasting outside the lists", "remove lasting"),
    "a lasting answer that one voice cannot say": (lambda t: option(t, "past_clot", "risk").update(voices=["caregiver"]), "questions", "question 'risk' answer 'past_clot'", "one voice cannot say it", "both voices"),
    "an answer read anew since no version": (lambda t: option(t, "cold")["read_anew"].update(since="spring"), "questions", "question 'fever' answer 'cold'", "'spring' is no version", "write since"),
    "an answer read anew since a version to come": (lambda t: option(t, "cold")["read_anew"].update(since="1.10"), "questions", "question 'fever' answer 'cold'", "since 1.10, which is to come", "a version that was"),
    "a question of the pain and of usual life": (put(lambda t: question(t, "risk"), about_pain=True), "questions", "question 'risk'", "both about_pain and background", "keep one"),
    "a denial of no danger": (put(lambda t: question(t, "weight"), denied="no weight loss"), "questions", "question 'weight'", "denied outside the danger questions", "remove denied"),
    "a denial by no answer": (lambda t: option(t, "none").pop("calmest"), "questions", "question 'fever'", "no answer denies it", "mark the calmest"),
    "an answer fixed and to come": (lambda t: option(t, "cold").update(fixed=True), "questions", "question 'fever' answer 'cold'", "both fixed and a tripwire", "keep one"),
    "a rule of no tier": (put(rule, tier="tomorrow"), "rules", "rule 'fever-with-back-pain'", "no tier 'tomorrow'", "use one of ['emergency_now', "),
    "a floor of no tier": (lambda t: t["tiers"].update(unfinished="calm"), "tiers", "unfinished", "no tier 'calm'", "use one of"),
    "a replacement of nothing": (put(rule, extra_replaces=True), "rules", "rule 'fever-with-back-pain'", "extra_replaces without extra", "add extra"),
    "a rule without clauses": (when(), "rules", "rule 'fever-with-back-pain'", "condition is empty", "name a question"),
    "an empty clause": (when({"fever": ["cold"]}, {}), "rules", "rule 'fever-with-back-pain'", "condition is empty", "name a question"),
    "an unknown question in a rule": (when({"temperature": ["high"]}), "rules", "rule 'fever-with-back-pain'", "no question 'temperature'", "use one of ['respondent', "),
    "an unknown answer in a rule": (when({"fever": ["fever", "hot"]}), "rules", "rule 'fever-with-back-pain'", "'hot' is no answer to 'fever'", "use one of ['none', "),
    "a question without answers in a rule": (when({"fever": []}), "rules", "rule 'fever-with-back-pain'", "no answers listed for 'fever'", "at least one"),
    "a cause nothing can support": (put(cause, supported_by={}), "causes", "cause 'lower-sitting' supported_by", "condition is empty", "name a question"),
    "an unknown answer in a cause": (put(cause, supported_by={"mobility": ["flying"]}), "causes", "cause 'lower-sitting' supported_by", "'flying' is no answer", "use one of"),
    "an unknown question in a risk factor": (lambda t: entry(t, "causes", "risk_factor", "risk-age").update(shown_by={"age": ["65"]}), "causes", "risk_factor 'risk-age' shown_by", "no question 'age'", "use one of"),
    "a cause of no area": (put(cause, area="knee"), "causes", "cause 'lower-sitting'", "no area 'knee'", "['any', 'lower', 'middle', 'upper']"),
    "a cause of an unsure area": (put(cause, area="not_sure"), "causes", "cause 'lower-sitting'", "no area 'not_sure'", "use one of"),
    "a cause of no mechanism": (put(cause, mechanism="magic"), "causes", "cause 'lower-sitting'", "no mechanism 'magic'", "use one of"),
    "a mechanism without a cause": (lambda t: [one.update(mechanism="posture") for one in t["causes"]["cause"]], "causes", "mechanism 'fractures'", "no cause belongs to it", "name it in a cause"),
    "a rule without source or judgement": (drop(rule, "sources", "judgement"), "rules", "'fever-with-back-pain'", "neither sources nor judgement", "judgement = true"),
    "a cause without source or judgement": (drop(cause, "sources", "judgement"), "causes", "'lower-sitting'", "neither sources nor judgement", "judgement = true"),
    "advice without source or judgement": (drop(lambda t: t["advice"]["advice"][0], "sources", "judgement"), "advice", repr(shipped()["advice"]["advice"][0]["id"]), "neither sources nor judgement", "judgement = true"),
    "a withheld item without source or judgement": (drop(lambda t: item(t, WITHHELD), "sources", "judgement"), "article", repr(WITHHELD), "neither sources nor judgement", "judgement = true"),
    "a source nobody knows": (put(rule, sources=["a-friend"]), "rules", "'fever-with-back-pain'", "no source 'a-friend'", "sources.toml"),
    "a source nothing cites": (lambda t: t["sources"]["source"].update(spare=t["sources"]["source"]["article"]), "sources", "source 'spare'", "nothing cites it", "cite it or remove it"),
    "a ledger item left out": (remove("article", "item", "weight-loss"), "article", "item 'weight-loss'", "no entry", "[[item]]"),
    "a ledger item of no part": (lambda t: part(t)["items"].remove("fever"), "article", "item 'fever'", "no part lists it", "[[part]]"),
    "a rule that carries no item of the article": (put(rule, article="hay-fever"), "rules", "rule 'fever-with-back-pain'", "no article item 'hay-fever'", "article.toml"),
    "a cause that carries no item of the article": (put(cause, article="sofa"), "causes", "cause 'lower-sitting'", "no article item 'sofa'", "article.toml"),
    "an item shown nowhere": (drop(cause, "article"), "causes", "lower-sitting", "missing required field", "add it"),
    "an item nothing carries": (put(cause, article="fever"), "article", "item 'lower-sitting'", "nothing carries it", "entry's article"),
    "a withheld item carried": (put(rule, article=WITHHELD), "article", f"item {WITHHELD!r}", "withheld, yet an entry carries it", "remove article ="),
    "a withheld item without a reason": (drop(lambda t: item(t, WITHHELD), "reason"), "article", f"item {WITHHELD!r}", "withheld without a reason", "add reason"),
    "an item of no known status": (put(lambda t: item(t, "fever"), status="lost"), "article", "item 'fever' status", "Invalid enum value 'lost'", "use one of ['reworded', 'shown', "),
    "advice in no group": (put(lambda t: t["advice"]["advice"][0], group="gossip"), "advice", f"advice {shipped()['advice']['advice'][0]['id']!r}", "no group 'gossip'", "use one of"),
    "a foot of the page in one voice": (lambda t: entry(t, "advice", "advice", "no-diagnosis")["text"].update(caregiver="Ask."), "advice", "advice 'no-diagnosis'", "not the same to everybody", "write the words twice"),
    **{f"no {group} advice": (without_group(group), "advice", f"group {group!r}", "no lines", "[[advice]]") for group in ADVICE_GROUPS},
    "an empty sentence": (because(" "), "rules", "'fever-with-back-pain'", "a text is empty", "write the sentence"),
    "a placeholder the site cannot fill": (because("Call {mother}."), "rules", "'fever-with-back-pain'", "no placeholder {mother}", "use one of ['als_team', "),
    "a placeholder in an answer": (lambda t: option(t, "cold").update(label="Cold {brr}"), "questions", "question 'fever'", "no placeholder {brr}", "use one of"),
    "a placeholder in a tier's action": (lambda t: t["tiers"]["tier"][0]["actions"].append({"patient": "{x}", "caregiver": "{x}"}), "tiers", "tier 'emergency_now'", "no placeholder {x}", "use one of"),
    "a nameless placeholder": (because("Call {}."), "rules", "'fever-with-back-pain'", "no placeholder {}", "use one of"),
    "a placeholder with a format": (because("Call {emergency!r:9}."), "rules", "'fever-with-back-pain'", "no placeholder {emergency!r:9}", "use one of"),
    "a spoken rule that calls nobody": (lambda t: t["crew"]["rule"].append({"id": "severe-pain", "text": TWICE}), "crew", "rule 'severe-pain'", "no rule of the most urgent tier", "remove it"),
    "a spoken answer that is none": (lambda t: t["crew"]["answer"].append({"question": "fever", "value": "hot", "text": TWICE}), "crew", "answer 'fever' 'hot'", "no such answer", "remove it"),
    "an emergency that cannot be said": (lambda t: t["crew"]["rule"].pop(0), "crew", "rule 'cord-abscess-or-bleed'", "nothing can be said", "[[rule]]"),
    "a danger question that denies nothing": (drop(question, "denied"), "questions", "question 'fever'", "what was denied", "add denied"),
    "a call at the wrong tier": (lambda t: t["tiers"]["tier"][1].update(calls=True), "tiers", "calls", "the first tier alone", "nowhere else"),
    "an extra that stays but is none": (put(rule, extra_stays=True), "rules", "rule 'fever-with-back-pain'", "extra_stays without extra", "add extra"),
    "an answer listed twice": (when({"fever": ["cold", "cold"]}), "rules", "'fever-with-back-pain'", "listed twice", "list it once"),
    "two calmest answers": (lambda t: option(t, "cold").update(calmest=True), "questions", "question 'fever'", "two answers are marked calmest", "keep calmest"),
    "an empty reason in the ledger": (lambda t: item(t, a_withheld(t)).update(reason=" "), "article", "entry", "a text is empty", "write the sentence"),
    "a brace left open": (because("Call {emergency now."), "rules", "'fever-with-back-pain'", "expected '}'", "{{ and }}"),
    "no sentence for the caregiver": (lambda t: question(t)["ask"].pop("caregiver"), "questions", "question 'fever' ask", "missing required field `caregiver`", "add it"),
    "no tripwire for the caregiver": (lambda t: option(t, "cold")["tripwire"].pop("caregiver"), "questions", "question 'fever' option 'cold' tripwire", "missing required field `caregiver`", "add it"),
    "no sentence for the person": (lambda t: rule(t)["because"].pop("patient"), "rules", "rule 'fever-with-back-pain' because", "missing required field `patient`", "add it"),
    "a rule without a tier": (drop(rule, "tier"), "rules", "rule 'fever-with-back-pain'", "missing required field `tier`", "add it"),
    "an unknown key": (put(rule, urgent=True), "rules", "rule 'fever-with-back-pain'", "unknown field `urgent`", "use one of ['id', 'sources', 'judgement', 'tier', "),
    "an unknown key where there may be nothing": (lambda t: option(t, "cold")["tripwire"].update(helper="Help."), "questions", "question 'fever' option 'cold' tripwire", "unknown field `helper`", "use one of ['patient', 'caregiver', 'together']"),
    "an unknown key of a source": (lambda t: t["sources"]["source"]["article"].update(url="x"), "sources", "source", "unknown field `url`", "use one of ['body', "),
    "a source read somehow": (lambda t: t["sources"]["source"]["article"].update(read="maybe"), "sources", "source read", "Invalid enum value 'maybe'", "use one of ['copy', 'no', 'own']"),
    "a table for a list": (lambda t: t["rules"].update(rule={}), "rules", "rule", "Expected `array`, got `object`", "an array is [...] or [[...]]"),
    "an unknown kind of entry": (lambda t: t["rules"].update(rules=[]), "rules", "the file", "unknown field `rules`", "use one of ['rule']"),
    "a number for a sentence": (because(38), "rules", "rule 'fever-with-back-pain' because patient", "Expected `str`, got `int`", "write what is expected"),  # type: ignore[arg-type]
    "a word for yes": (put(rule, judgement="yes"), "rules", "rule 'fever-with-back-pain' judgement", "Expected `bool`", "write what is expected"),
    "a stage that is none": (put(question, stage="later"), "questions", "question 'fever' stage", "Invalid enum value 'later'", "use one of ['context', 'danger', "),
    "a kind that is none": (put(question, kind="some"), "questions", "question 'fever' kind", "Invalid enum value 'some'", "use one of ['many', 'one']"),
    "a voice that is none": (lambda t: option(t, "cold").update(voices=["nurse"]), "questions", "question 'fever' option 'cold' voices", "Invalid enum value 'nurse'", "use one of ['caregiver', 'patient']"),
    "a clause that is a list": (put(rule, when=[["fever", "cold"]]), "rules", "rule 'fever-with-back-pain' when", "table of question ids", "write what is expected"),
    "one answer without brackets": (put(rule, when=[{"fever": "cold"}]), "rules", "rule 'fever-with-back-pain' when", "list of answers", "write what is expected"),
    "a number for an answer": (put(rule, when=[{"fever": [38]}]), "rules", "rule 'fever-with-back-pain' when", "list of answers", "write what is expected"),
    "a file without its entries": (lambda t: t["rules"].pop("rule"), "rules", "the file", "missing required field `rule`", "add it"),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "file", "where", "what", "remedy"), MISTAKES.values(), ids=list(MISTAKES))
def test_a_mistake_is_named_with_its_place_and_remedy(
    edit: Edit, file: str, where: str, what: str, remedy: str
) -> None:
    """File, id, what is wrong and how to mend it: all four, for each kind of mistake."""
    found = problems_after(edit)
    fitting = [one for one in found if (one.file, where in one.where, what in one.what) == (file, True, True)]
    assert fitting, f"expected {what!r} at {where!r}, found: {[str(one) for one in found]}"
    assert remedy in fitting[0].remedy
    assert str(fitting[0]) == f"{file}.toml: {fitting[0].where}: {fitting[0].what}. To mend it: {fitting[0].remedy}."


def test_the_shipped_content_has_no_mistake() -> None:
    """And so the edits above are all that is wrong after them."""
    assert problems_after(lambda tables: None) == []


def test_every_check_is_tried_on_some_mistake() -> None:
    """No check is without a mistake that it, and it alone of all checks, finds."""
    idle = {one.__name__ for one in CHECKS}
    for edit, *_ in MISTAKES.values():
        tables = deepcopy(shipped())
        edit(tables)
        try:
            spoilt = build(tables)
        except ContentError:
            continue
        finders = [one.__name__ for one in CHECKS if list(one(spoilt))]
        idle -= set(finders if len(finders) == 1 else ())
    assert idle == set()


def test_every_placeholder_is_used_somewhere() -> None:
    """The placeholders a site fills are the ones the content needs."""
    words = "".join((CONTENT_FOLDER / f"{name}.toml").read_text(encoding="utf-8") for name in FILES)
    assert {name for name in PLACEHOLDERS if f"{{{name}}}" in words} == PLACEHOLDERS


# --- reading the files --------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped files, to be spoilt."""
    return Path(shutil.copytree(CONTENT_FOLDER, tmp_path / "content"))


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    """Change the first place in a file where some text stands."""
    text = (folder / f"{file}.toml").read_text(encoding="utf-8")
    assert old in text
    (folder / f"{file}.toml").write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_sound_folder_is_read_as_the_shipped_one(folder: Path) -> None:
    """The same files give the same content and the same digest."""
    assert read(folder) == content()


@pytest.mark.parametrize("file", FILES)
def test_bad_toml_is_named_with_its_line(folder: Path, file: str) -> None:
    """A slip of the pen in any file: which file, and where in it."""
    text = (folder / f"{file}.toml").read_text(encoding="utf-8")
    (folder / f"{file}.toml").write_text(text + "\n[[broken\n", encoding="utf-8")
    with pytest.raises(ContentError, match=rf"{file}\.toml: the file: .*line \d+.*correct the TOML at that place"):
        read(folder)


@pytest.mark.parametrize("file", FILES)
def test_a_missing_file_is_named(folder: Path, file: str) -> None:
    (folder / f"{file}.toml").unlink()
    with pytest.raises(
        ContentError, match=rf"{file}\.toml: the file: No such file or directory. To mend it: put it into"
    ):
        read(folder)


def test_a_file_in_another_encoding_is_named(folder: Path) -> None:
    """Bytes that are not UTF-8 are a mistake of the author's, not a crash."""
    (folder / "rules.toml").write_bytes("# Ménière".encode("latin-1"))
    with pytest.raises(ContentError, match=r"rules\.toml: the file: .*utf-8"):
        read(folder)


def test_all_mistakes_are_told_at_once(folder: Path) -> None:
    """An author mends them together: two mistakes in two files, both in the message, a line each."""
    spoil(folder, "rules", 'tier = "emergency_now"', 'tier = "at_once"')
    spoil(folder, "causes", 'area = "lower"', 'area = "knee"')
    with pytest.raises(ContentError) as caught:
        read(folder)
    lines = str(caught.value).splitlines()
    assert len(lines) == len(caught.value.problems) == 2
    assert "rules.toml: rule 'breathing-failing': no tier 'at_once'" in lines[0]
    assert "causes.toml: cause 'lower-muscle-spasm': no area 'knee'" in lines[1]


@pytest.mark.parametrize("file", FILES)
def test_the_digest_changes_with_any_file(folder: Path, file: str) -> None:
    """Two sites can tell that they run different words or rules, even where only a comment differs."""
    text = (folder / f"{file}.toml").read_text(encoding="utf-8")
    (folder / f"{file}.toml").write_text(text + "\n# one remark more\n", encoding="utf-8")
    assert read(folder).digest != content().digest


def test_the_content_cannot_be_changed_once_read() -> None:
    """It is shared by every request: nothing may alter it."""
    with pytest.raises(AttributeError):
        content().rules[0].tier = "self_care"  # type: ignore[misc]
    with pytest.raises(TypeError):
        content().rules[0].when[0]["fever"] = ("none",)  # type: ignore[index]
