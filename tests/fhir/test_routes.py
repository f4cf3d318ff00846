"""/summary.json and /fhir/Questionnaire/..., as a browser or a portal fetches them."""

import json

import pytest
from fhir.resources.R4B import get_fhir_model_class

from app import create_app
from app.fhir.response import answers_from_response
from app.fhir.views import _seed
from app.rules.load import content
from tests.conftest import ADDRESS
from tests.fhir.fhir_help import CODE, make_questionnaire, only, resources
from tests.visitor import Visitor


def test_the_summary_is_a_file_to_save_whose_name_says_nothing_of_the_person(visitor: Visitor) -> None:
    visitor.walk({"respondent": "caregiver", "awake": ["drowsy"]})
    response = visitor.client.get("/summary.json")
    assert response.status_code == 200
    assert response.mimetype == "application/fhir+json"
    assert response.headers["Content-Disposition"] == 'attachment; filename="als-back-pain-summary.json"'
    assert response.headers["Cache-Control"] == "no-store"
    made = response.json
    assert made["type"] == "collection"
    answers = answers_from_response(only(made, "QuestionnaireResponse"))
    assert answers["awake"] == ("drowsy",) and len(answers) == len(content().questions)


def test_saving_the_same_check_twice_gives_the_same_ids(visitor: Visitor) -> None:
    visitor.walk(stop_before="location")
    first, second = (visitor.client.get("/summary.json").json for _ in range(2))
    assert [one["fullUrl"] for one in first["entry"]] == [one["fullUrl"] for one in second["entry"]]


def test_without_answers_there_is_a_page_that_says_where_to_go(visitor: Visitor) -> None:
    page = visitor.get("/summary.json")
    assert page.status == 409
    assert "/check/respondent" in page.links


def test_half_a_check_can_be_saved(visitor: Visitor) -> None:
    visitor.walk(stop_before="awake")
    made = visitor.client.get("/summary.json").json
    assert only(made, "QuestionnaireResponse")["status"] == "in-progress"
    assert only(made, "RiskAssessment")["status"] == "preliminary"


@pytest.mark.parametrize("voice", ["patient", "caregiver"])
def test_each_questionnaire_has_its_address(app, voice: str) -> None:
    name = "als-back-pain" if voice == "patient" else "als-back-pain-caregiver"
    response = app.test_client().get(f"/fhir/Questionnaire/{name}")
    assert response.mimetype == "application/fhir+json"
    assert response.json == make_questionnaire(app, voice)
    assert response.json["url"].endswith(f"/fhir/Questionnaire/{name}")
    assert "Set-Cookie" not in response.headers


def test_the_note_goes_with_it(visitor: Visitor) -> None:
    visitor.walk()
    visitor.post("/note", {"note": "Can I still fly?"})
    response = only(visitor.client.get("/summary.json").json, "QuestionnaireResponse")
    assert response["item"][-1]["item"] == [{"linkId": "note", "answer": [{"valueString": "Can I still fly?"}]}]


def test_another_questionnaire_is_not_found(visitor: Visitor) -> None:
    assert visitor.get("/fhir/Questionnaire/another").status == 404


def test_the_bundle_ships_the_questionnaire_that_the_address_serves(app, visitor: Visitor) -> None:
    visitor.walk()
    made = json.loads(visitor.client.get("/summary.json").data)
    assert resources(made, "Questionnaire") == [make_questionnaire(app, "patient")]


def test_ids_cannot_be_worked_out_without_the_key_of_the_site(app) -> None:
    seeds = set()
    for key in ("a" * 40, "b" * 40):
        with create_app({"SECRET_KEY": key}).app_context():
            seeds.add(_seed(CODE))
    assert len(seeds) == 2


# ---- what other programs may know and read ----


def test_the_metadata_names_what_there_is_and_nothing_else(app) -> None:
    response = app.test_client().get("/fhir/metadata")
    assert (response.status_code, response.mimetype) == (200, "application/fhir+json")
    assert "Set-Cookie" not in response.headers
    made = response.json
    get_fhir_model_class("CapabilityStatement").model_validate(made)
    assert (made["kind"], made["fhirVersion"], made["format"]) == ("instance", "4.0.1", ["json"])
    assert made["implementation"]["url"] == f"{ADDRESS}/fhir"
    (rest,) = made["rest"]
    assert rest["mode"] == "server"
    (questionnaire,) = rest["resource"]
    assert (questionnaire["type"], questionnaire["interaction"]) == ("Questionnaire", [{"code": "read"}])
    for canonical in questionnaire["documentation"].split():
        assert app.test_client().get(f"/fhir/Questionnaire/{canonical.rpartition('/')[2]}").json["url"] == canonical
    assert "operation" not in rest
    below = {rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/fhir/")}
    assert below == {"/fhir/metadata", "/fhir/Questionnaire/<name>"}  # name a new one in the statement too


OPEN = ("/fhir/Questionnaire/als-back-pain", "/fhir/Questionnaire/als-back-pain-caregiver", "/api/openapi.json")


def test_only_what_is_the_same_for_everybody_can_be_read_by_other_sites(app) -> None:
    client = app.test_client()
    sent = {"Origin": "https://elsewhere.example"}
    allowed = {path: client.get(path, headers=sent).headers.get("Access-Control-Allow-Origin") for path in OPEN}
    assert set(allowed.values()) == {"*"}
    visitor = Visitor(app)
    visitor.walk()
    others = {rule.rule for rule in app.url_map.iter_rules() if not rule.arguments and rule.rule not in OPEN}
    for path in sorted(others):
        for ask in (visitor.client.get, visitor.client.post, visitor.client.options):
            headers = ask(path, headers=sent).headers
            assert not [name for name, _ in headers if name.startswith("Access-Control-")], path
