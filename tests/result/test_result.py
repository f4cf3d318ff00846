"""The result page: the tier in words first, why, and then what dispositions.md says for each tier."""

import pytest

from app.rules.load import content
from app.telling.safety_net import safety_net
from app.words.speaker import Speaker
from site_settings import Emergency, Line, Site
from tests.visitor import Visitor, calm

TIERS = {
    "emergency_now": {"breathing": "much_worse"},
    "same_day": {"fever": ["fever"]},
    "soon": {"severity": "severe"},
    "routine": {"severity": "moderate"},
    "self_care": {},
}


@pytest.fixture(params=["patient", "caregiver"])
def voice(request) -> str:
    return request.param


@pytest.mark.parametrize("tier", TIERS)
def test_each_tier_says_what_to_do_first(app, tier: str, voice: str) -> None:
    page = Visitor(app).result({**TIERS[tier], "respondent": voice})
    assert page.tier == tier
    speaker = Speaker(voice, app.config["SITE"])
    with app.test_request_context():
        assert page.h1 == speaker.say(content().tier[tier].heading)
        for action in speaker.lines(content().tier[tier].actions):
            assert action in page.text
    assert page.text.index(page.h1) < page.text.index("Why")


def test_at_emergency_the_page_lists_no_causes_and_no_reading_matter(visitor: Visitor) -> None:
    page = visitor.result({"breathing": "much_worse", "usual": ["cramps"], "mobility": "wheelchair"})
    for cause in content().causes:
        assert cause.text.patient not in page.text
    for group in ("medicines", "prevention", "coping", "tests"):
        for line in content().advice_in(group):
            assert line.text.patient not in page.text
    assert "tel:911" in page.links


def test_an_x_ray_today_stands_in_place_of_the_phone_call(visitor: Visitor) -> None:
    page = visitor.result({"fall": "fall_pain_only", "risk": ["osteoporosis"]})
    rule = next(rule for rule in content().rules if rule.id == "fall-new-pain-weak-bones")
    assert page.tier == "same_day"
    assert rule.extra
    speaker = Speaker("patient", visitor.app.config["SITE"])
    with visitor.app.test_request_context():
        assert speaker.say(rule.extra) in page.text
        for action in speaker.lines(content().tier["same_day"].actions):
            assert action not in page.text


def test_a_calmer_instruction_never_replaces_an_emergency(visitor: Visitor) -> None:
    page = visitor.result({"fall": "fall_pain_only", "risk": ["osteoporosis"], "breathing": "much_worse"})
    speaker = Speaker("patient", visitor.app.config["SITE"])
    with visitor.app.test_request_context():
        for action in speaker.lines(content().tier["emergency_now"].actions):
            assert action in page.text
        rule = next(rule for rule in content().rules if rule.id == "fall-new-pain-weak-bones")
        assert rule.extra and speaker.say(rule.extra) not in page.text


def test_a_result_never_reassures_or_diagnoses(app, voice: str) -> None:
    for changes in TIERS.values():
        text = Visitor(app).result({**changes, "respondent": voice}).text.lower()
        for words in ("you are fine", "nothing to worry", "no need to worry", "all clear", "%", "you have cancer"):
            assert words not in text
        assert "not a diagnosis" in text or "no diagnosis" in text


def test_the_sites_own_numbers_and_sign_off_stand_on_the_page(site_app) -> None:
    site = Site(
        emergency=(Emergency("000", "Australia"),),
        urgent_line=Line("Healthline", "0800 611 116"),
        als_team=Line("the Riverside ALS clinic", "555 0100"),
        palliative_line=Line("the hospice line", "555 0199"),
    )
    page = Visitor(site_app(site)).result({"fever": ["fever"]})
    for words in ("the Riverside ALS clinic", "555 0100", "Healthline", "the hospice line"):
        assert words in page.text
    assert "tel:5550100" in page.links
    assert "911" not in page.text
    emergency = Visitor(site_app(site)).result({"breathing": "much_worse"})
    assert emergency.h1 == "Call 000 now"
    assert "tel:000" in emergency.links


def test_the_palliative_line_is_left_out_where_there_is_none(app, site_app) -> None:
    texts = [action for action in content().tier["same_day"].actions if "{palliative_line}" in action.patient]
    assert texts, "the content has a sentence for it"
    page = Visitor(app).result({"fever": ["fever"]})
    fixed = texts[0].patient.split("{palliative_line}")[0].strip()
    assert fixed not in page.text
    assert fixed in Visitor(site_app(Site(palliative_line=Line("the hospice")))).result({"fever": ["fever"]}).text


def test_the_calm_walk_uses_the_answers_marked_calmest() -> None:
    assert calm("otc") == "helps_some"


def test_it_says_first_what_to_do_then_why_then_when_to_call_sooner_then_the_ways_on(app) -> None:
    for tier, changes in TIERS.items():
        page = Visitor(app).result(changes)
        parts = [page.h1, "Why", "Print or save for the clinic", "All answers", "No clinician has signed"]
        if tier != "emergency_now":
            parts.insert(2, "Call 911, 999 or 112 now, if:")
        places = [page.text.index(part) for part in parts]
        assert places == sorted(places), tier


def test_every_result_has_the_emergency_number_to_press_and_all_danger_signs_one_press_away(app, voice: str) -> None:
    for changes in TIERS.values():
        visitor = Visitor(app)
        page = visitor.result({**changes, "respondent": voice})
        assert {"tel:911", "tel:999", "tel:112"} <= set(page.links)
        assert "{" not in page.text
        signs = visitor.get(page.link("All danger signs"))
        speaker = Speaker(voice, app.config["SITE"])
        with app.test_request_context():
            for line in safety_net(content(), speaker):
                assert line in signs.text


def test_danger_signs_are_told_once_in_the_result_and_its_pages(visitor: Visitor) -> None:
    page = visitor.result({"severity": "severe"})
    shown = [line.text.patient for line in content().advice_in("danger_signs") if line.name]
    for path in (page.path, "/result/why", "/result/causes", "/result/sooner", "/result/questions"):
        assert not [words for words in shown if words in visitor.get(path).text], path
    signs = visitor.get("/result/sooner").text
    tripwire = content().question["breathing"].find("much_worse").tripwire
    assert tripwire and signs.count(tripwire.patient) == 1


def test_why_names_the_answers_that_fired_word_for_word(visitor: Visitor) -> None:
    page = visitor.result({"fever": ["fever", "not_sure"], "medicine": ["riluzole_recent"]})
    rule = next(rule for rule in content().rules if rule.id == "fever-on-new-riluzole")
    assert rule.extra and rule.extra.patient in page.text
    full = visitor.get(page.link("Why, in full"))
    for shown in (page, full):
        assert content().question["fever"].find("fever").label in shown.text
        assert content().question["medicine"].find("riluzole_recent").label in shown.text
    assert rule.because.patient in full.text
    assert content().sources["riluzole-label"].title in full.text
    assert "a copy or summary" in full.text, "a source not read in the original says so"


def test_at_emergency_no_calmer_warning_speaks_but_all_are_named(visitor: Visitor) -> None:
    page = visitor.result({"breathing": "much_worse", "severity": "severe", "fever": ["fever"]})
    assert content().question["severity"].topic in page.text.split("Also tell them about:")[1]
    full = visitor.get("/result/why")
    spoken = {rule.id for rule in content().rules if rule.because.patient in full.text}
    assert spoken
    assert {rule.tier for rule in content().rules if rule.id in spoken} == {"emergency_now"}
    assert content().question["severity"].find("severe").label in full.text


def test_at_emergency_no_page_holds_up_the_call(visitor: Visitor) -> None:
    visitor.result({"breathing": "much_worse"})
    assert visitor.get("/result/causes").path == "/result"
    assert visitor.get("/result/questions").path == "/result"
    assert visitor.get("/result/sooner").path == "/help-now"


def test_at_same_day_the_causes_do_not_replace_being_seen(visitor: Visitor) -> None:
    visitor.result({"fever": ["fever"]})
    assert "do not replace being seen today" in visitor.get("/result/causes").text


def test_causes_that_answers_support_come_first_and_say_which(visitor: Visitor) -> None:
    visitor.result({"location": ["lower"], "mobility": "wheelchair"})
    page = visitor.get("/result/causes")
    causes = [cause for cause in content().causes if cause.area == "lower"]
    first = min(causes, key=lambda cause: page.text.index(cause.text.patient))
    assert "wheelchair" in first.supported_by["mobility"]
    assert content().question["mobility"].find("wheelchair").label in page.text
    for cause in content().causes:
        if cause.area in ("upper", "middle"):
            assert cause.text.patient not in page.text


def test_after_stop_the_answers_and_what_is_not_known_are_one_press_away(visitor: Visitor) -> None:
    result = visitor.result({"fever": "not_sure", "breathing": "a_bit_worse"}, stop_before="weight")
    assert "stopped before the end" in result.text
    page = visitor.get(result.link("All answers"))
    unsure, unasked = page.text.split("What was not asked")
    assert content().question["fever"].topic in unsure.split("What you were not sure of")[1]
    for question in content().questions[[q.id for q in content().questions].index("weight") :]:
        assert question.topic in unasked
    assert content().question["breathing"].find("a_bit_worse").label in page.text
    assert "/check/breathing" in page.links
    assert " UTC" in page.text
    assert content().digest in page.text


def test_what_was_not_asked_is_not_called_said(visitor: Visitor) -> None:
    visitor.walk({"breathing": "a_bit_worse"}, stop_before="location")
    visitor.get("/stop")
    assert visitor.get("/result/why").text.count("You were not asked about:") >= 1


def test_the_pages_of_a_result_say_where_to_start_without_answers(visitor: Visitor) -> None:
    for name in ("why", "causes", "sooner", "questions", "answers"):
        page = visitor.get(f"/result/{name}")
        assert (page.status, page.h1) == (409, "Your answers are not here")


def test_the_sheet_of_the_clinic_is_there_to_be_printed_and_nothing_of_it_in_the_page(visitor: Visitor) -> None:
    page = visitor.result({"fever": ["fever"]})
    [paper] = [one for one in page.all("div") if one.get("class") == "paper"]
    assert "Urgent: help today" in page.text_of(paper)
    assert not [one for one in page.all("main")[0].iter() if one is paper]
    printed = [one for one in page.all("link") if one.get("media") == "print"]
    assert {one.get("href").partition("?")[0].rsplit("/", 1)[1][:8] for one in printed} == {"handout.", "page.css"}
