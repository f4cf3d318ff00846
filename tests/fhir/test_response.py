"""Reading a QuestionnaireResponse back: whatever we write we read, and nothing else is guessed at."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.fhir.response import BadResponse, answers_from_response
from app.fhir.terms import ANSWERS, BASE
from app.rules.answers import Answers, BadAnswer
from app.rules.load import content
from tests.fhir.fhir_help import PEOPLE, Json, make_bundle, only
from tests.rules.people import crowd

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=10,
)
KEYS = ("resourceType", "questionnaire", "status", "item", "linkId", "answer", "valueCoding", "system", "code", "text")


@pytest.fixture
def response(app) -> Json:
    return copy.deepcopy(only(make_bundle(app, PEOPLE["caregiver"], note="a note"), "QuestionnaireResponse"))


def test_everything_we_write_we_read(app) -> None:
    for answers in [*PEOPLE.values(), *crowd(content(), 120)]:
        if answers:
            assert (
                answers_from_response(only(make_bundle(app, answers, note="x" * 500), "QuestionnaireResponse"))
                == answers
            )


def _item(response: Json, link: str) -> Json:
    return next(item for group in response["item"] for item in group["item"] if item["linkId"] == link)


def _set(response: Json, key: str, value: object) -> None:
    response[key] = value


DAMAGES = {
    "another resource": (lambda r: _set(r, "resourceType", "Bundle"), "not_a_response"),
    "another questionnaire": (lambda r: _set(r, "questionnaire", "https://example.com/q"), "unknown_questionnaire"),
    "no questionnaire": (lambda r: r.pop("questionnaire"), "unknown_questionnaire"),
    "another version": (lambda r: _set(r, "questionnaire", r["questionnaire"].split("|")[0] + "|0.1"), "other_version"),
    "made by mistake": (lambda r: _set(r, "status", "entered-in-error"), "bad_status"),
    "given up": (lambda r: _set(r, "status", "stopped"), "bad_status"),
    "items no list": (lambda r: _set(r, "item", {}), "bad_item"),
    "an item no object": (lambda r: r["item"].append("x"), "bad_item"),
    "an item without linkId": (lambda r: r["item"].append({"answer": []}), "bad_item"),
    "an unknown item": (lambda r: r["item"].append({"linkId": "mood"}), "unknown_item"),
    "an answered group": (lambda r: r["item"].append({"linkId": "part-danger", "answer": [{}]}), "unknown_item"),
    "a question twice": (lambda r: r["item"].append(_item(r, "fall")), "doubled"),
    "the other form's item": (
        lambda r: _set(_item(r, "bladder_saddle"), "linkId", "bladder_saddle-caregiver"),
        "unknown_item",
    ),
    "answers no list": (lambda r: _set(_item(r, "fall"), "answer", {}), "bad_item"),
    "a text for an answer": (lambda r: _set(_item(r, "fall"), "answer", [{"valueString": "no"}]), "bad_answer"),
    "another system": (lambda r: _set(_item(r, "fall")["answer"][0]["valueCoding"], "system", "x"), "bad_answer"),
    "another question's code": (
        lambda r: _set(_item(r, "fall")["answer"][0]["valueCoding"], "code", "fever.none"),
        "bad_answer",
    ),
    "a long note": (lambda r: _set(_item(r, "note"), "answer", [{"valueString": "x" * 501}]), "bad_answer"),
    "a coded note": (lambda r: _set(_item(r, "note"), "answer", [{"valueInteger": 1}]), "bad_answer"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_response_is_refused_with_its_reason(response: Json, damage: str) -> None:
    change, reason = DAMAGES[damage]
    change(response)
    with pytest.raises(BadResponse) as refused:
        answers_from_response(response)
    assert refused.value.reason == reason
    assert reason in BadResponse.REASONS


WRONG = {
    "unknown value": ([f"fall.{'x' * 9}"], "unknown_value"),
    "two of one": (["fall.no", "fall.snap"], "doubled"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_answers_that_do_not_go_together_are_refused(response: Json, wrong: str) -> None:
    codes, reason = WRONG[wrong]
    _item(response, "fall")["answer"] = [{"valueCoding": {"system": ANSWERS, "code": code}} for code in codes]
    with pytest.raises(BadAnswer) as refused:
        answers_from_response(response)
    assert refused.value.reason == reason


def test_the_caregivers_answer_is_refused_from_the_person(app, response: Json) -> None:
    _item(response, "respondent")["answer"][0]["valueCoding"]["code"] = "respondent.patient"
    with pytest.raises(BadAnswer):
        answers_from_response(response)


def test_a_client_may_leave_out_groups_texts_displays_and_the_version(response: Json) -> None:
    expected = answers_from_response(response)
    flat = {**response, "questionnaire": response["questionnaire"].split("|")[0]}
    flat["item"] = [
        {"linkId": item["linkId"], "answer": [_bare(one) for one in item["answer"]]}
        for group in response["item"]
        for item in group["item"]
    ]
    assert answers_from_response(flat) == expected


def _bare(answer: Json) -> Json:
    coding = answer.get("valueCoding")
    return {"valueCoding": {"system": coding["system"], "code": coding["code"]}} if coding else answer


def test_an_empty_answer_is_no_answer(response: Json) -> None:
    _item(response, "fall")["answer"] = []
    assert "fall" not in answers_from_response(response)


def test_the_form_for_everyone_takes_the_caregivers_answers_under_their_own_item() -> None:
    codes = {"respondent": "respondent.caregiver", "bladder_saddle-caregiver": "bladder_saddle.nothing_seen"}
    response = {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": "https://als-back-pain.example/fhir/Questionnaire/als-back-pain",
        "status": "completed",
        "item": [
            {"linkId": link, "answer": [{"valueCoding": {"system": ANSWERS, "code": code}}]}
            for link, code in codes.items()
        ],
    }
    assert answers_from_response(response) == Answers(
        {"respondent": ("caregiver",), "bladder_saddle": ("nothing_seen",)}
    )
    response["item"].append({"linkId": "bladder_saddle", "answer": response["item"][1]["answer"]})
    with pytest.raises(BadResponse, match="doubled"):
        answers_from_response(response)


@given(st.dictionaries(st.sampled_from(KEYS), JSON, max_size=6) | JSON)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_nothing_makes_it_fail_in_another_way(resource: object) -> None:
    with pytest.raises((BadResponse, BadAnswer)):
        answers_from_response(resource)


@given(st.data())
@settings(max_examples=300, deadline=None, derandomize=True)
def test_one_changed_place_is_read_or_refused_but_never_breaks(data: st.DataObject) -> None:
    response = copy.deepcopy(WHOLE)
    place = response
    while True:
        keys = list(place) if isinstance(place, dict) else range(len(place))
        key = data.draw(st.sampled_from(list(keys)))
        if not isinstance(place[key], dict | list) or not place[key] or data.draw(st.booleans()):
            break
        place = place[key]
    place[key] = data.draw(JSON)
    try:
        answers_from_response(response)
    except (BadResponse, BadAnswer) as error:
        assert str(error).split(" at ")[0] in (*BadResponse.REASONS, *BadAnswer.REASONS)


WHOLE: Json = {
    "resourceType": "QuestionnaireResponse",
    "questionnaire": "https://als-back-pain.example/fhir/Questionnaire/als-back-pain",
    "status": "completed",
    "item": [
        {
            "linkId": "part-danger",
            "item": [
                {"linkId": "fall", "answer": [{"valueCoding": {"system": ANSWERS, "code": "fall.no"}}]},
                {"linkId": "awake", "answer": [{"valueCoding": {"system": ANSWERS, "code": "awake.none"}}]},
            ],
        },
        {"linkId": "part-note", "item": [{"linkId": "note", "answer": [{"valueString": "words"}]}]},
    ],
}


# ---- what honest renderers send, and what would be lost in silence ----


def _response(*items: dict) -> dict:
    url = f"{BASE}/Questionnaire/als-back-pain"
    return {"resourceType": "QuestionnaireResponse", "status": "completed", "questionnaire": url, "item": list(items)}


def _answer(question: str, value: str, **more: object) -> dict:
    coding = {"system": ANSWERS, "code": f"{question}.{value}"}
    return {"linkId": question, "answer": [{"valueCoding": coding, **more}]}


PERSON = _answer("respondent", "patient")


def test_an_empty_twin_and_words_that_were_shown_are_taken() -> None:
    twin = _response(PERSON, _answer("bladder_saddle", "none"), {"linkId": "bladder_saddle-caregiver"})
    assert answers_from_response(twin)["bladder_saddle"] == ("none",)
    shown = _response(PERSON, {"linkId": "caregiver-form"}, {"linkId": "breathing-help"}, _answer("breathing", "no"))
    assert answers_from_response(shown)["breathing"] == ("no",)


def test_a_question_without_an_answer_was_not_asked() -> None:
    assert "breathing" not in answers_from_response(_response(PERSON, {"linkId": "breathing", "answer": []}))


@pytest.mark.parametrize(
    "hidden",
    [
        _answer("respondent", "patient", item=[_answer("breathing", "much_worse")]),
        {**PERSON, "item": [_answer("breathing", "much_worse")]},
    ],
    ids=["in an answer", "in a question"],
)
def test_a_danger_answer_inside_another_is_refused_and_never_lost(hidden: dict) -> None:
    with pytest.raises(BadResponse) as refused:
        answers_from_response(_response(hidden))
    assert (refused.value.reason, refused.value.where) == ("bad_item", "respondent")


def _help(question: str, **more: object) -> dict:
    return {"linkId": f"{question}-help", "text": "words that were shown", **more}


def test_words_that_were_shown_may_stand_in_an_answer_or_in_one_without_a_value() -> None:
    """As refero sends them: beside the value where one answer is taken, before the values where several are."""
    breathing = _answer("breathing", "a_bit_worse", item=[_help("breathing")])
    awake = _answer("awake", "drowsy")
    awake["answer"].insert(0, {"item": [_help("awake")]})
    limbs = {"linkId": "limbs", "answer": [{"item": [_help("limbs")]}]}
    fall = {**_answer("fall", "no"), "item": [_help("fall")]}
    answers = answers_from_response(_response(PERSON, breathing, awake, limbs, fall))
    assert answers == {
        "respondent": ("patient",),
        "breathing": ("a_bit_worse",),
        "awake": ("drowsy",),
        "fall": ("no",),
    }


@pytest.mark.parametrize("hiding", ["item", "answer"])
def test_words_that_hold_an_answer_are_refused(hiding: str) -> None:
    inside = [_answer("breathing", "much_worse")] if hiding == "item" else _answer("breathing", "much_worse")["answer"]
    words = _help("breathing", **{hiding: inside})
    for item in (words, {**_answer("fall", "no"), "item": [words]}, _answer("fall", "no", item=[words])):
        with pytest.raises(BadResponse):
            answers_from_response(_response(PERSON, item))


@pytest.mark.parametrize("empty", [{}, {"item": [_help("fall")], "extension": []}, {"_valueCoding": {}}])
def test_an_answer_without_a_value_is_refused_where_it_could_say_more(empty: dict) -> None:
    with pytest.raises(BadResponse) as refused:
        answers_from_response(_response(PERSON, {"linkId": "fall", "answer": [empty]}))
    assert (refused.value.reason, refused.value.where) == ("bad_answer", "fall")


def test_ticks_in_a_question_that_was_repeated_all_count() -> None:
    """Refero draws a second set of ticks when asked to, and sends an item for each."""
    twice = [_answer("awake", "drowsy"), {"linkId": "awake"}, _answer("awake", "drowsy"), _answer("awake", "swelling")]
    assert answers_from_response(_response(PERSON, *twice))["awake"] == ("drowsy", "swelling")


def test_a_repeated_question_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(BadAnswer) as refused:
        answers_from_response(_response(PERSON, _answer("awake", "none"), _answer("awake", "drowsy")))
    assert refused.value.reason == "none_with_others"
    with pytest.raises(BadResponse, match="doubled"):
        answers_from_response(_response(PERSON, _answer("fall", "no"), _answer("fall", "snap")))


@pytest.mark.parametrize("deep", [300, 600, 900])
def test_however_deep_it_is_it_is_refused_and_breaks_nothing(app, deep: int) -> None:
    body = '{"resourceType": "QuestionnaireResponse", "text": ' + "[" * deep + "]" * deep + "}"
    headers = {"Content-Type": "application/fhir+json"}
    assert app.test_client().post("/api/triage", data=body, headers=headers).status_code == 422


def test_an_extension_that_could_change_everything_is_refused() -> None:
    changed = {**_response(PERSON), "modifierExtension": [{"url": "urn:x", "valueBoolean": True}]}
    with pytest.raises(BadResponse):
        answers_from_response(changed)
    deep = _response({**PERSON, "answer": [{**PERSON["answer"][0], "modifierExtension": []}]})
    with pytest.raises(BadResponse):
        answers_from_response(deep)
