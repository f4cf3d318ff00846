"""The summary: each answer where staff look for it, unknown never among the Noes, nothing decided anew."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.answers import Answers
from app.rules.engine import triage
from app.rules.load import content
from app.rules.shape import NOT_SURE, Rule
from app.telling.cited import Cited, cited
from app.telling.times import clock, instant
from site_settings import SignOff, Site
from tests.rules.people import CALM, random_answers, with_answers
from tests.telling.summary_help import LONG_SITE, TIERS, make, people, sheets
from tests.visitor import Visitor

EVERYONE = range(200)


def words_of(question: str, value: str) -> str:
    return content().question[question].find(value).label


def topic(question: str) -> str:
    return content().question[question].topic


@pytest.mark.parametrize("tier", TIERS)
def test_it_says_what_the_outcome_says(app: Flask, tier: str) -> None:
    outcome, made = triage(people(tier)), make(app, people(tier))
    assert made.tier == tier == outcome.tier.id
    assert (made.urgency, made.within) == (outcome.tier.urgency, outcome.tier.within)
    assert [warned.rule for warned in made.warnings] == [warning.rule.id for warning in outcome.warnings]
    assert [cause.cause for cause in made.causes] == [possible.cause.id for possible in outcome.causes]
    assert all(warned.decides == (content().tier[tier].urgency == warned.urgency) for warned in made.warnings)


def test_causes_are_there_for_staff_even_in_an_emergency(app: Flask) -> None:
    assert [cause.name for cause in make(app, people("emergency_now")).causes]


@given(seed=st.integers(0, 10_000))
@settings(max_examples=150, deadline=None)
def test_each_warning_has_every_answer_that_fired_it_word_for_word(app: Flask, seed: int) -> None:
    answers = random_answers(content(), seed, asked=0.9, calm=0.5)
    outcome, made = triage(answers), make(app, answers)
    for warning, warned in zip(outcome.warnings, made.warnings, strict=True):
        said = " | ".join(f"{one.topic}: {one.words}" for one in warned.said)
        for reason in warning.reasons:
            assert reason.question.topic in said
            assert (reason.option.words(answers.voice) if reason.option else "not asked") in said
        assert len(warned.sources) == len(warning.rule.sources)
        assert warned.judgement == warning.rule.judgement


@given(seed=st.integers(0, 10_000))
@settings(max_examples=150, deadline=None)
def test_unknown_is_never_among_the_noes_nor_lost(app: Flask, seed: int) -> None:
    answers = random_answers(content(), seed, asked=0.7, calm=0.7)
    made = make(app, answers)
    unknown = {*made.not_sure, *made.not_asked}
    denied = {question.denied for question in content().questions if question.topic in unknown}
    assert not denied & set(made.noes)
    for question in content().questions:
        if NOT_SURE in answers.get(question.id, ()):
            assert question.topic in made.not_sure
        elif question.id not in answers:
            assert question.topic in made.not_asked
        else:
            assert question.topic in [one.topic for one in made.answers]
    assert "Not sure" not in [words for one in made.answers for words in one.words]


@given(seed=st.integers(0, 10_000))
@settings(max_examples=150, deadline=None)
def test_a_no_is_a_danger_sign_with_the_calmest_answer_and_no_other(app: Flask, seed: int) -> None:
    answers = random_answers(content(), seed, asked=0.9, calm=0.6)
    danger = [question for question in content().questions if question.stage == "danger"]
    calm = [
        question.denied
        for question in danger
        if [question.find(value).calmest for value in answers.get(question.id, ())] == [True]
    ]
    assert list(make(app, answers).noes) == calm


@given(seed=st.integers(0, 10_000))
@settings(max_examples=150, deadline=None)
def test_no_answer_is_lost(app: Flask, seed: int) -> None:
    answers = random_answers(content(), seed, asked=0.9, calm=0.4)
    said = {one.topic: one.words for one in make(app, answers).answers}
    for question, values in answers.items():
        asked = content().question[question]
        words = tuple(asked.find(value).words(answers.voice) for value in values if value != NOT_SURE)
        assert said.get(asked.topic, ()) == words


def test_alerts_are_instructions_each_once_and_the_answers_stand_in_the_context(app: Flask) -> None:
    changed = {"breathing": ("slow_known",), "risk": ("age_65", "blood_thinner", "breathing_support")}
    made = make(app, with_answers(CALM, changed))
    always = [line.words for line in content().crew.before_treating]
    told = [content().question["risk"].find(value).before_treating for value in ("breathing_support", "blood_thinner")]
    assert list(made.alerts) == [*always, *told], "weak breathing is said twice and told once"
    assert {words_of("risk", value) for value in changed["risk"]} <= set(made.context)


def test_a_calm_person_has_the_alerts_of_everyone_with_als(app: Flask) -> None:
    assert list(make(app, with_answers(CALM, {})).alerts) == [line.words for line in content().crew.before_treating]


def test_new_names_what_is_new_and_quotes_it_where_no_warning_does(app: Flask) -> None:
    made = make(app, with_answers(CALM, {"breathing": ("much_worse",), "fall": ("fall_no_change",)}))
    assert topic("breathing") in made.new
    assert topic("fall") in made.new
    quiet = make(app, with_answers(CALM, {"weight": ("yes_known",)}))
    assert quiet.new == ()


def test_what_is_as_usual_is_never_new(app: Flask) -> None:
    answers = with_answers(CALM, {"breathing": ("slow",), "limbs": ("already",), "weight": ("yes_known",)})
    made = make(app, answers)
    assert made.new == ()
    assert {one.partition(":")[0] for one in made.usual} >= {topic("breathing"), topic("limbs"), topic("weight")}


def test_nothing_seen_in_someone_who_cannot_tell_is_neither_new_nor_a_no(app: Flask) -> None:
    made = make(app, with_answers(CALM, {"respondent": ("caregiver",), "bladder_saddle": ("nothing_seen",)}))
    assert topic("bladder_saddle") not in made.new
    assert content().question["bladder_saddle"].denied not in made.noes


def test_the_words_are_those_of_the_one_who_answered(app: Flask) -> None:
    changed = {"otc": ("prescribed_no_help",)}
    mine = make(app, with_answers(CALM, changed))
    theirs = make(app, with_answers(CALM, {**changed, "respondent": ("caregiver",)}))
    option = content().question["otc"].find("prescribed_no_help")
    assert option.label in [words for one in mine.answers for words in one.words]
    assert option.caregiver_label in [words for one in theirs.answers for words in one.words]
    assert mine.told.heading != theirs.told.heading


@pytest.mark.parametrize(
    ("respondent", "words"),
    [("patient", "the person"), ("together", "the person, with help"), ("caregiver", "a caregiver")],
)
def test_who_answered(app: Flask, respondent: str, words: str) -> None:
    assert make(app, with_answers(CALM, {"respondent": (respondent,)})).respondent == words


def test_who_answered_may_be_unknown(app: Flask) -> None:
    assert make(app, Answers({"breathing": ("no",)})).respondent == "not asked"


def test_what_a_warning_tells_may_stand_in_place_of_the_usual_actions(app: Flask) -> None:
    replaced = make(app, with_answers(CALM, {"fall": ("fall_pain_only",), "risk": ("osteoporosis",)}))
    assert "X-ray" in " ".join(replaced.told.extras)
    assert not replaced.told.actions
    usual = make(app, with_answers(CALM, {"fall": ("fall_pain_only",)}))
    assert usual.told.actions


def test_a_calmer_warning_never_replaces_an_urgent_action(app: Flask) -> None:
    changed = {"fall": ("fall_pain_only",), "risk": ("osteoporosis",), "awake": ("drowsy",)}
    made = make(app, with_answers(CALM, changed))
    assert made.tier == "emergency_now"
    assert made.told.actions
    assert "X-ray" not in " ".join(made.told.extras)


def test_the_safety_net_is_in_every_summary(app: Flask) -> None:
    for tier in TIERS:
        made = make(app, people(tier))
        assert any("wrong" in line for line in made.safety)
        assert any("worried" in line for line in made.safety)
        assert any("medicine" in line for line in made.safety)
        assert bool(made.call_if) == (tier != "emergency_now")


def test_the_sign_off(app: Flask) -> None:
    assert make(app, people("soon")).sign_off == "not clinically signed off"
    signed = Site(sign_off=SignOff("Dr A. Person", "neurologist", "2026-11-23", content().digest))
    assert make(app, people("soon"), site=signed).sign_off == "signed off by Dr A. Person, neurologist, 2026-11-23"


def test_no_placeholder_is_left(app: Flask) -> None:
    for tier in TIERS:
        for site in (None, LONG_SITE):
            assert "{" not in repr(make(app, people(tier), site=site)).replace("{}", "")


def test_sources_are_named_so_that_they_can_be_found_and_say_how_far_they_were_read(app: Flask) -> None:
    warned = next(one for one in make(app, people("emergency_now")).warnings if one.rule == "cauda-equina")
    assert warned.sources[0].name == "NHS: Back pain"
    sources = {cited for rule in content().rules for cited in cited_by(app, rule)}
    assert all(cited.name and "None" not in cited.name for cited in sources)
    assert {cited.shown.removeprefix(cited.name) for cited in sources} == {"", " (copy)", " (title only)"}


def cited_by(app: Flask, rule: Rule) -> tuple[Cited, ...]:
    with app.test_request_context():
        return cited(content(), rule)


def test_times_name_their_zone_and_follow_its_summer(app: Flask) -> None:
    summer, winter = datetime(2026, 7, 1, 22, 30, tzinfo=UTC), datetime(2026, 12, 1, 22, 30, tzinfo=UTC)
    with app.test_request_context():
        assert clock(summer, "UTC") == "1 Jul 2026, 22:30 UTC"
        assert clock(summer.astimezone(ZoneInfo("Asia/Tokyo")), "UTC") == "1 Jul 2026, 22:30 UTC"
        assert clock(summer, "Europe/London") == "1 Jul 2026, 23:30 BST (UTC+0100)"
        assert clock(winter, "Europe/London") == "1 Dec 2026, 22:30 GMT"


def test_the_sites_zone_rules_every_output(site_app) -> None:
    """Result, print page, plain text, PDF and FHIR: one zone."""
    visitor = Visitor(site_app(Site(time_zone="America/New_York")))
    visitor.walk()
    for path in ("/result", "/summary"):
        assert re.search(r"\bE[SD]T \(UTC-0[45]00\)", visitor.get(path).html), path
    get = visitor.client.get
    assert re.search(r"E[SD]T \(UTC", get("/summary.txt").get_data(as_text=True))
    assert re.search(r"E[SD]T ?\(UTC", " ".join(sheets(get("/summary.pdf").data)))
    said = re.findall(r'"\d{4}-\d\d-\d\dT[^"]+"', get("/summary.json").get_data(as_text=True))
    assert len(said) >= 4
    assert all(re.search(r":\d\d-0[45]:00\"$", moment) for moment in said), said


def test_a_moment_for_other_programs_has_the_zones_distance_from_utc() -> None:
    summer, winter = datetime(2026, 7, 1, 22, 30, 9, 5, tzinfo=UTC), datetime(2026, 12, 1, 22, 30, tzinfo=UTC)
    assert instant(summer, "UTC") == "2026-07-01T22:30:09Z"
    assert instant(summer, "Europe/London") == "2026-07-01T23:30:09+01:00"
    assert instant(winter, "Europe/London") == "2026-12-01T22:30:00Z"


def test_it_is_the_same_for_the_same_answers_and_cannot_be_changed(app: Flask) -> None:
    for seed in EVERYONE:
        answers = random_answers(content(), seed, asked=0.9, calm=0.5)
        assert make(app, answers) == make(app, answers)
    with pytest.raises(AttributeError):
        make(app, people("soon")).tier = "self_care"


def test_no_cause_is_named_for_a_fall_that_was_denied(app: Flask) -> None:
    """Weak breathing that got a little worse supports a rib fracture where nobody fell."""
    breathing = with_answers(CALM, {"breathing": ("a_bit_worse",), "location": ("middle",)})
    [supported] = [cause for cause in make(app, breathing).causes if cause.cause == "middle-rib-fracture"]
    assert supported.said
    for seed in EVERYONE:
        answers = with_answers(random_answers(content(), seed, calm=0.3), {"fall": ("no",)})
        assert not [cause.name for cause in make(app, answers).causes if re.search(r"\bfall", cause.name)]
