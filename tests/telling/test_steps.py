"""What to do is told in the order to do it, on the page and in what is kept: the call first, then what to say there."""

import re

import pytest
from flask import Flask

from app.rules.engine import triage
from app.rules.load import content
from app.rules.shape import Rule
from app.telling.told import told, told_at
from app.words.speaker import speaker_for
from site_settings import Emergency, Line, Site
from tests.browser.scenes import TO_TIER
from tests.rules.people import CALM, with_answers
from tests.telling.summary_help import squeezed
from tests.visitor import Page, Visitor

LINES = Site(urgent_line=Line("111", "111"), als_team=Line("the clinic", "555 0100"))
CALLED_LATER = [tier.id for tier in content().tiers if tier.say and not tier.calls]
NIGHT = "At night too: do not wait for morning."
VOICES = ("patient", "caregiver")

each_tier = pytest.mark.parametrize("tier", CALLED_LATER)
each_voice = pytest.mark.parametrize("voice", VOICES)


def result(app: Flask, tier: str, voice: str, **more: str | list[str]) -> Page:
    changes = {question: values[0] if len(values) == 1 else list(values) for question, values in TO_TIER[tier].items()}
    return Visitor(app).result({**changes, "respondent": voice, **more})


def numbered(page: Page) -> list[str]:
    [steps] = [one for one in page.all("ol") if one.get("class") == "do"]
    return [page.text_of(step) for step in steps]


def told_for(app: Flask, tier: str, voice: str):
    with app.test_request_context():
        return told_at(content().tier[tier], speaker_for(voice, app.config["SITE"]))


@each_tier
@each_voice
def test_the_call_is_the_first_step_and_what_to_say_the_second(app: Flask, tier: str, voice: str) -> None:
    told, steps = told_for(app, tier, voice), numbered(result(app, tier, voice))
    assert steps[0].startswith(told.actions[0])
    assert steps[1] == told.say
    assert steps[2:] == list(told.actions[1:])


@each_voice
def test_who_has_to_be_seen_today_is_told_that_night_is_no_reason_to_wait(app: Flask, voice: str) -> None:
    for tier in CALLED_LATER:
        assert (NIGHT in numbered(result(app, tier, voice))[0]) == content().tier[tier].seen_today


@each_voice
def test_the_buttons_to_call_stand_in_the_first_step_and_at_night_the_line_that_answers_is_first(
    site_app, voice: str
) -> None:
    app = site_app(LINES)
    for tier in CALLED_LATER:
        said = numbered(result(app, tier, voice))[0]
        places = [said.index(button) for button in ("Call 111 111", "Call the clinic 555 0100")]
        assert (places == sorted(places)) == content().tier[tier].seen_today


def test_help_now_names_the_line_that_answers_at_night_first(site_app) -> None:
    """Who is there may be reading at night, whatever they answered; no number stands there that the site has not."""
    links = Visitor(site_app(LINES)).get("/help-now").links
    assert [link for link in links if link in ("tel:111", "tel:5550100")] == ["tel:111", "tel:5550100"]
    assert "Not an emergency" not in Visitor(site_app(Site())).get("/help-now").text


def test_where_a_warning_sends_to_hospital_the_way_there_is_first_and_its_buttons_are_kept(site_app) -> None:
    page = Visitor(site_app(LINES)).result({"fall": "fall_pain_only", "risk": ["osteoporosis"]})
    steps = numbered(page)
    assert "X-ray" in steps[0] and steps[0].endswith("today or tonight.")
    assert steps[1].startswith("Too much pain to be moved? Call 911, 999 or 112.")
    assert steps[2].startswith('Say: "I have ALS')
    assert NIGHT not in page.text  # these words say "today or tonight" themselves
    assert {"tel:111", "tel:5550100"} <= set(page.links)


SENT = {
    "fall": {"fall": "fall_pain_only", "risk": ["osteoporosis"]},
    "fever": {"fever": ["fever"], "risk": ["steroids"]},
    "life": {"coping": "cannot_go_on", "fall": "fall_pain_only", "risk": ["osteoporosis"]},
}


@each_voice
@pytest.mark.parametrize("sent", SENT.values(), ids=SENT)
def test_the_number_is_pressed_in_the_step_that_names_it_and_nowhere_else(app: Flask, sent: dict, voice: str) -> None:
    page = Visitor(app).result({**sent, "respondent": voice})
    [steps] = [one for one in page.all("ol") if one.get("class") == "do"]
    inside = [[link.get("href") for link in step.iter("a")] for step in steps]
    named = [place for place, step in enumerate(numbered(page)) if "911, 999 or 112" in step]
    assert inside[named[0]] == [f"tel:{number}" for number in ("911", "999", "112")]
    assert sum(link == "tel:911" for link in page.links) == 1


@each_voice
@pytest.mark.parametrize("sent", SENT.values(), ids=SENT)
def test_every_output_has_each_of_these_steps(app: Flask, sent: dict, voice: str) -> None:
    visitor = Visitor(app)
    page = visitor.result({**sent, "respondent": voice})
    [steps] = [one for one in page.all("ol") if one.get("class") == "do"]
    said = [squeezed(strong.text) for strong in steps.iter("strong")]
    assert len(said) >= 2
    for name, there in (("text", visitor.client.get("/summary.txt").text), ("print", visitor.get("/summary").text)):
        assert [step for step in said if step not in squeezed(there)] == [], name


@each_tier
@each_voice
def test_what_is_kept_has_the_steps_in_the_same_order(app: Flask, tier: str, voice: str) -> None:
    told = told_for(app, tier, voice)
    visitor = Visitor(app)
    changes = {question: values[0] if len(values) == 1 else list(values) for question, values in TO_TIER[tier].items()}
    visitor.result({**changes, "respondent": voice})
    text = squeezed(visitor.client.get("/summary.txt").text)
    places = [text.index(squeezed(words)) for words in (told.actions[0], told.say, *told.actions[1:])]
    assert places == sorted(places)


@each_voice
def test_in_an_emergency_what_to_say_still_comes_before_all_else(app: Flask, voice: str) -> None:
    page = result(app, "emergency_now", voice)
    told = told_for(app, "emergency_now", voice)
    assert re.search(f"{re.escape(told.say)}.*{re.escape(told.actions[0])}", page.text)


@pytest.mark.parametrize("rule", [rule for rule in content().rules if rule.extra], ids=lambda rule: rule.id)
def test_a_line_whose_number_holds_that_of_the_emergency_service_is_not_taken_for_it(app: Flask, rule: Rule) -> None:
    site = Site(emergency=(Emergency("112"),), urgent_line=Line("the night line", "0800 112 000"))
    answers = with_answers(CALM, {question: values[:1] for question, values in rule.when[0].items()})
    with app.test_request_context():
        found = told(triage(answers), speaker_for("patient", site))
    giving = [place for place, words in enumerate(found.extras) if re.search(r"(?<!0800 )112", words)]
    assert found.call_at == (giving[0] if giving else None)
