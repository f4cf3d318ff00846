"""A visitor without a browser: follows redirects, scrapes the real CSRF token, and lints each page it is given."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import html5lib
import lxml.html
from flask import Flask
from werkzeug.test import TestResponse

from app.rules.load import content
from app.visit import current as visit

SERVICE = "ALS back pain check"
Answers = dict[str, str | list[str]]
MARK = re.compile(r"[?&]of=[0-9a-f]{12}$")


# What is another on each visit, in a page that is otherwise the same: the token of its forms, and the visit's mark.
OF_THIS_VISIT = re.compile(r'(name="(?:csrf_token|of)"[^>]* value="|[?&;]of=)[^"&]*')
LINE_END_THAT_DOES_NOT_COUNT = re.compile(r"(<(?:textarea|pre)\b[^>]*>)\r?\n")
FIRST_POST_TOKEN = re.compile(r'<form[^>]* method="post".*?name="csrf_token"[^>]* value="([^"]*)"', re.DOTALL)


class Page:
    """One HTML page, parsed when somebody looks inside. ``problems`` is empty when it keeps what each page promises."""

    def __init__(self, response: TestResponse) -> None:
        self.status = response.status_code
        self.headers = response.headers
        self.path = response.request.path
        self.html = response.get_data(as_text=True)

    @cached_property
    def tree(self):
        """Read by lxml, in a twentieth of the time that html5lib takes: test_visitor.py has it that they agree."""
        read = LINE_END_THAT_DOES_NOT_COUNT.sub(r"\1", self.html)
        return lxml.html.document_fromstring(read, parser=lxml.html.HTMLParser(remove_comments=True))

    def all(self, tag: str) -> list:
        """Every element of a kind, in the order of the page."""
        return list(self.tree.iter(tag))

    def text_of(self, element) -> str:
        return words_of(element)

    @property
    def h1(self) -> str:
        return self.text_of(self.all("h1")[0])

    @property
    def title(self) -> str:
        return self.text_of(self.all("title")[0])

    @property
    def text(self) -> str:
        """The words of the page's main part."""
        return self.text_of(self.all("main")[0])

    @property
    def tier(self) -> str | None:
        return self.all("main")[0].get("data-tier")

    @property
    def form(self):
        """The first POST form: on a question page, the question's own."""
        return next(form for form in self.all("form") if form.get("method") == "post")

    @property
    def token(self) -> str:
        """That of the first POST form. Not from the tree, which most pages of a walk need not be parsed into."""
        found = FIRST_POST_TOKEN.search(self.html)
        assert found, f"no form with a token on {self.path}"
        return html.unescape(found[1])

    @property
    def hidden(self) -> dict[str, str]:
        """What the first POST form sends besides what is pressed."""
        found = [one for one in self.form.iter("input") if one.get("type") == "hidden"]
        return {one.get("name"): one.get("value") for one in found}

    @property
    def links(self) -> list[str]:
        return [link.get("href") for link in self.all("a")]

    @property
    def unmarked(self) -> list[str]:
        """The links, without the mark of the visit that each way out carries."""
        return [MARK.sub("", link) for link in self.links]

    def link(self, words: str) -> str:
        """Where the one link of this name leads. Raises ValueError when there is none, or more than one."""
        [address] = [link.get("href") for link in self.all("a") if self.text_of(link) == words]
        return str(address)

    @property
    def next_link(self) -> str:
        return next(link.get("href") for link in self.all("a") if "data-next" in link.attrib)

    def controls(self, name: str) -> list[tuple[str, str, bool]]:
        """The buttons, ticks and radios of a field in its form: kind, value, and whether it shows as chosen."""
        found = []
        for element in self.form.iter():
            if element.get("name") == name:
                chosen = "checked" in element.attrib or element.get("aria-current") == "true"
                found.append((element.get("type", "submit"), element.get("value"), chosen))
        return found

    def chosen(self, name: str) -> list[str]:
        return [value for _, value, chosen in self.controls(name) if chosen]

    def problems(self) -> tuple[str, ...]:
        """What breaks a promise of each page: see the house rules on HTML."""
        return problems_of(OF_THIS_VISIT.sub(r"\1-", self.html))


@lru_cache(maxsize=2048)
def problems_of(page: str) -> tuple[str, ...]:
    """The same, of a page without what differs from visit to visit: looked for once, however many are shown it."""
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    tree = parser.parse(page)
    return (*(f"{code} at {place}" for place, code, _ in parser.errors), *_broken_promises(tree, page))


def _broken_promises(tree, page: str) -> Iterator[str]:
    headings, [title] = _words(tree, "h1"), _words(tree, "title")
    if len(headings) != 1:
        yield f"{len(headings)} h1"
    elif title.removeprefix("Error: ") != f"{headings[0]} - {SERVICE}":
        yield f"title {title!r} is not h1 {headings[0]!r} and the service name"
    yield from (f"id {id!r} stands {count} times" for id, count in _twice(one.get("id") for one in tree.iter()))
    yield from (f"link name {name!r} stands {count} times" for name, count in _twice(_words(tree, "a")))
    yield from ("inline style" for _ in tree.iter("style"))
    yield from ("inline script" for script in tree.iter("script") if not script.get("src"))
    attributes = [str(name) for one in tree.iter() for name in one.attrib]
    yield from (f"attribute {name}" for name in attributes if name == "style" or name.startswith("on"))
    if not next(tree.iter("html")).get("lang"):
        yield "no lang"
    if re.search(r"\{[a-z_]+\}|\{\{|TODO", page):
        yield "a placeholder was not filled"


def _words(tree, tag: str) -> list[str]:
    return [words_of(element) for element in tree.iter(tag)]


def _twice(names: Iterable[str | None]) -> list[tuple[str, int]]:
    return [(name, count) for name, count in Counter(names).items() if name is not None and count > 1]


def words_of(element) -> str:
    """The words in an element, with single spaces between them."""
    return " ".join("".join(element.itertext()).split())


def cookie_name(app: Flask, base: str = "http://localhost") -> str:
    """What the app calls its cookie for a browser at this address."""
    with app.test_request_context(base_url=base) as opened:
        return str(app.session_interface.names(opened.request)[0])


@dataclass
class Visitor:
    """Walks the app as a browser without script would."""

    app: Flask
    seen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()
        self.token: str | None = None

    @property
    def cookie(self) -> str | None:
        """The visit as this browser keeps it, sealed."""
        found = self.client.get_cookie(cookie_name(self.app))
        return found and found.value

    @cookie.setter
    def cookie(self, sealed: str) -> None:
        self.client.set_cookie(cookie_name(self.app), sealed)

    def get(self, path: str) -> Page:
        """Fetch a page, following redirects, and lint it."""
        return self._page(self.client.get(path, follow_redirects=True))

    def post(self, path: str, data: Answers, token: str | None = None) -> Page:
        """Send a form with the token of the visit (or the one given), following redirects."""
        if token is None:
            token = self.token = self.token or self.get(path).token
        return self._page(self.client.post(path, data={**data, "csrf_token": token}, follow_redirects=True))

    def answer(self, question: str, *values: str) -> Page:
        """Answer one question."""
        return self.post(f"/check/{question}", {question: list(values)})

    def walk(self, changes: Answers | None = None, stop_before: str | None = None) -> Page:
        """Answer in the contract's order: the calmest answer, but for the changes. Returns the last page.

        A new visitor has answered all but the last already: their cookie is sealed as each answer would have sealed it.
        """
        said = list(_walked(changes, stop_before))
        if self._is_new() and len(said) > 1:
            self.cookie = sealed(self.app, dict(said[:-1]))
            return self.answer(said[-1][0], *said[-1][1])
        return self.walk_step_by_step(changes, stop_before)

    def walk_step_by_step(self, changes: Answers | None = None, stop_before: str | None = None) -> Page:
        """The same, with every answer sent."""
        page = self.get("/check/respondent")
        for question, values in _walked(changes, stop_before):
            page = self.answer(question, *values)
        return page

    def result(self, changes: Answers | None = None, stop_before: str | None = None) -> Page:
        """Walk, then look at the result."""
        if self._is_new():
            self.cookie = sealed(self.app, dict(_walked(changes, stop_before)))
        else:
            self.walk_step_by_step(changes, stop_before)
        return self.get("/result")

    def _is_new(self) -> bool:
        """Whether nobody was here yet, and nothing counts the steps: a shared computer does."""
        return self.cookie is None and not self.app.config["SITE"].kiosk

    def _page(self, response: TestResponse) -> Page:
        page = Page(response)
        assert not page.problems(), (page.path, page.problems())
        self.seen.append(page.path)
        return page


def sealed(app: Flask, given: Mapping[str, Sequence[str]], **chosen: str) -> str:
    """The cookie of somebody who gave these answers and chose these settings, made by the app itself."""
    with app.test_request_context() as opened:
        for question, values in given.items():
            visit.record(content().question[question], tuple(values))
        for name, value in chosen.items():
            visit.choose(name, value)
        response = app.response_class()
        app.session_interface.save_session(app, opened.session, response)
        return response.headers["Set-Cookie"].partition("=")[2].partition(";")[0]


def _walked(changes: Answers | None, stop_before: str | None) -> Iterator[tuple[str, list[str]]]:
    """Each question of a walk and what is said to it."""
    for question in content().questions:
        if question.id == stop_before:
            return
        said = (changes or {}).get(question.id, calm(question.id))
        yield question.id, [said] if isinstance(said, str) else said


def calm(question_id: str) -> str:
    """The calmest answer; where none is marked, the first."""
    question = content().question[question_id]
    return next((option.value for option in question.option if option.calmest), question.option[0].value)
