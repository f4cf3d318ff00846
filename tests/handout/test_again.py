"""/again.ics: a reminder that every calendar reads, on the right morning, with nothing of a visit in it."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from hypothesis import example, given
from hypothesis import strategies as st

from app import create_app
from app.handout.again import DAYS, _escaped, _folded, again
from app.rules.load import content
from site_settings import Site
from tests.browser.scenes import TO_TIER
from tests.conftest import TEST_KEY
from tests.visitor import Visitor

NOW = datetime(2026, 11, 26, 22, 0, 5, tzinfo=UTC)
UID = "00000000-0000-4000-8000-000000000000"


def made(app: Flask, today: date = date(2026, 11, 26), zone: str = "UTC") -> bytes:
    with app.test_request_context():
        return again(today, zone, NOW, UID)


def read(file: bytes) -> list[tuple[str, str]]:
    """The names and values of a calendar file, by the grammar of RFC 5545, section 3.1."""
    assert file.endswith(b"\r\n")
    lines = file.removesuffix(b"\r\n").split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert max(map(len, lines)) <= 75
    unfolded = file.removesuffix(b"\r\n").replace(b"\r\n ", b"").decode().split("\r\n")
    return [re.fullmatch(r"([A-Z-]+):(.*)", line).groups() for line in unfolded]


def test_the_file_is_one_entry_with_an_alarm_and_all_that_the_standard_asks_for(app: Flask) -> None:
    assert read(made(app)) == [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//check again//EN"),
        ("BEGIN", "VEVENT"),
        ("UID", UID),
        ("DTSTAMP", "20261126T220005Z"),
        ("DTSTART", "20261129T100000Z"),
        ("DURATION", "PT15M"),
        ("SUMMARY", "Check again"),
        ("CLASS", "PRIVATE"),
        ("TRANSP", "TRANSPARENT"),
        ("BEGIN", "VALARM"),
        ("ACTION", "DISPLAY"),
        ("DESCRIPTION", "Check again"),
        ("TRIGGER", "PT0S"),
        ("END", "VALARM"),
        ("END", "VEVENT"),
        ("END", "VCALENDAR"),
    ]


@pytest.mark.parametrize(
    ("today", "zone", "start"),
    [
        (date(2026, 11, 26), "Europe/London", "20261129T100000Z"),
        (date(2026, 7, 1), "Europe/London", "20260704T090000Z"),
        (date(2026, 3, 27), "Europe/Helsinki", "20260330T070000Z"),  # over the change to summer time
        (date(2026, 12, 30), "Asia/Kolkata", "20270102T043000Z"),
        (date(2026, 11, 26), "Pacific/Kiritimati", "20261128T200000Z"),
        (date(2028, 2, 27), "America/Los_Angeles", "20280301T180000Z"),
    ],
)
def test_it_is_ten_in_the_morning_there_three_days_later(app: Flask, today: date, zone: str, start: str) -> None:
    values = dict(read(made(app, today, zone)))
    assert values["DTSTART"] == start
    local = datetime.strptime(start, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    assert (local.date(), local.hour, local.minute) == (today + timedelta(days=DAYS), 10, 0)


@example("\N{GREEN HEART}" * 60)
@example("x" + "\N{EURO SIGN}" * 80)
@example("x" * 200)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=400))
def test_long_lines_are_folded_between_letters_and_come_back_whole(words: str) -> None:
    folded = _folded(f"SUMMARY:{words}")
    lines = folded.removesuffix(b"\r\n").split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.startswith(b" ") for line in lines[1:])
    assert "".join(line.decode()[place > 0 :] for place, line in enumerate(lines)) == f"SUMMARY:{words}"


def test_signs_of_the_format_are_escaped_in_words() -> None:
    assert _escaped("a\\b; c, d\ne") == "a\\\\b\\; c\\, d\\ne"


def test_the_address_gives_it_at_the_sites_day_and_zone_with_another_uid_each_time() -> None:
    settings = {"SECRET_KEY": TEST_KEY, "TODAY": date(2026, 7, 1), "SITE": Site(time_zone="Europe/London")}
    client = create_app(settings).test_client()
    before = datetime.now(UTC).replace(microsecond=0)
    first, second = client.get("/again.ics"), client.get("/again.ics")
    assert (first.status_code, first.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert first.headers["Content-Disposition"] == "inline; filename=check-again.ics"
    values = dict(read(first.data))
    assert values["DTSTART"] == "20260704T090000Z"
    stamp = datetime.strptime(values["DTSTAMP"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    assert before <= stamp <= datetime.now(UTC)
    assert UUID(values["UID"]) != UUID(dict(read(second.data))["UID"])


def test_it_is_the_same_for_everyone_whatever_they_answered(app: Flask) -> None:
    """But for when and which: no answer, code, result or word on health is in it."""
    files = []
    for changes in ({}, TO_TIER["emergency_now"]):
        visitor = Visitor(app)
        visitor.walk({question: list(said) for question, said in changes.items()})
        files.append(visitor.client.get("/again.ics").data)
    files.append(app.test_client().get("/again.ics").data)
    assert len({re.sub(rb"(UID|DTSTAMP):[^\r]+", b"", file) for file in files}) == 1
    assert not re.search(rb"als|mnd|pain|back|check\.example|http", files[0], re.IGNORECASE)


@pytest.mark.parametrize("who", ["patient", "caregiver"])
@pytest.mark.parametrize("tier", TO_TIER)
def test_the_result_offers_it_where_it_says_to_check_again_in_three_days(app: Flask, tier: str, who: str) -> None:
    changes = {**{question: list(said) for question, said in TO_TIER[tier].items()}, "respondent": who}
    page = Visitor(app).result(changes)
    assert page.tier == tier
    says = re.search(rf"Do this check again (with them )?in {DAYS} days", page.text)
    assert ("/again.ics" in page.links) == bool(says)
    assert ("/again.ics" in page.links) == (tier == "self_care")


def test_only_the_calmest_result_says_in_how_many_days() -> None:
    """The reminder is for that many."""
    says = [tier.id for tier in content().tiers if "again in" in tier.within]
    assert says == [content().tiers[-1].id]
    assert content().tiers[-1].within == f"check again in {DAYS} days"
    for voice in ("patient", "caregiver"):
        actions = " ".join(action.to(voice) for action in content().tiers[-1].actions)
        assert re.search(rf"Do this check again (with them )?in {DAYS} days", actions)
    assert not [rule.id for rule in content().rules if rule.tier == content().tiers[-1].id and rule.extra_replaces]


def test_an_unfinished_check_offers_none(app: Flask) -> None:
    assert "/again.ics" not in Visitor(app).result(stop_before="location").links
