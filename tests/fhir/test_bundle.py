"""The FHIR Bundle: what a clinic's record system gets."""

import json
import re
import uuid
import xml.etree.ElementTree as ElementTree

import pytest
from fhir.resources.R4B import get_fhir_model_class

from app.fhir.terms import ANSWERS, RULES, URGENCY
from app.rules.answers import Answers
from app.rules.engine import triage
from app.rules.load import content
from site_settings import SignOff, Site
from tests.bench.rules import most_alarming
from tests.fhir.fhir_help import CODE, PEOPLE, items, make_bundle, only, resources, strings
from tests.rules.people import CALM, crowd, with_answers

SEVERAL = {**PEOPLE, "alarming": most_alarming()}


@pytest.fixture(params=SEVERAL)
def answers(request) -> Answers:
    return SEVERAL[request.param]


def test_valid_for_fhir_resources_as_a_whole_and_each_alone(app, answers: Answers) -> None:
    made = make_bundle(app, answers, note="Can I still fly?")
    get_fhir_model_class("Bundle").model_validate(made)
    for entry in made["entry"]:
        model = get_fhir_model_class(entry["resource"]["resourceType"]).model_validate(entry["resource"])
        # What the library writes back is what went in: it understood all of it.
        assert json.loads(model.model_dump_json(exclude_none=True)) == entry["resource"]


def test_each_of_a_crowd_is_valid(app) -> None:
    bundle = get_fhir_model_class("Bundle")
    for answers in crowd(content(), 40):
        bundle.model_validate(make_bundle(app, answers))


def test_every_reference_is_to_an_entry(app, answers: Answers) -> None:
    made = make_bundle(app, answers)
    known = {entry["fullUrl"] for entry in made["entry"]}
    assert len(known) == len(made["entry"])
    for entry in made["entry"]:
        assert entry["fullUrl"].endswith(entry["resource"]["id"])
        for reference in re.findall(r'"reference": "([^"]+)"', json.dumps(entry["resource"])):
            assert reference in known
    canonical, _, version = only(made, "QuestionnaireResponse")["questionnaire"].partition("|")
    asked = only(made, "Questionnaire")
    assert (canonical, version) == (asked["url"], asked["version"])
    assert canonical in known


def test_every_code_of_ours_is_in_a_code_system_of_the_bundle(app, answers: Answers) -> None:
    made = make_bundle(app, answers)
    known = {
        (system["url"], one["code"])
        for system in resources(made, "CodeSystem")
        for concept in system["concept"]
        for one in (concept, *concept.get("concept", ()))
    }
    used = set(_codings([entry["resource"] for entry in made["entry"]]))
    assert {system for system, _ in used} >= {ANSWERS, URGENCY}
    ours = {(system, code) for system, code in used if system in (ANSWERS, URGENCY, RULES)}
    assert ours and ours <= known


def test_a_code_system_counts_its_concepts(app) -> None:
    for system in resources(make_bundle(app, PEOPLE["calm"]), "CodeSystem"):
        codes = [one["code"] for concept in system["concept"] for one in (concept, *concept.get("concept", ()))]
        assert len(codes) == len(set(codes)) == system["count"]


def _codings(value: object):
    if isinstance(value, dict):
        if "system" in value and "code" in value:
            yield value["system"], value["code"]
        for one in value.values():
            yield from _codings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _codings(one)


def test_ids_are_the_same_for_the_same_check_and_others_for_another(app, answers: Answers) -> None:
    made, again, other = (make_bundle(app, answers, seed=seed) for seed in ("one", "one", "two"))
    assert made == again
    assert _ids(made).isdisjoint(_ids(other))
    assert all(uuid.UUID(id).version == 5 for id in _ids(made))


def _ids(made) -> set[str]:
    return {entry["resource"]["id"] for entry in made["entry"] if entry["fullUrl"].startswith("urn:uuid:")} | {
        made["id"]
    }


WHO = {
    "calm": ("Patient", "Patient"),
    "helped": ("Patient", "RelatedPerson"),
    "caregiver": ("RelatedPerson", "RelatedPerson"),
}


@pytest.mark.parametrize("person", WHO)
def test_source_gave_the_answers_and_author_entered_them(app, person: str) -> None:
    response = only(make_bundle(app, PEOPLE[person]), "QuestionnaireResponse")
    assert (response["source"]["type"], response["author"]["type"]) == WHO[person]


def test_nobody_is_named_before_anybody_said_who_they_are(app) -> None:
    made = make_bundle(app, PEOPLE["nobody"])
    assert not resources(made, "RelatedPerson")
    assert not {"source", "author"} & only(made, "QuestionnaireResponse").keys()
    assert [one["who"]["type"] for one in only(made, "Provenance")["agent"]] == ["Device"]


def test_the_response_holds_each_answer_and_nothing_that_was_not_asked(app, answers: Answers) -> None:
    response = only(make_bundle(app, answers), "QuestionnaireResponse")
    said = {
        item["linkId"]: tuple(one["valueCoding"]["code"].removeprefix(f"{item['linkId']}.") for one in item["answer"])
        for item in items(response)
        if "answer" in item
    }
    assert said == dict(answers)
    finished = len(answers) == len(content().questions)
    assert response["status"] == ("completed" if finished else "in-progress")
    assert response["authored"] == "2026-11-23T07:30:59Z"
    assert response["identifier"]["value"] == CODE
    assert all(item.get("item") or item.get("answer") for item in items(response)), "an empty group"


def test_not_sure_is_coded_and_said_to_mean_asked_but_unknown(app) -> None:
    made = make_bundle(app, PEOPLE["stopped"])
    (said,) = [item["answer"] for item in items(only(made, "QuestionnaireResponse")) if item["linkId"] == "awake"]
    assert said == [{"valueCoding": {"system": ANSWERS, "code": "awake.not_sure", "display": "Not sure"}}]
    (codes,) = [system for system in resources(made, "CodeSystem") if system["url"] == ANSWERS]
    unknown = {
        option["code"]
        for question in codes["concept"]
        for option in question["concept"]
        if option.get("property", [{}])[0].get("valueCoding", {}).get("code") == "asked-unknown"
    }
    assert unknown == {f"{one.id}.not_sure" for one in content().questions if "not_sure" in one.values}


def test_the_risk_assessment_says_how_soon_and_why(app, answers: Answers) -> None:
    outcome = triage(answers)
    risk = only(make_bundle(app, answers), "RiskAssessment")
    overall, *warnings = risk["prediction"]
    assert overall["qualitativeRisk"]["coding"][0]["code"] == outcome.tier.id
    assert [one["outcome"]["coding"][0]["code"] for one in warnings] == [one.rule.id for one in outcome.warnings]
    for prediction, warning in zip(warnings, outcome.warnings, strict=True):
        assert prediction["qualitativeRisk"]["coding"][0]["code"] == warning.rule.tier
        for question, option in warning.reasons:
            code = f"{question.id}.{option.value}" if option else question.id
            words = option.words(answers.voice) if option else "not asked"
            assert f"{words} [{code}]" in prediction["rationale"]
    assert risk["status"] == ("preliminary" if outcome.unfinished else "final")
    assert [one["type"] for one in risk["basis"]] == ["QuestionnaireResponse"]


def test_what_is_unknown_stands_in_a_list_of_its_own(app) -> None:
    notes = [note["text"] for note in only(make_bundle(app, PEOPLE["stopped"]), "RiskAssessment")["note"]]
    assert f"Not sure: {content().question['awake'].topic}" in notes
    assert any(note.startswith("Not asked: ") and "Has pain relief helped" in note for note in notes)
    assert any("not a diagnosis" in note and "not clinically signed off" in note for note in notes)


def test_what_changes_treatment_comes_first(app) -> None:
    answers = with_answers(CALM, {"risk": ("blood_thinner", "breathing_support")})
    risk = only(make_bundle(app, answers), "RiskAssessment")
    assert re.fullmatch(r"Before treating: ALS .*; Blood thinner: .*; Breathing machine .*", risk["note"][0]["text"])


def test_provenance_names_the_content_and_its_digest(app) -> None:
    made = make_bundle(app, PEOPLE["caregiver"])
    provenance = only(made, "Provenance")
    identified = {one["what"]["identifier"]["value"] for one in provenance["entity"] if "identifier" in one["what"]}
    assert identified == {content().version, content().digest}
    assert provenance["recorded"] == made["timestamp"] == "2026-11-23T08:00:01Z"
    assert provenance["occurredDateTime"] == "2026-11-23T07:30:59Z"
    assert {one["type"] for one in provenance["target"]} == {"QuestionnaireResponse", "RiskAssessment"}
    assert [one["who"]["type"] for one in provenance["agent"]] == ["RelatedPerson", "Device"]


def test_the_note_is_in_the_response_as_text_and_nowhere_as_markup(app) -> None:
    note = '<script>alert(1)</script> & "can I" fly?'
    made = make_bundle(app, PEOPLE["calm"], note=note)
    holders = [entry["resource"] for entry in made["entry"] if note in strings(entry["resource"])]
    assert [one["resourceType"] for one in holders] == ["QuestionnaireResponse"]
    (said,) = [item["answer"] for item in items(holders[0]) if item["linkId"] == "note"]
    assert said == [{"valueString": note}]


def test_each_narrative_is_well_formed_and_says_something(app, answers: Answers) -> None:
    for entry in make_bundle(app, answers, note="a < b")["entry"]:
        div = ElementTree.fromstring(entry["resource"]["text"]["div"])
        assert div.tag == "{http://www.w3.org/1999/xhtml}div"
        assert {child.tag for child in div} == {"{http://www.w3.org/1999/xhtml}p"}
        assert "".join(div.itertext()).strip()


def test_a_narrative_is_never_markup_of_somebody_elses(site_app) -> None:
    site = Site(sign_off=SignOff("Dr <b>A</b> & Son", "neurologist", "2026-11-23", content().digest))
    div = only(make_bundle(site_app(site), PEOPLE["calm"]), "RiskAssessment")["text"]["div"]
    assert "Dr <b>A</b> & Son" in "".join(ElementTree.fromstring(div).itertext())


def test_every_string_is_one_fhir_allows(app, answers: Answers) -> None:
    for words in strings(make_bundle(app, answers)):
        assert words.strip(), "FHIR has no empty strings"
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]|\{[a-z_]+\}", words)


def test_there_is_no_null_and_no_empty_list(app, answers: Answers) -> None:
    def check(value: object) -> None:
        assert value not in (None, [], {})
        for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            check(one)

    check(make_bundle(app, answers))


def test_a_caregiver_reads_their_own_words(app) -> None:
    made = make_bundle(app, PEOPLE["caregiver"])
    asked = {item["linkId"]: item["text"] for item in items(only(made, "QuestionnaireResponse")) if "text" in item}
    assert asked == {one.id: one.ask.caregiver for one in content().questions}
    assert only(made, "Questionnaire")["id"] == "als-back-pain-caregiver"


@pytest.mark.parametrize("sign_off", [None, SignOff("Dr A. Person", "neurologist", "2026-11-23", content().digest)])
def test_definitions_are_drafts_until_a_clinician_signed(site_app, sign_off: SignOff | None) -> None:
    made = make_bundle(site_app(Site(sign_off=sign_off)), PEOPLE["calm"])
    statuses = {one["status"] for kind in ("Questionnaire", "CodeSystem") for one in resources(made, kind)}
    assert statuses == {"active" if sign_off else "draft"}
    assert only(made, "Questionnaire").get("approvalDate") == (sign_off.date if sign_off else None)
    assert any("Dr A. Person" in note["text"] for note in only(made, "RiskAssessment")["note"]) == bool(sign_off)


def test_standard_codes_are_only_the_ones_we_are_certain_of(app, answers: Answers) -> None:
    used = set(_codings(make_bundle(app, answers)))
    theirs = {(system, code) for system, code in used if system not in (ANSWERS, URGENCY, RULES)}
    participant = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
    assert theirs <= {
        ("http://snomed.info/sct", "86044005"),
        ("http://snomed.info/sct", "161891005"),
        ("http://terminology.hl7.org/CodeSystem/usage-context-type", "focus"),
        ("http://terminology.hl7.org/CodeSystem/data-absent-reason", "asked-unknown"),
        ("http://hl7.org/fhir/questionnaire-item-control", "radio-button"),
        ("http://hl7.org/fhir/questionnaire-item-control", "check-box"),
        ("http://hl7.org/fhir/questionnaire-item-control", "help"),
        ("http://hl7.org/fhir/questionnaire-display-category", "instructions"),
        (participant, "assembler"),
        (participant, "informant"),
    }
