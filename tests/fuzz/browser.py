"""What a fuzzer needs of a browser: tabs over one cookie jar, the links and forms of a page, and Back."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

Fields = list[tuple[str, str]]


@dataclass
class Form:
    """A form as it is sent: where to, what always goes with it, what may, and its buttons."""

    action: str
    post: bool
    hidden: Fields = field(default_factory=list)
    choices: Fields = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    buttons: Fields = field(default_factory=list)


class Reader(HTMLParser):
    """The links and forms of a page, much faster than a whole parser: our own pages are well made."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.tier: str | None = None
        self._in_form = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag in ("a", "link") and found.get("href", "").startswith("/"):
            self.links.append(found["href"].partition("#")[0])
        elif tag == "img":
            self.links.append(found["src"])
        elif tag == "main":
            self.tier = found.get("data-tier")
        elif tag == "form":
            self._in_form = True
            self.forms.append(Form(found.get("action", ""), found.get("method") == "post"))
        elif self._in_form and self.forms:
            self._field(tag, found)

    def handle_endtag(self, tag: str) -> None:
        self._in_form = self._in_form and tag != "form"

    def _field(self, tag: str, found: dict[str, str]) -> None:
        form, named = self.forms[-1], (found.get("name", ""), found.get("value", ""))
        match tag, found.get("type", ""):
            case "input", "hidden":
                form.hidden.append(named)
            case "input", "checkbox" | "radio":
                form.choices.append(named)
            case ("input", _) | ("textarea", _):
                form.words.append(named[0])
            case "button", _:
                form.buttons.append(named)


@dataclass
class Shown:
    """A page in a tab: where it is, what it leads to, and the visit that it was drawn for."""

    path: str
    reader: Reader
    visit: str | None


@dataclass
class Tab:
    """A tab and its history; the last page is the one that is seen."""

    pages: list[Shown] = field(default_factory=list)
    sent: tuple[str, Any, str | None] | None = None

    @property
    def page(self) -> Shown | None:
        return self.pages[-1] if self.pages else None
