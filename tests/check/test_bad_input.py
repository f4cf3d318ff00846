"""Bad input: a clear page that says what to do, every valid earlier answer kept, and never a 500."""

import logging

import pytest

from tests.visitor import Visitor

BEFORE = "limbs"


@pytest.fixture
def halfway(visitor: Visitor) -> Visitor:
    visitor.walk({"breathing": "slow"}, stop_before=BEFORE)
    return visitor


def kept(visitor: Visitor) -> bool:
    return visitor.get("/check/breathing").chosen("breathing") == ["slow"]


@pytest.mark.parametrize(
    ("question", "data"),
    [
        ("limbs", {"limbs": "broken"}),
        ("limbs", {}),
        ("limbs", {"limbs": ""}),
        ("limbs", {"limbs": ["none", "weak_one"]}),
        ("limbs", {"limbs": ["weak_one", "weak_one"]}),
        ("limbs", {"limbs": ["weak_one", "<script>"]}),
        ("limbs", {"limbs": "x" * 5000}),
        ("limbs", {"limbs": "\x00"}),
        ("limbs", {"breathing": "no"}),
        ("breathing", {"breathing": ["no", "slow"]}),
        ("breathing", {"breathing": ["slow", "slow"]}),
        ("breathing", {"breathing": "None"}),
        ("bladder_saddle", {"bladder_saddle": "nothing_seen"}),
    ],
)
def test_a_wrong_answer_is_asked_again_with_a_summary_of_what_to_do(
    halfway: Visitor, question: str, data: dict
) -> None:
    page = halfway.post(f"/check/{question}", data)
    assert page.status == 400
    assert page.path == f"/check/{question}"
    assert page.title.startswith("Error: ")
    assert "There is a problem" in page.text
    target = next(link for link in page.links if link.startswith(f"#{question}-"))
    assert f'id="{target[1:]}"' in page.html
    assert kept(halfway)


def test_the_error_page_keeps_what_was_ticked(halfway: Visitor) -> None:
    page = halfway.post("/check/limbs", {"limbs": ["weak_one", "none"]})
    assert sorted(page.chosen("limbs")) == ["none", "weak_one"]


def test_an_unknown_question_is_a_page_that_leads_on(halfway: Visitor) -> None:
    assert halfway.get("/check/stars").status == 404
    assert halfway.client.post("/check/stars", data={}).status_code in (400, 404, 409)
    assert kept(halfway)


def test_an_answer_out_of_turn_is_not_taken(halfway: Visitor) -> None:
    token = halfway.get("/check/limbs").token
    page = halfway.post("/check/weight", {"weight": "no"}, token)
    assert page.status == 409
    assert "/check/limbs" in page.links
    assert "weight" not in halfway.get("/result").html.split("What was not asked")[0].lower().split("safety first")[0]
    assert kept(halfway)


def test_a_question_out_of_turn_says_where_to_go(halfway: Visitor) -> None:
    page = halfway.get("/check/usual")
    assert page.status == 409
    assert "/check/limbs" in page.links


@pytest.mark.parametrize("path", ["/check/breathing", "/check-answers", "/result", "/stop"])
def test_without_a_cookie_it_says_so_and_offers_the_start(visitor: Visitor, path: str) -> None:
    page = visitor.get(path)
    assert page.status == 409
    assert page.h1 == "Your answers are not here"
    assert "/check/respondent" in page.links


@pytest.mark.parametrize(
    "spoil",
    [
        lambda sealed: sealed[:-9],
        lambda sealed: sealed[:20],
        lambda sealed: "x" + sealed[1:],
        lambda sealed: "",
        lambda sealed: "*",
    ],
)
def test_a_spoilt_cookie_is_a_fresh_start_that_says_so(halfway: Visitor, spoil) -> None:
    sealed = halfway.cookie
    halfway.cookie = spoil(sealed)
    page = halfway.get("/check/limbs")
    assert page.status == 409
    assert "/check/respondent" in page.links
    assert halfway.get("/").status == 200


def test_a_form_of_another_visit_is_asked_again_with_the_answer_still_chosen(halfway: Visitor) -> None:
    page = halfway.post("/check/limbs", {"limbs": ["weak_one"]}, token="expired")
    assert page.status == 400
    assert page.path == "/check/limbs"
    assert page.chosen("limbs") == ["weak_one"]
    assert page.title.startswith("Error: ")
    assert kept(halfway)
    page = halfway.post("/check/limbs", {"limbs": ["weak_one"]}, page.token)
    assert page.path == "/check/fall"


def test_a_big_button_pressed_on_an_expired_page_is_still_marked(halfway: Visitor) -> None:
    page = halfway.post("/check/breathing", {"breathing": "no"}, token="expired")
    assert page.chosen("breathing") == ["no"]


def test_a_form_without_any_cookie_says_what_to_do(app) -> None:
    client = app.test_client()
    response = client.post("/check/limbs", data={"limbs": "none", "csrf_token": "x"})
    assert response.status_code == 409
    response = client.post("/check/respondent", data={"respondent": "patient", "csrf_token": "x"})
    assert response.status_code == 400
    assert "cookies" in response.text


@pytest.mark.parametrize("body", [b"\xff\xfe\xfd", b"limbs=%FF%FE", b"a" * 200_000, b"&" * 5000])
def test_a_body_that_is_no_form_is_never_a_500(halfway: Visitor, body: bytes) -> None:
    response = halfway.client.post("/check/limbs", data=body, content_type="application/x-www-form-urlencoded")
    assert 400 <= response.status_code < 500
    assert kept(halfway)


def test_answers_never_reach_the_log(app, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    visitor = Visitor(app)
    visitor.walk({"breathing": "much_worse", "weight": "yes_new"})
    visitor.post("/check/weight", {"weight": "yes_secret"})
    visitor.post("/check/weight", {"weight": "yes_secret"}, token="expired")
    visitor.client.get("/check/yes_secret?weight=yes_secret")
    said = caplog.text
    assert "GET /check/<question_id> 200" in said
    for word in ("much_worse", "yes_new", "yes_secret", "weight"):
        assert word not in said
