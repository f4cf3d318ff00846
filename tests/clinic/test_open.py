"""/open: a code typed, pasted or scanned puts its answers in this browser; a bad one says what to do."""

import json
import logging
import re
from pathlib import Path

import pytest
from flask import Flask

from app.rules.codes.code import decode
from app.rules.load import content
from tests.clinic.codes import BAD_CODES, CALM_ANSWERS, HALF_WAY, NOW, changed, code_of
from tests.visitor import Visitor

CODE = code_of(changed(severity=("severe",), limbs=("pain_one",), respondent=("together",)))

READ_ANEW = [("breathing", "slow"), ("bladder_saddle", "hard_to_pee"), ("fever", "cold"), ("risk", "weak_immune")]


@pytest.mark.parametrize("page", ["/open", "/clinic"])
def test_a_code_opens_with_its_answers_and_its_time(visitor: Visitor, page: str) -> None:
    opened = visitor.post(page, {"code": CODE})
    assert (opened.path, opened.status, opened.h1, opened.tier) == ("/opened", 200, "Answers opened", "soon")
    assert "the person, with help" in opened.text or "help" in opened.text
    with visitor.client.session_transaction() as session:
        assert session["time"] == NOW // 60 * 60
    for question, said in decode(CODE).answers.items():
        assert visitor.get(f"/check/{question}").chosen(question) == list(said)


def test_the_two_ways_on_from_a_whole_code(visitor: Visitor) -> None:
    opened = visitor.post("/open", {"code": CODE})
    assert opened.next_link == "/result"
    assert "/check-answers" in opened.links
    assert visitor.get(opened.next_link).tier == "soon"
    assert "/summary" in opened.unmarked


def test_staff_open_a_code_for_its_summary_so_that_stands_first(visitor: Visitor) -> None:
    opened = visitor.post("/open", {"code": CODE})
    ways = [opened.text_of(one) for one in opened.all("a") if one.get("class") in ("go", "button")]
    assert ways == ["See the summary for the clinic", "See the result", "Check or change these answers"]
    [filled] = [one for one in opened.all("a") if one.get("class") == "go"]
    assert filled.get("href").startswith("/summary")


def test_the_way_on_from_a_code_of_half_a_check(visitor: Visitor) -> None:
    opened = visitor.post("/open", {"code": code_of(HALF_WAY)})
    assert "/check/duration" in opened.links
    assert "Go on with these answers" in opened.text
    assert visitor.answer("duration", "under_2_weeks").path == "/check/checked"


def test_an_emergency_shows_the_number_at_once(visitor: Visitor) -> None:
    opened = visitor.post("/open", {"code": code_of(changed(breathing=("much_worse",), respondent=("caregiver",)))})
    assert opened.tier == "emergency_now"
    assert "for them" in opened.text
    assert "tel:112" in opened.links


def test_the_code_on_the_summary_opens_the_same_summary_elsewhere(app: Flask, visitor: Visitor) -> None:
    visitor.walk({"severity": "severe", "location": ["upper", "middle"]}, stop_before="pattern")
    here = visitor.get("/summary").html
    code = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4})+(-[0-9A-Z]+)?", here)
    elsewhere = Visitor(app)
    assert "/check/pattern" in elsewhere.post("/open", {"code": code[0]}).links
    there = elsewhere.get("/summary").html
    assert code[0] in there
    assert given_in(visitor) == given_in(elsewhere)


def given_in(visitor: Visitor) -> dict[str, str]:
    """The answers in a visitor's browser."""
    with visitor.client.session_transaction() as session:
        return session["answers"]


@pytest.mark.parametrize(
    "typed", [CODE.lower(), CODE.replace("-", " "), f" {CODE}\r\n", f"https://clinic.example/open#{CODE}"]
)
def test_however_it_is_written(visitor: Visitor, typed: str) -> None:
    """A hand-held scanner types the whole address in the QR code."""
    assert visitor.post("/open", {"code": typed}).tier == "soon"


def test_whatever_of_ours_has_the_code_in_it_opens_as_it_was_pasted(app: Flask, visitor: Visitor) -> None:
    """The summary as text, the text of a report, the words of the card for a crew."""
    lists = [each for each in content().questions if each.kind == "many"]
    ticks = {each.id: [one.value for one in each.options_for("patient") if not one.stands_alone] for each in lists}
    visitor.walk({**ticks, "severity": "severe"})
    visitor.post("/note", {"note": "Will I fall again? " * 20})
    texts = [visitor.client.get("/summary.txt").text, visitor.get("/report").all("textarea")[0].text]
    for pasted in (*texts, visitor.get("/crew").text):
        elsewhere = Visitor(app)
        assert elsewhere.post("/open", {"code": pasted}).path == "/opened"
        assert given_in(elsewhere) == given_in(visitor)


@pytest.mark.parametrize("page", ["/open", "/clinic"])
@pytest.mark.parametrize(("typed", "says"), BAD_CODES.values(), ids=list(BAD_CODES))
def test_a_bad_code_says_what_to_do_and_stays_in_its_field(visitor: Visitor, page: str, typed: str, says: str) -> None:
    shown = visitor.post(page, {"code": typed})
    assert shown.status == 400
    assert shown.title.startswith("Error: ")
    assert says in shown.text
    assert "#code" in shown.links
    (field,) = [one for one in shown.all("textarea") if one.get("name") == "code"]
    assert (field.text or "") == typed
    assert field.get("aria-invalid") == "true"
    assert f"{field.get('id')}-wrong" in field.get("aria-describedby")


@pytest.mark.parametrize(
    ("page", "field", "name"),
    [("/open", "code", ""), ("/clinic", "code", ""), ("/clinic", "code_now", "Second code: ")],
)
def test_one_wrong_letter_names_its_group_and_no_letter(visitor: Visitor, page: str, field: str, name: str) -> None:
    wrong = CODE[:10] + ("7" if CODE[10] != "7" else "8") + CODE[11:]
    shown = visitor.post(page, {"code_then": CODE, field: wrong} if name else {field: wrong})
    (said,) = [one for one in shown.all("p") if one.get("id") == f"{field}-wrong"]
    said = shown.text_of(said)
    assert said.endswith("letter by letter. If just one letter is wrong, it is in group 3.")
    assert wrong[10:14] not in said


def test_a_missing_field_is_an_empty_one(visitor: Visitor) -> None:
    assert "Type or paste the code." in visitor.post("/open", {}).text


def test_a_bad_code_leaves_the_answers_that_were_there(visitor: Visitor) -> None:
    visitor.walk()
    visitor.post("/open", {"code": "12G1-YFCU"})
    assert visitor.get("/result").tier == "self_care"


def test_a_code_takes_the_place_of_everything_that_was_there(visitor: Visitor) -> None:
    """What the person before wanted to ask must not stand under the answers of the next."""
    visitor.walk({"usual": "cramps"})
    visitor.post("/note", {"note": "A question of the person before"})
    visitor.post("/open", {"code": code_of(HALF_WAY)})
    assert "of the person before" not in visitor.get("/summary").html
    with visitor.client.session_transaction() as session:
        assert set(session["answers"]) == set(HALF_WAY)
    assert "Answers are in this browser already" in visitor.get("/open").text


def test_settings_stay_when_a_code_is_opened(visitor: Visitor) -> None:
    with visitor.client.session_transaction() as session:
        session["settings"] = {"display": "classic"}
    visitor.post("/open", {"code": CODE})
    with visitor.client.session_transaction() as session:
        assert session["settings"] == {"display": "classic"}


def test_opened_without_answers_says_so(visitor: Visitor) -> None:
    assert visitor.get("/opened").status == 409


def test_opened_goes_on_when_an_answer_was_changed_since(visitor: Visitor) -> None:
    """The page speaks of the code, and the answers are no longer those of the code."""
    visitor.post("/open", {"code": CODE})
    visitor.answer("severity", "mild")
    assert visitor.get("/opened").path == "/check-answers"


def test_a_code_of_an_older_release_shows_the_result_then_and_now(visitor: Visitor, monkeypatch) -> None:
    """Today's rules may see more in old answers than those of then did."""
    old = code_of(changed(severity=("severe",)), tier="routine")
    newer = content().__class__(
        **{name: getattr(content(), name) for name in content().__struct_fields__} | {"version": "9.9"}
    )
    monkeypatch.setattr("app.clinic.opening.content", lambda: newer)
    monkeypatch.setattr("app.clinic.views.content", lambda: newer)
    shown = visitor.post("/open", {"code": old}).text
    assert "Result then" in shown
    assert "Routine: tell the team (content 1.1)" in shown
    assert "Soon: doctor or team (content 9.9)" in shown


def test_a_code_of_1_0_says_which_answers_are_read_anew(visitor: Visitor) -> None:
    """Each of the four answers that hold something else since 1.1, with what to ask; a code of today says nothing."""
    golden = json.loads(Path("tests/rules/golden_codes.json").read_text())
    found = set()
    for code in (one for one in golden if one["version"] == "1.0"):
        shown = visitor.post("/open", {"code": code["code"]}).text
        for question, value in READ_ANEW:
            words = content().question[question].find(value).read_anew.words
            assert (words in shown) == (value in code["answers"].get(question, []))
            found |= {(question, value)} if words in shown else set()
    assert found == set(READ_ANEW)
    today = changed(breathing=("slow",), fever=("cold",))
    assert "Asked otherwise then" not in visitor.post("/open", {"code": code_of(today)}).text


def test_a_code_whose_result_would_be_the_same_today_shows_one(visitor: Visitor) -> None:
    shown = visitor.post("/open", {"code": CODE}).text
    assert "Result then" not in shown


def test_answers_that_are_no_longer_offered_are_counted_and_left_out(visitor: Visitor, monkeypatch) -> None:
    def fewer(loaded, given):
        return CALM_ANSWERS.__class__({question: said for question, said in given.items() if question != "otc"})

    monkeypatch.setattr("app.clinic.opening.keep_valid", fewer)
    shown = visitor.post("/open", {"code": CODE}).text
    assert "1 of the answers are no longer among those we ask for" in shown


def test_the_code_is_in_no_address_and_no_log(visitor: Visitor, caplog: pytest.LogCaptureFixture) -> None:
    """Neither of a right code nor of a wrong one."""
    with caplog.at_level(logging.DEBUG):
        for code in (CODE, CODE[:-1] + "0", "U" + CODE):
            token = visitor.get("/open").token
            response = visitor.client.post("/open", data={"code": code, "csrf_token": token})
            assert code not in response.headers.get("Location", "")
            assert CODE[:8] not in caplog.text
    assert "POST /open" in caplog.text


def test_a_lost_cookie_keeps_what_was_typed(app: Flask) -> None:
    """The page was open for long, or the browser keeps no cookies."""
    for path, form, kept in (
        ("/open", {"code": CODE}, CODE),
        ("/clinic", {"code_then": CODE, "code_now": "1234"}, "1234"),
        ("/clinic/enter", {"respondent": "patient", "fever": ["cold"]}, 'value="cold" checked'),
    ):
        page = Visitor(app).post(path, form, token="of another day")
        assert page.status == 400
        assert page.title.startswith("Error: ")
        assert "Press the button once more" in page.text
        assert kept in page.html


def test_the_page_brings_its_script_and_no_inline_one(visitor: Visitor) -> None:
    scripts = [script.get("src") for script in visitor.get("/open").all("script")]
    assert [one for one in scripts if one.endswith("/open.js")]
    assert visitor.get("/open").form.get("data-open") == "go"
    visitor.post("/open", {"code": CODE})
    assert visitor.get("/open").form.get("data-open") == "ask"
