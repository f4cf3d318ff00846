"""Say it for me, and the card for the crew: there without script, one press from help, nothing typed is sent."""

import re

import pytest
from flask import Flask

from app.rules.load import content
from tests.visitor import Page, Visitor


def script_of(page: Page) -> list[str]:
    [words] = [one for one in page.all("div") if one.get("id") == "say-words"]
    return [page.text_of(line) for line in words if page.text_of(line)]


@pytest.mark.parametrize(("path", "reason"), [("/emergency", "My breathing is very bad."), ("/help-now", None)])
def test_the_words_stand_on_the_page_without_script(app: Flask, path: str, reason: str | None) -> None:
    visitor = Visitor(app)
    if reason:
        visitor.walk({"breathing": "much_worse"}, stop_before="awake")
    lines = script_of(visitor.get(path))
    assert lines[0] == "Ambulance."
    assert (reason or content().crew.unknown.patient) in lines
    assert lines[-1] == content().crew.closing[-1].patient


def test_help_now_says_why_when_the_answers_do(app: Flask) -> None:
    visitor = Visitor(app)
    visitor.walk({"respondent": "caregiver", "awake": ["drowsy"]}, stop_before="fall")
    assert "They are newly confused, or hard to wake." in script_of(visitor.get("/help-now"))


def test_it_never_replaces_the_number_and_says_to_repeat(app: Flask) -> None:
    page = Visitor(app).get("/help-now")
    assert page.html.index("tel:911") < page.html.index('id="say-words"')
    assert "until a person answers" in page.text


def test_where_the_person_is_stays_on_the_device(app: Flask) -> None:
    """A field without a name, in no form, sends nothing."""
    page = Visitor(app).get("/help-now")
    [place] = [one for one in page.all("input") if one.get("id") == "say-place"]
    assert place.get("name") is None
    assert place not in [one for form in page.all("form") for one in form.iter()]


def test_a_number_that_takes_texts_has_the_message_filled_in(app: Flask) -> None:
    page = Visitor(app).get("/help-now")
    [link] = [link for link in page.links if link.startswith("sms:")]
    assert re.fullmatch(r"sms:999\?body=Ambulance\.%20I%20have%20ALS.*no%20or%20.*|sms:999\?body=Ambulance.*", link)
    assert "register" in page.text


def test_the_crew_card_is_open_to_everyone_and_carries_the_code_of_answers(app: Flask) -> None:
    visitor = Visitor(app)
    bare = visitor.get("/crew")
    assert bare.status == 200
    assert [image.get("class") for image in bare.all("img")] == ["top-mark"], "no QR code where there is no code"
    visitor.walk({"breathing": "much_worse"})
    card = visitor.get("/crew")
    assert "My breathing is very bad." in card.text
    code = re.search(r"\b(?:[0-9A-Z]{4}-){3,}[0-9A-Z]{1,4}\b", card.text)
    assert code and visitor.post("/open", {"code": code[0]}).path == "/opened"
    assert code[0] not in "".join(card.links)
