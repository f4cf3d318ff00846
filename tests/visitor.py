"""A visitor without a browser: follows redirects, scrapes the real CSRF token, and lints each page it is given."""

import re
from collections import Counter
from dataclasses import dataclass, field

import html5lib
from flask import Flask
from werkzeug.test import TestResponse

from app.rules.load import content

NAMESPACE = "{http://www.w3.org/1999/xhtml}"
SERVICE = "ALS back pain check"
Answers = dict[str, str | list[str]]
MARK = re.compile(r"[?&]of=[0-9a-f]{12}$")


class Page:
    """One HTML page, parsed; ``problems`` is empty when it keeps every promise that each page makes."""

    def __init__(self, response: TestResponse) -> None:
        self.status = response.status_code
        self.headers = response.headers
        self.path = response.request.path
        self.html = response.get_data(as_text=True)
        parser = html5lib.HTMLParser(strict=False)
        self.tree = parser.parse(self.html)
        self.parse_errors = [f"{code} at {place}" for place, code, _ in parser.errors]

    def all(self, tag: str) -> list:
        """Every element of a kind, in the order of the page."""
        return list(self.tree.iter(NAMESPACE + tag))

    def text_of(self, element) -> str:
        return " ".join("".join(element.itertext()).split())

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
        hidden = [one for one in self.form.iter(NAMESPACE + "input") if one.get("name") == "csrf_token"]
        return hidden[0].get("value")

    @property
    def hidden(self) -> dict[str, str]:
        """What the first POST form sends besides what is pressed."""
        found = [one for one in self.form.iter(NAMESPACE + "input") if one.get("type") == "hidden"]
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

    def problems(self) -> list[str]:
        """What breaks a promise of each page: see the house rules on HTML."""
        found = list(self.parse_errors)
        if len(self.all("h1")) != 1:
            found.append(f"{len(self.all('h1'))} h1")
        elif self.title.removeprefix("Error: ") != f"{self.h1} - {SERVICE}":
            found.append(f"title {self.title!r} is not h1 {self.h1!r} and the service name")
        ids = Counter(element.get("id") for element in self.tree.iter() if element.get("id"))
        found += [f"id {id!r} stands {count} times" for id, count in ids.items() if count > 1]
        found += [f"inline {tag}" for tag in ("style",) if self.all(tag)]
        found += ["inline script" for script in self.all("script") if not script.get("src")]
        found += [f"attribute {name}" for name in self._attributes() if name == "style" or name.startswith("on")]
        names = Counter(self.text_of(link) for link in self.all("a"))
        found += [f"link name {name!r} stands {count} times" for name, count in names.items() if count > 1]
        if not self.all("html")[0].get("lang"):
            found.append("no lang")
        if re.search(r"\{[a-z_]+\}|\{\{|TODO", self.html):
            found.append("a placeholder was not filled")
        return found

    def _attributes(self) -> list[str]:
        return [str(name) for element in self.tree.iter() for name in element.attrib]


def cookie_name(app: Flask, base: str = "http://localhost") -> str:
    """What the app calls its cookie for a browser at this address."""
    with app.test_request_context(base_url=base):
        return str(app.session_interface.names()[0])


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
        """Answer in the contract's order: the calmest answer, but for the changes. Returns the last page."""
        page = self.get("/check/respondent")
        for question in content().questions:
            if question.id == stop_before:
                break
            page = self.answer(question.id, *_values(calm(question.id), (changes or {}).get(question.id)))
        return page

    def result(self, changes: Answers | None = None, stop_before: str | None = None) -> Page:
        """Walk, then look at the result."""
        self.walk(changes, stop_before)
        return self.get("/result")

    def _page(self, response: TestResponse) -> Page:
        page = Page(response)
        assert not page.problems(), (page.path, page.problems())
        self.seen.append(page.path)
        return page


def _values(usual: str, changed: str | list[str] | None) -> list[str]:
    if changed is None:
        return [usual]
    return [changed] if isinstance(changed, str) else changed


def calm(question_id: str) -> str:
    """The calmest answer; where none is marked, the first."""
    question = content().question[question_id]
    return next((option.value for option in question.option if option.calmest), question.option[0].value)
