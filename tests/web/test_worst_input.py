"""The worst that one request can bring costs little beside an ordinary page: no form or header stalls the service."""

import json
import time
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from flask import Flask

from app import create_app
from app.fhir.questionnaire import canonical
from app.rules.codes.boards import boards
from app.rules.load import content
from app.web.gate import LARGEST_REQUEST
from serve import LARGEST_HEADERS
from site_settings import Site
from tests.conftest import TEST_KEY
from tests.visitor import Visitor, cookie_name

# How many ordinary pages the worst input may cost: it is 10 to 20, for a form of a thousand parts. A note of combining
# marks once cost some hundreds.
MOST_PAGES = 40
# A header may cost far less: everybody sends these, with each request.
MOST_PAGES_OF_A_HEADER = 4
ROUNDS = 3
FORM, MULTIPART, JSON, FHIR = (
    "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json", "application/fhir+json",
)  # fmt: skip
# Letters that are dear to put in order, to fold, to match or to compare, each over and over.
DEAR = {
    "marks out of order": "\u0315\u0300",
    "one letter of eighteen": "\ufdfa",
    "a letter made of jamo": "\u1112\u1161\u11ab",
    "letters of two halves": "\U0001f468\u200d",
    "nothing to be seen": "\u200b\u00ad",
    "blanks": " \t",
    "lines": "\r\n",
    "digits": "01",
    "dashes": "-\u2010",
    "a code": "0123456789ABCDEFGHJKMNPQRSTVWXYZ",
    "lines that could be codes": "12G1YFCX0\n",
    "markup": "<&\"'>",
}
FIELDS = {
    "/clear": ["anything"],
    "/check/<question_id>": ["breathing"],
    "/note": ["note", "phrase"],
    "/settings": ["text", "reset"],
    "/display": ["display"],
    "/open": ["code"],
    "/clinic": ["code", "code_then", "code_now"],
    "/clinic/enter": ["risk", "board_1"],
}
Sent = tuple[str, bytes]
END = "\r\n--x"


def filled(start: str, piece: str, end: str = "", most: int = LARGEST_REQUEST) -> bytes:
    """As much of a piece as fits between start and end."""
    room = most - len(start.encode()) - len(end.encode())
    return (start + piece * (room // len(piece.encode())) + end).encode()


def forms(token: str, field: str) -> Iterator[Sent]:
    """Bodies for a page with a form; the token is right, or nothing would be read."""
    head = f"csrf_token={quote(token)}&"
    others = "board_set=1&" if field.startswith("board_") else ""
    part = 'Content-Disposition: form-data; name="{}"\r\n\r\n{}' + END
    for letters in DEAR.values():
        yield FORM, filled(f"{head}{others}{field}=", quote(letters))
        start = f"--x\r\n{part.format('csrf_token', token)}\r\n{part.format(field, '').removesuffix(END)}"
        yield MULTIPART, filled(start, letters, f"{END}--")
    yield FORM, filled(head, f"{field}=a&")
    yield FORM, filled(head, f"{field}=&")
    yield FORM, filled(head, "&")
    yield FORM, filled(head, "%zz")
    yield MULTIPART, filled(f"--x\r\n{part.format('csrf_token', token)}", f"\r\n{part.format(field, '')}", "--")
    yield MULTIPART, filled("--x\r\n", "X: y\r\n")
    every = "&".join(f"{question.id}={value}" for question in content().questions for value in question.values)
    yield FORM, filled(f"{head}{others}", f"{every}&")


RESPONSE = (
    f'{{"resourceType":"QuestionnaireResponse","status":"completed","questionnaire":"{canonical("patient")}","item":['
)


def documents() -> Iterator[Sent]:
    """Bodies for other programs: JSON of answers, and FHIR."""
    most = LARGEST_REQUEST
    for kind, start, end in ((JSON, '{"answers":{"risk":[', "]}}"), (FHIR, RESPONSE, "]}")):
        yield kind, filled("", "[", "", most)
        yield kind, filled("", '{"a":', "", most)
        yield kind, filled(start, "[],", "[]" + end, most)
        yield kind, filled(start, '"age_65",', '"none"' + end, most)
        yield kind, filled(start, "9", end, most)
        for letters in DEAR.values():
            yield kind, filled(start + '"', json.dumps(letters)[1:-1], '"' + end, most)
            yield kind, filled(start + '"', json.dumps(letters, ensure_ascii=False)[1:-1], '"' + end, most)
    yield JSON, ('{"answers":{' + ",".join(f'"{n}":"a"' for n in range(5500)) + "}}").encode()
    yield JSON, ('{"answers":{' + ",".join('"risk":"a"' for n in range(5000)) + "}}").encode()
    yield FHIR, filled(RESPONSE, '{"linkId":"risk"},', '{"linkId":"risk"}]}', most)
    yield FHIR, filled(RESPONSE, '{"linkId":"note","answer":[{"valueString":"a"}]},', "{}]}", most)
    yield FHIR, filled(RESPONSE, '{"item":[', "", most)
    yield FHIR, (RESPONSE + '{"item":[' * 40 + "]}" * 40 + "]}").encode()
    deep = '{"linkId":"part-context","item":['
    yield FHIR, filled(RESPONSE + deep, '{"linkId":"risk","answer":[]},', "{}]}]}", most)
    yield FHIR, filled(RESPONSE + '{"linkId":"risk","answer":[', '{"valueCoding":{"code":"a"}},', "{}]}]}", most)


def post_routes(app: Flask) -> set[str]:
    return {rule.rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}


def test_each_route_that_takes_something_is_tried(app: Flask) -> None:
    assert post_routes(app) == {*FIELDS, "/api/triage"}
    assert max(len(body) for _, body in documents()) > LARGEST_REQUEST - 100
    read = app.test_client().post("/api/triage", data=f'{RESPONSE}{{"linkId":"x"}}]}}', content_type=FHIR)
    assert (read.status_code, "unknown_item" in read.text) == (422, True)  # so those of the documents are read too
    assert f"board_{boards(content())[0].number}" == "board_1"


def cost(act: Callable[[], object], rounds: int = 1) -> float:
    """Seconds of computing, the least of some rounds."""
    spent = []
    for _ in range(rounds):
        begun = time.process_time()
        act()
        spent.append(time.process_time() - begun)
    return min(spent)


def too_dear(visitor: Visitor, tried: Iterator[tuple[str, Callable[[], object]]], most: int) -> list[str]:
    """Which of these cost more than so many ordinary pages of the same moment, and how much."""
    page = cost(lambda: visitor.client.get("/check/breathing"), ROUNDS)
    found = []
    for name, act in tried:
        # Only what seems dear is tried again: something else on the machine may have been.
        pages = next((ratio for _ in range(ROUNDS) if (ratio := cost(act) / page) <= most), cost(act) / page)
        if pages > most:
            found.append(f"{pages:.0f} pages: {name}")
    return found


def sending(visitor: Visitor, path: str, sent: Iterator[Sent]) -> Iterator[tuple[str, Callable[[], object]]]:
    """Each of these as something to do, and how it ends."""
    for kind, body in sent:
        assert len(body) <= LARGEST_REQUEST

        def send(kind: str = kind, body: bytes = body) -> None:
            assert visitor.client.post(path, data=body, content_type=kind).status_code < 500

        yield f"{kind} {body[-80:]!r}", send


@pytest.mark.parametrize("path", FIELDS)
def test_the_worst_form_costs_no_more_than_some_pages(app: Flask, path: str) -> None:
    visitor = Visitor(app)
    visitor.walk(stop_before="awake")
    token = visitor.get("/note").token
    assert token
    for field in FIELDS[path]:
        asked = path.replace("<question_id>", "breathing") + ("?from=boards" if field.startswith("board_") else "")
        assert too_dear(visitor, sending(visitor, asked, forms(token, field)), MOST_PAGES) == []


def test_the_worst_document_costs_no_more_than_some_pages(app: Flask) -> None:
    visitor = Visitor(app)
    visitor.walk(stop_before="awake")
    assert too_dear(visitor, sending(visitor, "/api/triage", documents()), MOST_PAGES) == []


# Whatever some program or proxy looks at.
HEADERS = (
    "Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Authorization", "Cache-Control", "Connection",
    "Content-Length", "Content-Type", "Cookie", "Forwarded", "Host", "If-Match", "If-Modified-Since", "If-None-Match",
    "If-Range", "Origin", "Purpose", "Range", "Referer", "Sec-Fetch-Dest", "Sec-Fetch-Site", "Sec-Purpose",
    "User-Agent", "X-CSRFToken", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Prefix", "X-Forwarded-Proto",
    "X-Moz",
)  # fmt: skip
# Parts of which a header may be made, each dear to some reader of lists, of quotes or of cookies.
PARTS = ("a", "a,", '"a",', 'W/"a",', "en;q=0.1,", "*,", "a;a=", 'a="b";', 'a;q="', "a=b; ", "0-1,", "%41", "/a", "[")


def headers(cookie: str) -> Iterator[tuple[str, str]]:
    """A header that fills most of what the server reads of all, in every way that is dear."""
    most = LARGEST_HEADERS - 1024  # with room for the rest
    for part in PARTS:
        for name in HEADERS:
            yield name, filled("", part, most=most).decode()
        for start in (f"{cookie}=", f'{cookie}="'):
            yield "Cookie", filled(start, part, most=most).decode()


def asking(app: Flask, path: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """Each of them as something to do, and what it is."""
    for name, value in headers(cookie_name(app)):

        def ask(name: str = name, value: str = value) -> None:
            assert app.test_client().get(path, headers={name: value}).status_code < 500

        yield f"{name}: {value[:40]}", ask


@pytest.mark.parametrize("path", ["/help-now", "/check/breathing", "/static"])
def test_the_longest_header_costs_no_more_than_some_pages(path: str) -> None:
    app = create_app({"SECRET_KEY": TEST_KEY, "TESTING": True, "TRUSTED_PROXIES": 1, "SITE": Site(kiosk=True)})
    if path == "/static":
        path = f"/static/{app.config['STATIC_DIGEST']}/{next(iter(app.extensions['static_files']))}"
    visitor = Visitor(app)
    visitor.walk(stop_before="awake")
    assert too_dear(visitor, asking(app, path), MOST_PAGES_OF_A_HEADER) == []
