"""The emergency number of the browser's region comes first, and none is ever lost."""

import pytest
from flask import Flask
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from app.words.region import nearest_first, region_of
from site_settings import EUROPE, Emergency, Site
from tests.visitor import Page, Visitor

AS_SET = ["911", "999", "112"]
FIRST = {
    "en-US,en;q=0.9": AS_SET,
    "fr-CA": AS_SET,
    "en-GB,en-US;q=0.9,en;q=0.8": ["999", "911", "112"],
    "en-IE": ["999", "911", "112"],
    "EN-gb": ["999", "911", "112"],
    "de-DE,de;q=0.9,en-US;q=0.8": ["112", "911", "999"],
    "en-US;q=0.5, ca-ES-valencia;q=0.9": ["112", "911", "999"],
    "en-AU": AS_SET,  # none of these is the number there
    "zh-Hant-TW": AS_SET,
    "de,en-GB;q=0.7": AS_SET,  # the region of a language further down says nothing
    "en": AS_SET,  # what a browser says that hides where it is
    "*": AS_SET,
    "": AS_SET,
    "en-GB;q=0": AS_SET,
    "en-GB;q=much": AS_SET,
    "en_GB": AS_SET,
    "en-001": AS_SET,
    ";;,,-": AS_SET,
    "-GB": AS_SET,
    "\xff": AS_SET,
    "<b>-GB": AS_SET,
    "en-" + "G" * 9000: AS_SET,
}
TWO = (("911", "US"), ("999", "GB"))
UK = {"Accept-Language": "en-GB"}
PAGES = ("/", "/help-now", "/emergency", "/result", "/check/location")


def shown(page: Page) -> list[str]:
    return [link.removeprefix("tel:") for link in page.links if link.startswith("tel:")]


def classed(page: Page, name: str) -> list:
    return [one for one in page.tree.iter() if name in (one.get("class") or "").split()]


def in_an_emergency(app: Flask) -> Visitor:
    visitor = Visitor(app)
    visitor.walk({"breathing": "much_worse", "fall": "fall_with_danger_signs"}, stop_before="location")
    return visitor


def asked(visitor: Visitor, path: str, header: str) -> Page:
    return Page(visitor.client.get(path, headers={"Accept-Language": header}))


@pytest.mark.parametrize("header", FIRST)
def test_the_number_of_the_region_is_first_and_the_others_stay(header: str) -> None:
    site = nearest_first(Site(), region_of(parse_accept_header(header, LanguageAccept)))
    assert [each.number for each in site.emergency] == FIRST[header]
    assert set(site.emergency) == set(Site().emergency)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("header", ["en-US", "en-GB", "de-DE", "en-AU", "en", "-;q=x"])
def test_every_page_has_the_same_order_with_where_each_works(app: Flask, path: str, header: str) -> None:
    page = asked(in_an_emergency(app), path, header)
    order = FIRST.get(header, AS_SET) if header != "de-DE" else ["112", "911", "999"]
    order = ["999", "911", "112"] if header == "en-GB" else order
    assert shown(page) == order
    where = {each.number: {each.label, each.short} for each in Site().emergency}
    for link in classed(page, "call"):
        number = link.get("href").removeprefix("tel:")
        assert page.text_of(link).removeprefix(f"Call {number} ") in where[number]


def test_words_texts_and_the_ways_to_call_without_a_voice_have_that_order_too(app: Flask) -> None:
    page = asked(in_an_emergency(app), "/emergency", "en-GB")
    assert page.h1 == "Call 999, 911 or 112 now"
    assert [page.text_of(each)[:4] for each in classed(page, "say-text")] == ["999:", "911:", "112:"]
    assert [link[:8] for link in page.links if link.startswith("sms:")] == ["sms:999?"]


def test_texts_go_to_the_number_of_the_region_first(site_app) -> None:
    texted = tuple(Emergency(number, number, "Text it.", number, regions=(at,)) for number, at in TWO)
    visitor = in_an_emergency(site_app(Site(emergency=texted)))
    for header, order in (("en-GB", ["sms:999?", "sms:911?"]), ("en-US", ["sms:911?", "sms:999?"])):
        links = asked(visitor, "/emergency", header).links
        assert [link[:8] for link in links if link.startswith("sms:")] == order


@pytest.mark.parametrize("path", ["/summary", "/summary.txt", "/summary.json"])
def test_what_is_kept_or_handed_on_is_the_same_from_every_browser(app: Flask, path: str) -> None:
    found = in_an_emergency(app).client.get(path, headers=UK).text
    assert "911, 999" in found and "999, 911" not in found


def test_the_paper_of_a_result_has_the_order_of_the_site(app: Flask) -> None:
    page = asked(in_an_emergency(app), "/result", "en-GB")
    [paper] = classed(page, "paper")
    assert "911, 999 or 112" in page.text_of(paper) and "999, 911" not in page.text_of(paper)


def test_the_api_knows_no_region(app: Flask) -> None:
    sent = {"answers": {"respondent": "patient", "breathing": "much_worse"}}
    plain, uk = (app.test_client().post("/api/triage", json=sent, headers=extra) for extra in ({}, UK))
    assert plain.status_code == 200 and plain.data == uk.data


@pytest.mark.parametrize("path", [*PAGES, "/result/sooner"])
def test_a_page_with_that_order_says_that_it_varies(app: Flask, path: str) -> None:
    answered = in_an_emergency(app).client.get(path, headers=UK, follow_redirects=True)
    assert "accept-language" in answered.headers["Vary"].lower()


def test_a_site_with_one_number_varies_for_nobody(site_app) -> None:
    app = site_app(Site(emergency=(Emergency("112", "Europe", regions=EUROPE),)))
    answered = app.test_client().get("/", headers=UK)
    assert shown(Page(answered)) == ["112"]
    assert "accept-language" not in answered.headers.get("Vary", "").lower()
