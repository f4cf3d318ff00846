"""Every page in every state that a person can meet, each reached in one step.

A new page needs a line here: test_scenes.py fails until it has one, and then all rows of the accessibility
table hold it too.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

from app.rules.load import content
from app.rules.shape import Voice
from tests.browser.engines import CHROMIUM, Engine
from tests.browser.server import BROKEN, Given, Served
from tests.clinic.codes import THEN, changed, code_of
from tests.visitor import calm

Act = Callable[[Page], None]


@dataclass(frozen=True)
class Scene:
    """A page, and what it takes to see it: the answers given before, the display, perhaps something done on it."""

    name: str
    path: str
    given: Given = field(default_factory=dict, hash=False)
    display: str = "big"
    site: str = "plain"
    act: Act | None = None
    status: int = 200

    def cookies(self, sites: Mapping[str, Served]) -> list[Any]:
        """What the browser of this person holds."""
        return sites[self.site].cookie(self.given, self.display if self.display != "big" else None)

    def open(self, page: Page, sites: Mapping[str, Served]) -> None:
        """Show this page, as somebody sees it who comes to it with these answers."""
        page.context.clear_cookies()
        if cookies := self.cookies(sites):
            page.context.add_cookies(cookies)
        page.goto(sites[self.site].base + self.path)
        if self.act:
            with page.expect_navigation():
                self.act(page)


CALM: Given = {question.id: (calm(question.id),) for question in content().questions}
CARED_FOR: Given = {**CALM, "respondent": ("caregiver",)}
TO_TIER: Mapping[str, Given] = {
    "self_care": {},
    "routine": {"severity": ("moderate",), "duration": ("over_6_weeks",)},
    "soon": {"pattern": ("night", "cough"), "location": ("upper", "lower"), "usual": ("cramps", "slouch", "weak_neck")},
    "same_day": {"breathing": ("a_bit_worse",), "weight": ("yes_new",), "risk": ("age_65", "breathing_support")},
    "emergency_now": {"breathing": ("much_worse",), "fall": ("fall_with_danger_signs",), "risk": ("age_65",)},
}
# Each kind of question once: where a test that is slow looks, after the quick ones looked everywhere.
KINDS = ("respondent", "breathing", "awake", "location", "skin", "risk")


def everyone(voice: Voice, **changes: tuple[str, ...]) -> Given:
    """All questions answered calmly in this voice, but for the changes."""
    return {**(CALM if voice == "patient" else CARED_FOR), **changes}


def until(question_id: str, given: Given) -> Given:
    """The answers before this question: what a person has given who comes to it for the first time."""
    return dict(list(given.items())[: list(given).index(question_id)])


def _questions(display: str, voice: Voice) -> Iterator[Scene]:
    given = everyone(voice)
    for question in content().questions:
        before = until(question.id, given)
        if question.id == "respondent" and voice == "caregiver":
            before = {"respondent": ("caregiver",)}  # who answers is known only after the first answer
        yield Scene(f"{question.id}, {display}, {voice}", f"/check/{question.id}", before, display)


def _answered(voice: Voice) -> Iterator[Scene]:
    """Questions met again, with the answer shown; and in an emergency, with the number above the question."""
    full, urgent = everyone(voice), everyone(voice, **TO_TIER["emergency_now"])
    for display in ("big", "classic"):
        yield Scene(f"skin again, {display}, {voice}", "/check/skin", full, display)
        yield Scene(f"risk again, in an emergency, {display}, {voice}", "/check/risk", urgent, display)
    yield Scene(f"location in an emergency, {voice}", "/check/location", until("location", urgent))


def _press(selector: str) -> Act:
    return lambda page: page.locator(selector).first.click()


def _without_cookie(selector: str) -> Act:
    def act(page: Page) -> None:
        page.context.clear_cookies()
        page.locator(selector).first.click()

    return act


def _none_and_more(page: Page) -> None:
    page.get_by_label("None of these").check()
    page.locator("input[type=checkbox]").nth(1).check()
    page.get_by_role("button", name="Continue").click()


def _bad_answers(voice: Voice) -> Iterator[Scene]:
    given = everyone(voice)
    before = {question: until(question, given) for question in ("breathing", "awake", "risk")}
    go = _press("form.answers .go")
    yield Scene(f"nothing ticked, {voice}", "/check/risk", before["risk"], act=go, status=400)
    yield Scene(f"nothing ticked, classic, {voice}", "/check/risk", before["risk"], "classic", act=go, status=400)
    yield Scene(
        f"nothing chosen, classic, {voice}", "/check/breathing", before["breathing"], "classic", act=go, status=400
    )
    yield Scene(f"none and more, {voice}", "/check/awake", before["awake"], "classic", act=_none_and_more, status=400)


def _results(voice: Voice) -> Iterator[Scene]:
    for tier, changes in TO_TIER.items():
        yield Scene(f"result {tier}, {voice}", "/result", everyone(voice, **changes))
    unsure = {question.id: ("not_sure",) for question in content().questions if "not_sure" in question.values}
    yield Scene(f"result, nothing sure, {voice}", "/result", everyone(voice, **unsure))
    yield Scene(f"result, stopped, {voice}", "/result", until("location", everyone(voice)))
    urgent = everyone(voice, **TO_TIER["emergency_now"])
    soon = everyone(voice, **TO_TIER["soon"])
    for name in ("why", "causes", "sooner", "questions", "answers"):
        yield Scene(f"result, {name}, {voice}", f"/result/{name}", soon)
    yield Scene(f"result, why, in an emergency, {voice}", "/result/why", everyone(voice, **TO_TIER["emergency_now"]))
    yield Scene(f"result, answers, stopped, {voice}", "/result/answers", until("location", everyone(voice)))
    yield Scene(f"result, stopped in an emergency, {voice}", "/result", until("location", urgent))
    yield Scene(f"emergency, {voice}", "/emergency", until("awake", urgent))
    yield Scene(f"check answers, {voice}", "/check-answers", everyone(voice, **TO_TIER["soon"]))


def _pages() -> Iterator[Scene]:
    for site in ("plain", "clinic"):
        yield Scene(f"start, {site}", "/", site=site)
        yield Scene(f"help now, {site}", "/help-now", site=site)
        yield Scene(f"about, {site}", "/about", site=site)
    yield Scene("start, classic", "/", display="classic")
    yield Scene("start, half way", "/", until("location", CALM))
    yield Scene("help now, caregiver", "/help-now", until("location", CARED_FOR))
    yield Scene("what ALS is", "/about-als")
    for name in ("why", "tests", "treatment", "prevention", "living"):
        yield Scene(f"read {name}", f"/read/{name}")
    yield Scene("read living, caregiver", "/read/living", until("location", CARED_FOR))
    yield Scene("card for the crew", "/crew")
    yield Scene("card for the crew, in an emergency", "/crew", everyone("caregiver", **TO_TIER["emergency_now"]))
    yield Scene("article", "/article")
    yield Scene("privacy", "/privacy")
    yield Scene("settings", "/settings")
    yield Scene("settings, half way", "/settings", until("location", CARED_FOR), "classic")
    yield Scene("find my speed", "/settings/speed")
    yield Scene("find the speed of a person cared for", "/settings/speed", until("location", CARED_FOR))
    yield Scene("accessibility", "/accessibility")
    yield Scene("proof", "/proof")
    yield Scene("changes", "/changes")
    yield Scene("report", "/report")
    yield Scene("report, with answers", "/report", everyone("caregiver", **TO_TIER["same_day"]))
    yield Scene("clear", "/clear", CALM)
    yield Scene("cleared", "/clear", CALM, act=_press("form.answers button"))
    yield Scene("result same_day, clinic", "/result", everyone("patient", **TO_TIER["same_day"]), site="clinic")
    yield Scene(
        "result emergency_now, clinic", "/result", everyone("caregiver", **TO_TIER["emergency_now"]), site="clinic"
    )


def _of_another_check(answer: str) -> Act:
    def act(page: Page) -> None:
        page.evaluate("document.querySelector('[name=of]').value = 'another'")
        page.locator(f"button[value={answer}]").click()

    return act


def _troubles() -> Iterator[Scene]:
    yield Scene("no such page", "/no-such-page", status=404)
    yield Scene("out of turn", "/check/fever", until("awake", CALM), status=409)
    yield Scene("answers gone", "/result", status=409)
    yield Scene("answer lost", "/check/respondent", act=_without_cookie("form.answers button"), status=400)
    yield Scene("form lost", "/settings", act=_without_cookie("form.answers button"), status=400)
    asked, given = "/check/breathing", until("breathing", CALM)
    yield Scene("answer of another check", asked, given, act=_of_another_check("no"), status=409)
    yield Scene("danger of another check", asked, given, act=_of_another_check("much_worse"), status=409)
    yield Scene("danger lost", asked, given, act=_without_cookie("button[value=much_worse]"), status=409)
    yield Scene("broken", BROKEN, status=500)


def _type(field: str, words: str) -> Act:
    def act(page: Page) -> None:
        page.locator(field).fill(words)
        page.locator(field).press("Enter")

    return act


def _compare(page: Page) -> None:
    then = changed(risk=("age_65", "cancer", "steroids"), usual=("past_back_problem",), fever=("fever",))
    now = changed(risk=("steroids",), usual=("not_sure",), severity=("severe",))
    page.locator("[name=code_then]").fill(code_of(then, THEN))
    page.locator("[name=code_now]").fill(code_of(now))
    page.locator("[name=code_now]").press("Enter")


def _for_staff() -> Iterator[Scene]:
    yield Scene("summary to print", "/summary", everyone("patient", **TO_TIER["same_day"]))
    yield Scene("summary to print, caregiver", "/summary", everyone("caregiver", **TO_TIER["emergency_now"]))
    yield Scene("note", "/note", everyone("caregiver"))
    yield Scene("open a code", "/open")
    yield Scene("open a code, over answers", "/open", CALM)
    yield Scene("open a wrong code", "/open", act=_type("[name=code]", "WRONG-CODE"), status=400)
    yield Scene("desk", "/clinic")
    yield Scene("desk, with answers", "/clinic", everyone("patient", **TO_TIER["soon"]))
    yield Scene("two codes compared", "/clinic", act=_compare)
    yield Scene("form to copy", "/clinic/enter")
    yield Scene("form to copy, with a mistake", "/clinic/enter", act=_press("form button"), status=400)
    boards = "/clinic/enter?from=boards"
    yield Scene("boards to copy", boards)
    yield Scene("boards to copy, with a mistake", boards, act=_type("#board_2", "15"), status=400)


GROUPS: Mapping[str, tuple[Scene, ...]] = {
    "big, patient": tuple(_questions("big", "patient")),
    "big, caregiver": tuple(_questions("big", "caregiver")),
    "classic, patient": tuple(_questions("classic", "patient")),
    "classic, caregiver": tuple(_questions("classic", "caregiver")),
    "results, patient": (*_results("patient"), *_answered("patient"), *_bad_answers("patient")),
    "results, caregiver": (*_results("caregiver"), *_answered("caregiver"), *_bad_answers("caregiver")),
    "pages": tuple(_pages()),
    "troubles": tuple(_troubles()),
    "for staff": tuple(_for_staff()),
}
SCENES = tuple(scene for group in GROUPS.values() for scene in group)
BY_NAME = {scene.name: scene for scene in SCENES}
# Each kind of page once, in the caregiver's words, which are the longer ones. Together they have every element and
# every class there is (test_scenes.py): Firefox looks at these too, and Chromium at their contrast in the dark.
OF_EACH_KIND = tuple(
    BY_NAME[name]
    for name in (
        *(f"{kind}, {display}, caregiver" for kind in KINDS for display in ("big", "classic")),
        "risk again, in an emergency, big, caregiver", "location in an emergency, caregiver",
        "nothing ticked, caregiver", "nothing chosen, classic, caregiver", "emergency, caregiver",
        "result self_care, caregiver", "result routine, caregiver", "result soon, caregiver",
        "result same_day, clinic", "result emergency_now, clinic", "result, stopped, caregiver",
        "result, why, caregiver", "result, causes, caregiver", "result, answers, caregiver", "check answers, caregiver",
        "start, plain", "start, half way", "help now, clinic", "read why", "card for the crew, in an emergency",
        "article", "settings, half way", "find my speed", "proof", "report, with answers", "no such page",
        "answers gone", "danger of another check", "summary to print, caregiver", "note", "desk", "open a wrong code",
        "two codes compared", "form to copy, with a mistake", "boards to copy",
    )
)  # fmt: skip


def seen_by(engine: Engine, scenes: Iterable[Scene]) -> tuple[Scene, ...]:
    """Those of these scenes that this browser looks at."""
    return tuple(scene for scene in scenes if engine == CHROMIUM or scene in OF_EACH_KIND)


def tour(page: Page, sites: Mapping[str, Served], scenes: Iterable[Scene | str]) -> Iterator[Scene]:
    """Open these scenes, or the scenes of these names, one after another in one page."""
    for each in scenes:
        scene = BY_NAME[each] if isinstance(each, str) else each
        scene.open(page, sites)
        yield scene
