"""A17: Read aloud, with a voice that the test holds: what it is given to say, how fast, and when it is told to stop."""

import gzip
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.rules.load import content
from tests.browser.scenes import CALM, SCENES, everyone, tour, until
from tests.browser.server import Served
from tests.visit.settings_cookies import for_browser

pytestmark = pytest.mark.browser

SCRIPT = Path("app/static/read_aloud.js")
# Stands in place of the browser's speech. Chromium's own takes no voice but a real one.
STAND_IN = """(voices) => {
  const speech = new EventTarget();
  const said = [];
  Object.assign(speech, {
    voices,
    getVoices: () => speech.voices,
    speak: (line) => said.push(line),
    cancel: () => sessionStorage.setItem('cancelled', Number(sessionStorage.getItem('cancelled')) + 1),
  });
  window.test = { said, end: () => said.at(-1).onend() };
  Object.defineProperty(window, 'speechSynthesis', { value: speech });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } };
}"""
HERE = {"name": "here", "lang": "en-GB", "localService": True, "default": False}
UNDERSCORED = {**HERE, "name": "old phone", "lang": "en_US"}
FAR = {**HERE, "name": "far", "localService": False, "default": True}
FINNISH = {**HERE, "name": "Finnish", "lang": "fi-FI"}
# The button says whether a line is to come; what it says changes before the call returns.
END_EACH_LINE = """(most) => {
  for (let left = most; left && document.querySelector('button.read').dataset.reading === 'true'; left--) test.end();
}"""
SAID = "test.said.map(({text, rate, lang, voice}) => ({text, rate, lang, voice: voice.name}))"


def with_voices(context: BrowserContext, *voices: dict[str, Any]) -> Page:
    """A page of a browser that has these voices."""
    page = context.new_page()
    page.add_init_script(f"({STAND_IN})({list(voices)!r})".replace("True", "true").replace("False", "false"))
    return page


def read_all(page: Page, most: int = 400) -> list[str]:
    """Press, let each line end, and give back what was said."""
    button = page.get_by_role("button", name="Read aloud")
    button.click()
    page.evaluate(END_EACH_LINE, most)
    expect(button).to_have_count(1)  # it is done, and can be pressed anew
    return [line["text"] for line in page.evaluate(SAID)]


@pytest.mark.parametrize("voices", [[], [FAR], [FINNISH], [FAR, FINNISH]], ids=["none", "far", "foreign", "neither"])
def test_it_is_not_there_without_a_voice_of_the_device_in_the_language(
    context: BrowserContext, served: Served, voices: list
) -> None:
    page = with_voices(context, *voices)
    page.goto(served.base)
    assert not page.get_by_text("Read aloud").count()


def test_it_is_not_there_without_speech(context: BrowserContext, served: Served) -> None:
    page = context.new_page()
    page.add_init_script("Object.defineProperty(window, 'speechSynthesis', { value: undefined })")
    page.goto(served.base)
    assert not page.get_by_text("Read aloud").count()


def test_it_is_not_there_without_script(open_context: Any, served: Served) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto(served.base)
    assert not page.get_by_text("Read aloud").count()


def test_it_comes_when_the_voices_come(context: BrowserContext, served: Served) -> None:
    page = with_voices(context)
    page.goto(served.base)
    page.evaluate("(voice) => speechSynthesis.voices = [voice]", HERE)
    page.evaluate("speechSynthesis.dispatchEvent(new Event('voiceschanged'))")
    page.evaluate("speechSynthesis.dispatchEvent(new Event('voiceschanged'))")
    expect(page.get_by_role("button", name="Read aloud")).to_have_count(1)


@pytest.mark.parametrize("voice", [HERE, UNDERSCORED], ids=lambda voice: voice["lang"])
def test_only_a_voice_of_the_device_reads(context: BrowserContext, served: Served, voice: dict) -> None:
    page = with_voices(context, FAR, FINNISH, voice)
    page.goto(served.base)
    read_all(page)
    assert {line["voice"] for line in page.evaluate(SAID)} == {voice["name"]}
    assert {line["lang"] for line in page.evaluate(SAID)} == {voice["lang"]}


@pytest.mark.parametrize("display", ["big", "classic"])
@pytest.mark.parametrize("question", ["fall", "awake"])
def test_a_question_is_read_with_its_hint_and_answers_and_nothing_else(
    context: BrowserContext, served: Served, question: str, display: str
) -> None:
    page = with_voices(context, HERE)
    context.add_cookies(served.cookie(until(question, CALM), display))
    page.goto(f"{served.base}/check/{question}")
    asked = content().question[question]
    options = [option.words("patient") for option in asked.options_for("patient")]
    said = read_all(page)
    assert said[0] == asked.ask.patient
    if asked.hint:
        assert said[1] == asked.hint.patient
    ours = {"Continue", "Tick all that fit.", "Or one of these:"}
    assert sorted(line for line in said[1:] if line not in ours) == sorted(
        [*options, *([asked.hint.patient] if asked.hint else [])]
    )


def test_in_an_emergency_the_number_is_read_before_the_question(context: BrowserContext, served: Served) -> None:
    page = with_voices(context, HERE)
    context.add_cookies(served.cookie(until("risk", everyone("patient", breathing=("much_worse",)))))
    page.goto(f"{served.base}/check/risk")
    said = read_all(page)
    assert "Call 911" in " ".join(said[:3])
    assert said.index(content().question["risk"].ask.patient) > 1


def test_a_result_is_read_whole_but_not_what_is_folded_away(context: BrowserContext, served: Served) -> None:
    page = with_voices(context, HERE)
    context.add_cookies(served.cookie(everyone("patient")))
    page.goto(f"{served.base}/result")
    said = read_all(page)
    shown = page.locator("main").inner_text().split("\n")
    assert said == [line for line in shown if line.strip() and line != "Read aloud"]
    assert page.locator("h1").inner_text() in said


def test_nothing_is_said_until_it_is_pressed(context: BrowserContext, served: Served) -> None:
    page = with_voices(context, HERE)
    page.goto(served.base)
    page.keyboard.press("Tab")
    page.mouse.wheel(0, 200)
    assert page.evaluate(SAID) == []


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_same_button_stops_it_and_starts_it_anew(context: BrowserContext, served: Served, key: str) -> None:
    page = with_voices(context, HERE)
    page.goto(served.base)
    page.get_by_role("button", name="Read aloud").focus()
    page.keyboard.press(key)
    expect(page.get_by_role("button", name="Stop reading")).to_be_focused()
    assert len(page.evaluate(SAID)) == 1
    page.keyboard.press(key)
    expect(page.get_by_role("button", name="Read aloud")).to_be_focused()
    page.evaluate("test.end()")  # the browser says late that the line it dropped has ended
    assert len(page.evaluate(SAID)) == 1, "and nothing more is said"
    page.keyboard.press(key)
    first, second = page.evaluate(SAID)
    assert first == second


def test_a_voice_that_fails_goes_on_with_the_next_line(context: BrowserContext, served: Served) -> None:
    page = with_voices(context, HERE)
    page.goto(served.base)
    page.get_by_role("button", name="Read aloud").click()
    page.evaluate("test.said.at(-1).onerror()")
    assert len(page.evaluate(SAID)) == 2


def test_it_stops_when_the_page_is_left(context: BrowserContext, served: Served) -> None:
    page = with_voices(context, HERE)
    page.goto(served.base)
    page.get_by_role("button", name="Read aloud").click()
    before = page.evaluate("Number(sessionStorage.getItem('cancelled'))")
    page.get_by_role("link", name="Start the check").click()
    page.wait_for_url("**/check/respondent")
    assert page.evaluate("Number(sessionStorage.getItem('cancelled'))") == before + 1
    assert page.evaluate(SAID) == []


@pytest.mark.parametrize("rate", ["0.6", "1", "1.3"])
def test_the_speed_is_the_setting(context: BrowserContext, served: Served, rate: str) -> None:
    page = with_voices(context, HERE)
    context.add_cookies(for_browser(served.app, served.base, until("fall", CALM), rate=rate))
    page.goto(f"{served.base}/check/fall")
    page.get_by_role("button", name="Read aloud").click()
    assert [float(line["rate"]) for line in page.evaluate(SAID)] == [float(rate)]


@pytest.mark.parametrize("width", [320, 1280])
def test_on_a_question_it_stands_after_the_answers_and_moves_none(
    open_context: Any, served: Served, width: int
) -> None:
    context = open_context(viewport={"width": width, "height": 800})
    context.add_cookies(served.cookie(until("fall", CALM)))
    page = with_voices(context)
    page.goto(f"{served.base}/check/fall")
    places = "[...document.querySelectorAll('.answer')].map((e) => e.getBoundingClientRect().y)"
    before = page.evaluate(places)
    page.evaluate("(voice) => speechSynthesis.voices = [voice]", HERE)
    page.evaluate("speechSynthesis.dispatchEvent(new Event('voiceschanged'))")
    assert page.evaluate(places) == before
    button = page.get_by_role("button", name="Read aloud")
    assert button.evaluate(
        "(e) => [...document.querySelectorAll('.answer')]"
        ".every((a) => a.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING)"
    )
    box = button.bounding_box()
    assert box and min(box["width"], box["height"]) >= 44


# One scene of each page is enough: where the button stands depends on the template alone.
PAGES = tuple({scene.path: scene for scene in SCENES if scene.act is None and scene.status == 200}.values())


def test_every_page_has_it_once_and_after_its_heading(context: BrowserContext, sites: dict[str, Served]) -> None:
    page = with_voices(context, HERE)
    for scene in tour(page, sites, (scene for scene in PAGES if "/check/" not in scene.path)):
        button = page.get_by_role("button", name="Read aloud")
        assert button.count() == 1, scene.path
        assert button.evaluate(
            "(e) => Boolean(document.querySelector('h1').compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING)"
        ), scene.path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), scene.path
        assert page.locator("h1").inner_text() in read_all(page), scene.path


def test_it_is_small_and_leaves_no_globals(context: BrowserContext, served: Served) -> None:
    assert len(gzip.compress(SCRIPT.read_bytes())) < 3000
    page = with_voices(context, HERE)
    page.goto(served.base)
    ours = page.evaluate("Object.keys(window)")
    page.goto(f"{served.base}/healthz")
    assert set(ours) - set(page.evaluate("Object.keys(window)")) == set()


TRANSLATED = """([language, label]) => {
  document.documentElement.lang = language;
  document.querySelector('button.read')?.replaceChildren(
    Object.assign(document.createElement('font'), { textContent: label }));
}"""


def test_it_can_be_stopped_after_a_browser_translated_the_page(context: BrowserContext, served: Served) -> None:
    page = with_voices(context, HERE)
    page.goto(served.base)
    page.get_by_role("button", name="Read aloud").click()
    page.evaluate(TRANSLATED, ["en", "Dejar de leer"])
    page.get_by_role("button", name="Dejar de leer").click()
    assert len(page.evaluate(SAID)) == 1, "it did not begin anew"
    page.get_by_role("button", name="Read aloud").click()
    page.evaluate("test.end()")
    assert len(page.evaluate(SAID)) == 3


def test_it_speaks_the_language_that_the_page_is_in_now(context: BrowserContext, served: Served) -> None:
    page = with_voices(context, HERE, FINNISH)
    page.goto(served.base)
    page.get_by_role("button", name="Read aloud").click()
    page.evaluate(TRANSLATED, ["fi", "Lue"])
    page.wait_for_function("document.querySelector('button.read').dataset.reading === 'false'")
    page.evaluate("test.end()")
    assert len(page.evaluate(SAID)) == 1, "what was being read was in the language before"
    page.locator("button.read").click()
    assert page.evaluate(SAID)[-1]["voice"] == "Finnish"


def test_it_goes_where_no_voice_speaks_the_new_language_and_comes_back(context: BrowserContext, served: Served) -> None:
    page = with_voices(context, HERE)
    page.goto(served.base)
    page.evaluate(TRANSLATED, ["fi", "Lue"])
    expect(page.locator("button.read")).to_have_count(0)
    page.evaluate(TRANSLATED, ["en-US", ""])
    expect(page.locator("button.read")).to_have_count(1)
