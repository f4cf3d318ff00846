"""The result page: the tier in words first, why, and then what dispositions.md says for each tier."""

import pytest

from app.rules.load import content
from app.words.speaker import Speaker
from config import Emergency, Line, Site
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


@pytest.mark.parametrize("tier", TIERS)
def test_every_tier_carries_the_whole_safety_net(app, tier: str, voice: str) -> None:
    page = Visitor(app).result({**TIERS[tier], "respondent": voice})
    speaker = Speaker(voice, app.config["SITE"])
    with app.test_request_context():
        for line in (*content().advice_in("danger_signs"), *content().advice_in("always")):
            assert speaker.say(line.text) in page.text


def test_why_names_the_answers_that_fired_word_for_word(visitor: Visitor) -> None:
    page = visitor.result({"fever": ["fever", "not_sure"], "medicine": ["riluzole_recent"]})
    fever = content().question["fever"]
    assert fever.find("fever").label in page.text
    assert content().question["medicine"].find("riluzole_recent").label in page.text
    rule = next(rule for rule in content().rules if rule.id == "fever-on-new-riluzole")
    assert rule.because.patient in page.text
    assert rule.extra and rule.extra.patient in page.text
    assert content().sources["riluzole-label"].title in page.text
    assert "a copy or summary" in page.text, "a source not read in the original says so"


def test_at_emergency_the_page_lists_no_causes_and_no_reading_matter(visitor: Visitor) -> None:
    page = visitor.result({"breathing": "much_worse", "usual": ["cramps"], "mobility": "wheelchair"})
    for cause in content().causes:
        assert cause.text.patient not in page.text
    for group in ("medicines", "prevention", "coping", "tests"):
        for line in content().advice_in(group):
            assert line.text.patient not in page.text
    assert "tel:911" in page.links


def test_at_emergency_no_calmer_warning_speaks(visitor: Visitor) -> None:
    page = visitor.result({"breathing": "much_worse", "severity": "severe", "fever": ["fever"]})
    spoken = {rule.id for rule in content().rules if rule.because.patient in page.text}
    assert spoken
    assert {rule.tier for rule in content().rules if rule.id in spoken} == {"emergency_now"}


def test_at_same_day_the_causes_stand_below_and_do_not_replace_being_seen(visitor: Visitor) -> None:
    page = visitor.result({"fever": ["fever"]})
    assert "do not replace being seen today" in page.text
    assert page.text.index("Why") < page.text.index("do not replace being seen today")


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


def test_causes_that_answers_support_come_first_and_say_which(visitor: Visitor) -> None:
    page = visitor.result({"location": ["lower"], "mobility": "wheelchair"})
    causes = [cause for cause in content().causes if cause.area == "lower"]
    first = min(causes, key=lambda cause: page.text.index(cause.text.patient))
    assert "wheelchair" in first.supported_by["mobility"]
    assert content().question["mobility"].find("wheelchair").label in page.text
    for cause in content().causes:
        if cause.area in ("upper", "middle"):
            assert cause.text.patient not in page.text


def test_what_was_not_asked_and_not_sure_stand_in_lists_of_their_own(visitor: Visitor) -> None:
    page = visitor.result({"fever": "not_sure"}, stop_before="weight")
    unsure, unasked = page.text.rsplit("What was not asked", 1)
    assert content().question["fever"].topic in unsure.split("What you were not sure of")[1]
    for question in content().questions[[q.id for q in content().questions].index("weight") :]:
        assert question.topic in unasked
    assert "stopped before the end" in page.text


def test_a_result_never_reassures_or_diagnoses(app, voice: str) -> None:
    for changes in TIERS.values():
        text = Visitor(app).result({**changes, "respondent": voice}).text.lower()
        for words in ("you are fine", "nothing to worry", "no need to worry", "all clear", "%", "you have cancer"):
            assert words not in text
        assert "not a diagnosis" in text or "no diagnosis" in text


def test_the_result_says_who_answered_when_and_that_nobody_signed_it_off(visitor: Visitor) -> None:
    page = visitor.result({"respondent": "together"})
    assert content().question["respondent"].find("together").label in page.text
    assert " UTC" in page.text
    assert "No clinician has signed this content off" in page.text
    assert content().digest in page.text


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


def test_tripwires_are_grouped_under_the_tier_they_lead_to(visitor: Visitor) -> None:
    page = visitor.result({"severity": "severe"})
    tripwire = content().question["breathing"].find("much_worse").tripwire
    assert tripwire
    sooner = page.text.split("Get help sooner if")[1]
    assert tripwire.patient in sooner
    assert sooner.index("Call 911, 999 or 112 now") < sooner.index(tripwire.patient)


def test_the_calm_walk_uses_the_answers_marked_calmest() -> None:
    assert calm("otc") == "helps_some"


def test_clearing_from_a_result_asks_first(visitor: Visitor) -> None:
    """One slip must not cost twenty answers: the button is folded away until the line above it was pressed."""
    page = visitor.result()
    [form] = page.all("form")
    [folded] = [one for one in page.all("details") if form in one.iter()]
    assert form.get("action") == "/clear"
    assert "open" not in folded.attrib
    assert page.text_of(folded).startswith("Clear the answers from this browser")


@pytest.mark.parametrize("tier", TIERS)
def test_the_way_to_the_printed_summary_comes_before_the_reading_matter(app, tier: str) -> None:
    text = Visitor(app).result(TIERS[tier]).text
    assert text.index("Why") < text.index("Print or save a summary") < text.index("Danger signs, and what to do")
    for later in ("What may be behind the pain", "Get help sooner if"):
        assert later not in text or text.index("Print or save a summary") < text.index(later)


def test_what_was_not_asked_is_not_called_said(visitor: Visitor) -> None:
    visitor.walk({"breathing": "a_bit_worse"}, stop_before="location")
    page = visitor.get("/stop")
    said, unasked = page.text.index("Because you said:"), page.text.index("Because this was not asked:")
    assert said < page.text.index("Breathing:") < unasked
    assert page.text.count("Because you said:") == 1
