"""Form renderers that others use, each on a page of its own, with our questionnaires in them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Locator, Page, Route

from app.rules.answers import Answers
from tests.fhir.fhir_help import Json, items
from tests.node import node_modules

ORIGIN = "http://forms.test"
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>{name}</title><link rel="icon" href="data:,">
{style}<div id="form"></div><script type="module" src="/{name}.js"></script></html>"""
# Clicks as fast as the form takes it: the next only when the last one shows as chosen.
CLICK = """async (choices) => {
  const until = async (met) => {
    for (let frame = 0; frame < 600; frame++) {
      if (met()) return;
      await new Promise(requestAnimationFrame);
    }
    throw new Error(`not met: ${met}`);
  };
  for (const choice of choices) {
    await until(() => document.querySelector(choice));
    document.querySelector(choice).click();
    await until(() => document.querySelector(choice)?.checked);
  }
}"""

SENDS = """([button, words]) => {
  if (button) document.querySelector(button).click();
  return JSON.stringify(window.answered()).includes(words);
}"""


class Form:
    """A renderer, ready to draw a questionnaire. Made anew for each page; ``show`` draws it without any answer."""

    name: str
    send: str | None = None
    """The button that sends, where the response is not there at any time."""
    keep: str | None = None
    """The button that sends what is not finished, where there is one."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def show(self, questionnaire: Json) -> None:
        """Draw it, in the place of what was there."""
        self._questionnaire = questionnaire
        self.page.evaluate("questionnaire => window.show(questionnaire)", questionnaire)

    def choice(self, answers: Answers, question: str, value: str) -> str:
        """The selector of the radio button or tick of an answer."""
        return f'input[value="{question}.{value}"]'

    def answer(self, answers: Answers) -> None:
        """Click each answer, in the order of the questions."""
        chosen = [self.choice(answers, one, value) for one, values in answers.items() for value in values]
        self.page.evaluate(CLICK, chosen)

    def option(self, question: str, value: str) -> Locator:
        """The radio button or tick, for a click of the mouse."""
        return self.page.locator(self.choice(Answers(), question, value))

    def wait_until_it_sends(self, words: str) -> None:
        """A form takes what is written a moment later. One with a button is asked by that, again and again."""
        self.page.wait_for_function(SENDS, arg=[self.keep or self.send, words])

    def response(self, finished: bool = True) -> Json:
        """What the renderer sends, as JSON would carry it."""
        button = self.send if finished or not self.keep else self.keep
        if button:
            self.page.locator(button).click()
        sent = self.page.wait_for_function("() => JSON.stringify(window.answered())").json_value()
        made: Json = json.loads(sent)
        return made


class Medplum(Form):
    """QuestionnaireForm of @medplum/react."""

    name = "medplum"
    send = "button[type=submit]"

    def choice(self, answers: Answers, question: str, value: str) -> str:
        """It counts the options of an item."""
        item = self._item(question, answers)
        codes = [one["valueCoding"]["code"] for one in item["answerOption"]]
        return f'[id="{item["linkId"]}-option-{codes.index(f"{question}.{value}")}"]'

    def _item(self, question: str, answers: Answers) -> Json:
        found = {item["linkId"]: item for item in items(self._questionnaire)}
        twin = found.get(f"{question}-caregiver")
        return twin if twin and answers.voice == "caregiver" else found[question]


class Refero(Form):
    """@helsenorge/refero."""

    name = "refero"
    send = "[data-testid=refero-submit-button]"
    keep = "[data-testid=refero-pause-button]"


class SmartForms(Form):
    """BaseRenderer of @aehrc/smart-forms-renderer. Its response can be asked for at any time."""

    name = "smart_forms"


RENDERERS: dict[str, type[Form]] = {kind.name: kind for kind in (Medplum, Refero, SmartForms)}


@contextmanager
def opened(browser: Browser, name: str) -> Iterator[Form]:
    """A renderer on a page. It is served from the Node packages, and nothing else can be fetched.

    The test fails that made it ask for anything else, or that made it stumble.
    """
    folder = node_modules().parent
    files = {file.name: file for file in [*(folder / "renderers").iterdir(), *_workers(folder)]}
    failed: list[str] = []

    def serve(route: Route) -> None:
        wanted = route.request.url.removeprefix(ORIGIN).lstrip("/").removeprefix("assets/")
        if not wanted:
            style = f'<link rel="stylesheet" href="/{name}.css">' if f"{name}.css" in files else ""
            route.fulfill(body=PAGE.format(name=name, style=style), content_type="text/html")
        elif wanted in files:
            route.fulfill(path=files[wanted])
        else:
            failed.append(route.request.url)
            route.abort()

    with browser.new_context(viewport={"width": 1000, "height": 1400}) as context:
        context.route("**/*", serve)
        page = context.new_page()
        page.on("pageerror", lambda error: failed.append(str(error)))
        page.goto(ORIGIN)
        yield RENDERERS[name](page)
    assert failed == []


def _workers(folder: Any) -> list[Any]:
    return list((folder / "node_modules" / "@helsenorge" / "refero" / "assets").iterdir())
