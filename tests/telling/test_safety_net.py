"""The safety net is decided in one place, and every page and output draws it; no sentence is typed at two places."""

from collections import Counter
from pathlib import Path

import pytest
from flask import Flask

from app.rules.load import content
from app.telling.safety_net import at_the_foot, below_a_result, good_to_know, safety_net
from app.words.speaker import Speaker, speaker_for
from tests.browser.scenes import TO_TIER
from tests.telling.summary_help import sheets, squeezed
from tests.visitor import Visitor
from tests.words.texts import typed

PROJECT = Path(__file__).parents[2]
DECIDED = ("limits", "always", "foot")
LEAST_WORDS = 4  # a sentence of fewer is a label


@pytest.fixture(params=["patient", "caregiver"])
def speaker(request, app: Flask) -> Speaker:
    with app.test_request_context():
        yield speaker_for(request.param, app.config["SITE"])


def test_every_output_says_all_of_it(app: Flask, speaker: Speaker) -> None:
    visitor = Visitor(app)
    visitor.result({"respondent": speaker.voice})
    get = visitor.client.get
    outputs = {
        "print": visitor.get("/summary").text,
        "text": get("/summary.txt").get_data(as_text=True),
        "PDF": "".join(sheets(get("/summary.pdf").data)),
        "FHIR": get("/summary.json").get_data(as_text=True),
    }
    net = safety_net(content(), speaker)
    assert len(net) == len(content().advice_in("limits")) + len(content().advice_in("always")) > 1
    for name, said in outputs.items():
        assert [line for line in net if squeezed(line) not in squeezed(said)] == [], name


def test_the_danger_signs_end_with_all_of_it(app: Flask, speaker: Speaker) -> None:
    visitor = Visitor(app)
    visitor.result({"respondent": speaker.voice})
    lines = good_to_know(content(), speaker)
    assert lines[-len(safety_net(content(), speaker)) :] == safety_net(content(), speaker)
    for path in ("/result/sooner", "/help-now"):
        page = visitor.get(path)
        ends = [[words.strip() for words in one.itertext() if words.strip()] for one in page.all("ul")]
        assert list(lines) in ends, path


@pytest.mark.parametrize("tier", TO_TIER)
def test_a_result_says_the_limits_and_its_foot_the_rest(app: Flask, tier: str, speaker: Speaker) -> None:
    changes = {question: values[0] if len(values) == 1 else list(values) for question, values in TO_TIER[tier].items()}
    page = Visitor(app).result({**changes, "respondent": speaker.voice})
    limits, unchecked = below_a_result(content(), speaker)
    [end] = [page.text_of(one) for one in page.all("p") if one.get("class") == "end"]
    assert end.startswith(f"{limits} {unchecked}")
    [foot] = page.all("footer")
    assert page.text_of(foot.findall("p")[-1]) == at_the_foot(content())


def test_the_foot_says_it_on_every_page(visitor: Visitor) -> None:
    visitor.walk({})
    with visitor.app.test_request_context():
        said = at_the_foot(content())
    for path in ("/", "/help-now", "/check/breathing", "/settings", "/clinic", "/summary", "/no-such-page"):
        page = visitor.get(path)
        assert page.text_of(page.all("footer")[0]).endswith(said), path


def test_no_template_chooses_from_it() -> None:
    """Which lines of these two groups stand where is decided in app/telling."""
    found = {
        path.name: sum(path.read_text(encoding="utf-8").count(f'advice_in("{group}")') for group in DECIDED)
        for path in (PROJECT / "app/templates").rglob("*.html")
    }
    assert sum(found.values()) == 0, found


def test_no_sentence_of_the_app_is_typed_twice() -> None:
    found = Counter(typed())
    assert found.total() > 500
    again = [words for words, times in found.items() if times > 1 and words.endswith((".", "!", '."'))]
    assert [words for words in again if len(words.split()) >= LEAST_WORDS] == []
