"""The two FHIR questionnaires: every question in both voices, and the rules that FHIR has for a Questionnaire."""

from collections import Counter

import pytest
from fhir.resources.R4B import get_fhir_model_class

from app.fhir.terms import ANSWERS
from app.rules.load import content
from tests.fhir.fhir_help import Json, items, make_questionnaire

CANONICAL = "https://als-back-pain.example/fhir/Questionnaire/als-back-pain"
CONTROL = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl"
EXCLUSIVE = "http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive"


@pytest.fixture(params=["patient", "caregiver"])
def voice(request) -> str:
    return request.param


@pytest.fixture
def asked(app, voice: str) -> Json:
    return make_questionnaire(app, voice)


def _by_link(asked: Json) -> dict[str, Json]:
    return {item["linkId"]: item for item in items(asked)}


def _codes(item: Json) -> list[str]:
    return [option["valueCoding"]["code"] for option in item["answerOption"]]


def test_valid_for_fhir_resources(asked: Json) -> None:
    get_fhir_model_class("Questionnaire").model_validate(asked)


def test_named_by_a_canonical_url_the_content_version_and_its_digest(asked: Json, voice: str) -> None:
    assert asked["url"] == (CANONICAL if voice == "patient" else f"{CANONICAL}-caregiver")
    assert asked["url"].endswith(asked["id"])
    assert asked["version"] == content().version
    assert [one["value"] for one in asked["identifier"]] == [content().digest]
    assert asked.get("derivedFrom") == (None if voice == "patient" else [CANONICAL])
    assert asked["language"] == "en"


def test_every_question_stands_in_the_group_of_its_stage_in_the_order_asked(asked: Json) -> None:
    found = [
        (group["linkId"].removeprefix("part-"), item["code"][0]["code"])
        for group in asked["item"]
        for item in group["item"]
        if item["type"] == "choice"
    ]
    assert list(dict.fromkeys(found)) == [(one.stage, one.id) for one in content().questions]


def test_every_sentence_is_the_one_for_this_reader(asked: Json, voice: str) -> None:
    found = _by_link(asked)
    for question in content().questions:
        item = found[question.id]
        assert item["text"] == question.ask.to(voice)
        if question.hint:
            (hint,) = item["item"]
            assert hint["type"] == "display"
            assert hint["text"].startswith(question.hint.to(voice).partition("{")[0])
        shown = {option["valueCoding"]["display"] for option in item["answerOption"]}
        assert shown <= {option.words(voice) for option in question.option}


def test_drawn_as_radio_buttons_or_ticks_and_help_as_help(asked: Json) -> None:
    for item in items(asked):
        control = _control(item)
        if item["type"] == "choice":
            question = content().question[item["code"][0]["code"]]
            assert (control, item["repeats"]) == {"one": ("radio-button", False), "many": ("check-box", True)}[
                question.kind
            ]
        else:
            assert control == ("help" if item["linkId"].endswith("-help") else None)


def _control(item: Json) -> str | None:
    found = [one for one in item.get("extension", ()) if one["url"] == CONTROL]
    return found[0]["valueCodeableConcept"]["coding"][0]["code"] if found else None


def test_every_answer_is_a_coding_of_ours(asked: Json, voice: str) -> None:
    found = _by_link(asked)
    for question in content().questions:
        codes = _codes(found[question.id])
        assert {option["valueCoding"]["system"] for option in found[question.id]["answerOption"]} == {ANSWERS}
        if question.id != "respondent":
            assert codes == [f"{question.id}.{option.value}" for option in question.options_for(voice)]


def test_none_is_marked_as_standing_alone(asked: Json) -> None:
    for item in items(asked):
        for option in item.get("answerOption", ()):
            alone = [one["valueBoolean"] for one in option.get("extension", ()) if one["url"] == EXCLUSIVE]
            assert alone == ([True] if option["valueCoding"]["code"].endswith(".none") else [])


def test_required_is_what_the_check_does_not_let_go_of(asked: Json) -> None:
    for item in items(asked):
        if item["type"] == "choice":
            stage = content().question[item["code"][0]["code"]].stage
            assert item["required"] == (stage in ("start", "danger"))


def test_for_everyone_the_caregivers_answers_are_asked_only_of_a_caregiver(app) -> None:
    found = _by_link(make_questionnaire(app, "patient"))
    assert _codes(found["respondent"]) == ["respondent.patient", "respondent.together", "respondent.caregiver"]
    theirs, own = found["bladder_saddle-caregiver"], found["bladder_saddle"]
    assert set(_codes(theirs)) - set(_codes(own)) == {"bladder_saddle.nothing_seen"}
    assert _shown_to(own) == ["respondent.patient", "respondent.together"]
    assert own["enableBehavior"] == "any"
    assert _shown_to(theirs) == _shown_to(found["caregiver-form"]) == ["respondent.caregiver"]
    assert f"{CANONICAL}-caregiver" in found["caregiver-form"]["text"]


def test_no_other_question_waits_for_an_answer(app) -> None:
    waiting = {item["linkId"] for item in items(make_questionnaire(app, "patient")) if "enableWhen" in item}
    assert waiting == {"bladder_saddle", "bladder_saddle-caregiver", "caregiver-form"}


def _shown_to(item: Json) -> list[str]:
    assert {(one["question"], one["operator"]) for one in item["enableWhen"]} == {("respondent", "=")}
    return [one["answerCoding"]["code"] for one in item["enableWhen"]]


def test_the_caregivers_own_form_knows_who_answers(app) -> None:
    asked = make_questionnaire(app, "caregiver")
    found = _by_link(asked)
    assert _codes(found["respondent"]) == ["respondent.caregiver"]
    assert found["respondent"]["answerOption"][0]["initialSelected"] is True
    assert "bladder_saddle.nothing_seen" in _codes(found["bladder_saddle"])
    assert not any("enableWhen" in item for item in items(asked))


def test_the_note_can_be_left_out_and_is_not_long(asked: Json) -> None:
    note = _by_link(asked)["note"]
    assert (note["type"], note["required"], note["maxLength"]) == ("text", False, 500)


def test_fhirs_own_rules_for_questionnaires(asked: Json) -> None:
    """Its invariants, which neither validator knows: que-1, 2, 3, 5, 6, 8, 10, 11 and 12."""
    links = Counter(item["linkId"] for item in items(asked))
    assert set(links.values()) == {1}
    for item in items(asked):
        assert item["type"] != "group" or item["item"]
        assert item["type"] in ("group", "choice") or "item" not in item
        assert item["type"] != "display" or not {"code", "required", "repeats", "initial"} & item.keys()
        assert item["type"] == "choice" or "answerOption" not in item
        assert "maxLength" not in item or item["type"] == "text"
        assert len(item.get("enableWhen", ())) < 2 or "enableBehavior" in item
        for condition in item.get("enableWhen", ()):
            offered = [
                option["valueCoding"]["code"] for option in _by_link(asked)[condition["question"]]["answerOption"]
            ]
            assert condition["answerCoding"]["code"] in offered
