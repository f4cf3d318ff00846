"""A person, or two, or a nurse, in any order: two tabs, Back, changed answers, codes, old and spoilt cookies.

What must hold at each step: no fault; nothing is ever stored by a cache; the tier shown is the tier of the answers that
are there; no link of a page gives what another visit than the page's own holds; and no form of it changes that one.
"""

from urllib.parse import urlsplit

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from werkzeug.test import TestResponse

from app.rules.answers import Answers, keep_valid
from app.rules.engine import triage
from app.rules.load import content
from app.rules.path import next_question
from app.rules.shape import Question
from tests.clinic.codes import BAD_CODES, CALM_ANSWERS, HALF_WAY, changed, code_of
from tests.fuzz.browser import Fields, Form, Reader, Shown, Tab
from tests.fuzz.counted import Counted, plain, shared
from tests.visitor import cookie_name

PEOPLE = (CALM_ANSWERS, HALF_WAY, changed(breathing=("much_worse",), respondent=("caregiver",)))
CODES = [code_of(answers) for answers in PEOPLE]
WORDS = st.one_of(
    st.sampled_from([*CODES, *(code for code, _ in BAD_CODES.values())]), st.text(max_size=40), st.just("x" * 5000)
)
TABS = st.integers(0, 1)
SHOWING = ("/summary", "/result", "/clinic", "/crew", "/note")
APPS: list[Counted] = []


def apps() -> list[Counted]:
    """A service for everybody and one on a shared computer, made once."""
    if not APPS:
        APPS.extend((plain(), shared()))
    return APPS


def addresses() -> list[str]:
    """Every address that takes a GET, each question and reading page among them."""
    found = []
    for route in apps()[0].app.url_map.iter_rules():
        if "GET" in (route.methods or ()) and not route.arguments:
            found.append(route.rule)
    questions = [f"/check/{question.id}" for question in content().questions]
    others = ["/check/none", "/read/why", "/read/none", "/fhir/Questionnaire/als-back-pain", "/nowhere"]
    return [*found, *questions, *others]


# Typesetting takes a hundred times as long as any page, and is fuzzed by itself.
SLOW = (".pdf",)
ADDRESSES = sorted(address for address in addresses() if not address.endswith(SLOW))


class Site(RuleBasedStateMachine):
    """One browser at the site."""

    @initialize(which=st.integers(0, 1))
    def begin(self, which: int) -> None:
        self.app = apps()[which].app
        self.client = self.app.test_client()
        self.tabs = [Tab(), Tab()]
        self.kept: list[str] = []
        self.name = cookie_name(self.app)

    @rule(tab=TABS, address=st.sampled_from(ADDRESSES))
    def open(self, tab: int, address: str) -> None:
        self._show(tab, self.client.get(address, follow_redirects=True))

    @rule(tab=TABS, code=st.sampled_from(CODES))
    def open_a_code(self, tab: int, code: str) -> None:
        self._fill_in(tab, "/open", [("code", code)])

    @rule(tab=TABS, answers=st.lists(st.integers(0, 20), min_size=1, max_size=len(content().questions)))
    def go_on_answering(self, tab: int, answers: list[int]) -> None:
        """The quick way through the check, so that its end is reached often."""
        for which in answers:
            upcoming = next_question(content(), self._answers())
            if not upcoming:
                return
            option = upcoming.option[which % len(upcoming.option)]
            self._fill_in(tab, f"/check/{upcoming.id}", [(upcoming.id, option.value)])

    @rule(tab=TABS, question=st.sampled_from(content().questions), which=st.integers(0, 20))
    def change_an_answer(self, tab: int, question: Question, which: int) -> None:
        option = question.option[which % len(question.option)]
        self._fill_in(tab, f"/check/{question.id}", [(question.id, option.value)])

    @rule(tab=TABS, which=st.integers(0, 200))
    def follow(self, tab: int, which: int) -> None:
        links = [link for link in self._seen(tab).reader.links if ".pdf" not in link]
        self._follow(tab, links[which % len(links)])

    @rule(tab=TABS, which=st.integers(0, 20))
    def take_away(self, tab: int, which: int) -> None:
        """A link to what leaves the screen, of whatever page is in the tab."""
        links = [link for link in self._seen(tab).reader.links if "of=" in link and ".pdf" not in link]
        self._follow(tab, links[which % len(links)] if links else "/summary")

    @rule(tab=TABS, page=st.sampled_from(SHOWING), which=st.integers(0, 20),
          code=st.sampled_from(CODES))  # fmt: skip
    def another_comes_in_between(self, tab: int, page: str, which: int, code: str) -> None:
        """Somebody looks at a page, a code is opened in the other tab, and the first takes something away."""
        self.open(tab, page)
        self.open_a_code(1 - tab, code)
        self.take_away(tab, which)

    @rule(tab=TABS, question=st.sampled_from(content().questions), button=st.integers(0, 30),
          code=st.sampled_from(CODES), ticks=st.lists(st.integers(0, 200), max_size=4))  # fmt: skip
    def another_comes_before_the_answer(
        self, tab: int, question: Question, button: int, code: str, ticks: list[int]
    ) -> None:
        """Somebody looks at a question, a code is opened in the other tab, and the first answers."""
        self.open(tab, f"/check/{question.id}")
        self.open_a_code(1 - tab, code)
        self.send(tab, 0, button, ticks, "")

    @rule(tab=TABS, form=st.integers(0, 5), button=st.integers(0, 30), ticks=st.lists(st.integers(0, 200), max_size=4),
          words=WORDS)  # fmt: skip
    def send(self, tab: int, form: int, button: int, ticks: list[int], words: str) -> None:
        page = self._seen(tab)
        if forms := [found for found in page.reader.forms if found.post]:
            chosen = forms[form % len(forms)]
            self._post(tab, chosen.action or page.path, _fields(chosen, button, ticks, words), page.visit)

    @rule(tab=TABS)
    def back(self, tab: int) -> None:
        """A page from before is there again without being asked for, as browsers show it."""
        if len(self.tabs[tab].pages) > 1:
            self.tabs[tab].pages.pop()

    @precondition(lambda self: any(tab.sent for tab in self.tabs))
    @rule(tab=TABS)
    def press_again(self, tab: int) -> None:
        if sent := self.tabs[tab].sent:
            self._post(tab, *sent)

    @rule()
    def keep_cookie(self) -> None:
        if found := self.client.get_cookie(self.name):
            self.kept.append(found.value)

    @precondition(lambda self: self.kept)
    @rule(which=st.integers(0, 50))
    def bring_back_a_cookie(self, which: int) -> None:
        self.client.set_cookie(self.name, self.kept[which % len(self.kept)])

    @precondition(lambda self: self.kept)
    @rule(at=st.integers(0, 3000), letter=st.sampled_from('Aa0-_=%";'))
    def spoil_the_cookie(self, at: int, letter: str) -> None:
        sealed = self.kept[-1]
        at %= len(sealed)
        self.client.set_cookie(self.name, sealed[:at] + letter + sealed[at + 1 :])

    @rule()
    def lose_the_cookie(self) -> None:
        self.client.delete_cookie(self.name)

    def _seen(self, tab: int) -> Shown:
        """What the tab shows; an empty one goes to the start."""
        if not self.tabs[tab].pages:
            self._show(tab, self.client.get("/"))
        return self.tabs[tab].pages[-1]

    def _follow(self, tab: int, link: str) -> None:
        page, here = self._seen(tab), self._visit()
        response = self.client.get(link, follow_redirects=True)
        if "of=" in link and page.visit and page.visit != here:
            assert response.status_code == 409, f"{urlsplit(link).path} of another visit: {response.status_code}"
        self._show(tab, response)

    def _fill_in(self, tab: int, path: str, fields: Fields) -> None:
        """Load a page and send its form."""
        self._show(tab, self.client.get(path, follow_redirects=True))
        forms = [found for found in self._seen(tab).reader.forms if found.action.endswith(path)]
        if forms:
            self._post(tab, path, [*forms[0].hidden, *fields], self._visit())

    def _post(self, tab: int, path: str, fields: Fields, drawn_for: str | None) -> None:
        self.tabs[tab].sent = (path, fields, drawn_for)
        here, before = self._visit(), self._answers()
        data: dict[str, list[str]] = {}
        for name, value in fields:
            data.setdefault(name, []).append(value)
        response = self.client.post(path, data=data, follow_redirects=True)
        if "of" in data and drawn_for != here and before:
            assert response.status_code == 409, f"a form at {path} of another visit: {response.status_code}"
            assert self._answers() == before
        self._show(tab, response)

    def _show(self, tab: int, response: TestResponse) -> None:
        self._holds(response)
        if response.mimetype == "text/html":
            reader = Reader(response.text)
            self._right_tier(response, reader)
            self.tabs[tab].pages.append(Shown(response.request.path, reader, self._visit()))

    def _holds(self, response: TestResponse) -> None:
        for one in (*response.history, response):
            assert one.status_code < 500, f"{one.request.path}: {one.status_code}"
            if not one.request.path.startswith("/static/"):
                assert one.headers["Cache-Control"] == "no-store"
            assert not any(code in one.headers.get("Location", "") for code in CODES)

    def _right_tier(self, response: TestResponse, reader: Reader) -> None:
        if response.request.path == "/result" and response.status_code == 200:
            assert reader.tier == triage(self._answers()).tier.id

    def _answers(self) -> Answers:
        sealed = self._sealed().get("answers", {})
        return keep_valid(content(), {question: words.split() for question, words in sealed.items()})

    def _sealed(self) -> dict:
        with self.client.session_transaction() as session:
            return dict(session)

    def _visit(self) -> str | None:
        return self._sealed().get("id")


def _fields(form: Form, button: int, ticks: list[int], words: str) -> Fields:
    chosen = [form.choices[tick % len(form.choices)] for tick in ticks] if form.choices else []
    pressed = [form.buttons[button % len(form.buttons)]] if form.buttons else []
    typed = [(name, words) for name in form.words]
    return [*form.hidden, *chosen, *typed, *(one for one in pressed if one[0])]
