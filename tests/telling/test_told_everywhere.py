"""Whatever a rule may say, every page and every output tells the person the same: with rules made up for it."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pytest
from flask import Flask
from msgspec.structs import replace

from app import create_app
from app.rules.engine import triage
from app.rules.load import content, put_in_force, shipped
from app.rules.shape import AnyOf, Rule, Text, Voice
from app.signoff import site_rules
from app.telling.told import told
from app.words.speaker import speaker_for
from site_settings import Line, Site
from tests.conftest import ADDRESS, TEST_KEY
from tests.rules.people import CALM, with_answers
from tests.telling.summary_help import sheets, squeezed
from tests.visitor import Visitor

WITH_LINE = Site(palliative_line=Line("the night team", "0800 111 222"))
WITHOUT_LINE = Site()
SAYS = Text(patient="Weigh the blue stone, you.", caregiver="Weigh the blue stone, they.")
NEEDS_LINE = Text(patient="Ring {palliative_line} for you.", caregiver="Ring {palliative_line} for them.")
NIGHT = "At night too: do not wait for morning."
NOTHING = Text(patient="Made up for a test.", caregiver="Made up for a test.")


class Kind(NamedTuple):
    """A rule of the result's own tier, or of a calmer one; whether its words are heard, and the usual actions too."""

    extra: Text
    replaces: bool = False
    stays: bool = False
    calmer: bool = False
    site: Site = WITHOUT_LINE
    heard: bool = True
    usual: bool = True


KINDS = {
    "adds": Kind(SAYS),
    "adds with a number": Kind(NEEDS_LINE, site=WITH_LINE),
    "adds without the number it needs": Kind(NEEDS_LINE, heard=False),
    "replaces": Kind(SAYS, replaces=True, usual=False),
    "replaces with a number": Kind(NEEDS_LINE, replaces=True, site=WITH_LINE, usual=False),
    "replaces without the number it needs": Kind(NEEDS_LINE, replaces=True, heard=False),
    "calmer and stays": Kind(SAYS, stays=True, calmer=True),
    "calmer, stays and would replace": Kind(SAYS, replaces=True, stays=True, calmer=True),
    "calmer and does not stay": Kind(SAYS, calmer=True, heard=False),
}
TIERS = [tier.id for tier in content().tiers]
CASES = [(kind, tier) for kind in KINDS for tier in TIERS if not (KINDS[kind].calmer and tier == TIERS[-1])]


def rule(name: str, tier: str, kind: Kind | None = None) -> Rule:
    said = {"extra": kind.extra, "extra_replaces": kind.replaces, "extra_stays": kind.stays} if kind else {}
    when = (AnyOf({"severity": ("severe",)}),)
    return Rule(id=name, tier=tier, when=when, points_to="A test", because=NOTHING, judgement=True, **said)


def rules_for(kind: Kind, tier: str) -> tuple[Rule, ...]:
    if not kind.calmer:
        return (rule("own", tier, kind),)
    return rule("own", tier), rule("calmer", TIERS[TIERS.index(tier) + 1], kind)


@pytest.fixture
def made_up(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The app of a site whose only rules are those of this kind at this tier."""
    name, tier = request.param
    kind = KINDS[name]
    rules = rules_for(kind, tier)
    monkeypatch.setattr(site_rules, "serve", lambda folder: put_in_force(replace(shipped(), rules=rules)))
    yield create_app({"SECRET_KEY": TEST_KEY, "RATELIMIT_ENABLED": False, "SITE": kind.site, "PUBLIC_ADDRESS": ADDRESS})
    put_in_force(None)  # no other test may meet these rules


def outputs(visitor: Visitor, tier: str, voice: str) -> Iterator[tuple[str, str]]:
    """What each output says of these answers, without its spaces, by the output's name."""
    yield "the result", visitor.get("/result").text
    if content().tier[tier].calls:
        yield "the emergency page", visitor.get("/emergency").text
    get = visitor.client.get
    yield "print", visitor.get("/summary").text
    yield "text", get("/summary.txt").get_data(as_text=True)
    yield "PDF", "".join(sheets(get("/summary.pdf").data))
    yield "FHIR", get("/summary.json").get_data(as_text=True)
    given = with_answers(CALM, {"respondent": (voice,), "severity": ("severe",)})
    sent = {"answers": {question: list(values) for question, values in given.items()}}
    yield "API", visitor.client.post("/api/triage", json=sent).get_data(as_text=True)


def usual_words(tier: str, voice: Voice) -> str:
    """The longest words of the tier's usual actions that are said at every site."""
    always = [words.to(voice) for words in content().tier[tier].actions if "palliative" not in words.patient]
    return max((part for words in always for part in re.split(r"\{\w+\}", words) if "&" not in part), key=len)


def lines_told(made_up: Flask, site: Site, voice: Voice) -> tuple[str, ...]:
    """What telling decided for these answers, in its order."""
    answers = with_answers(CALM, {"respondent": (voice,), "severity": ("severe",)})
    with made_up.test_request_context():
        return told(triage(answers), speaker_for(voice, site)).lines


def in_order(lines: Iterable[str], there: str) -> bool:
    """Whether those of the lines that stand in an output stand in this order."""
    at = 0
    for line in (squeezed(line) for line in lines if squeezed(line) in there):
        at = there.find(line, at) + 1
        if not at:
            return False
    return True


@pytest.mark.parametrize(
    ("made_up", "kind", "tier", "voice"),
    [((name, tier), name, tier, ("patient", "caregiver")[at % 2]) for at, (name, tier) in enumerate(CASES)],
    indirect=["made_up"],
    ids=[f"{name}, {tier}" for name, tier in CASES],
)
def test_every_output_tells_the_same(made_up: Flask, kind: str, tier: str, voice: Voice) -> None:
    visitor = Visitor(made_up)
    assert visitor.result({"respondent": voice, "severity": "severe"}).tier == tier
    filled = KINDS[kind].extra.to(voice).format(palliative_line="the night team (0800 111 222)")
    usual = usual_words(tier, voice)
    lines = lines_told(made_up, KINDS[kind].site, voice)
    for name, said in outputs(visitor, tier, voice):
        there = squeezed(said)
        assert name == "API" or in_order(lines, there), name
        assert (squeezed(filled) in there) == KINDS[kind].heard, name
        assert "Ring" not in said or KINDS[kind].heard, name
        assert (squeezed(usual) in there) == KINDS[kind].usual, (name, usual)
        assert (squeezed(NIGHT) in there) == (KINDS[kind].usual and content().tier[tier].seen_today), name


@pytest.mark.parametrize(
    ("made_up", "tier"),
    [(("adds", tier), tier) for tier in TIERS if tier != TIERS[-1]],
    indirect=["made_up"],
    ids=[tier for tier in TIERS if tier != TIERS[-1]],
)
def test_beside_signs_of_a_result_stand_buttons_to_call_only_where_that_result_is_a_call(
    made_up: Flask, tier: str
) -> None:
    """A calm person, to whom one rule of this tier could happen, and nothing worse."""
    visitor = Visitor(made_up)
    page = visitor.result()
    [section] = [one for one in page.all("section") if one.get("aria-labelledby") == "sooner"]
    calls = content().tier[tier].calls
    assert bool([link for link in section.iter("a") if link.get("href").startswith("tel:")]) == calls
    signs = visitor.get("/result/sooner").all("main")[0]
    assert bool([link for link in signs.iter("a") if link.get("href").startswith("tel:")]) == calls
