"""What goes out has a size that tells nothing of the answers, and is the same when it is unpacked."""

import gzip
import zlib
from collections import Counter, defaultdict
from functools import cache

import brotli
import pytest
from flask import Flask

from app.rules.engine import triage
from app.rules.load import content
from app.web.compression import SIZES, filled_up
from tests.bench.weight import FIRST_VISIT
from tests.rules.cases import clauses, vignettes
from tests.visitor import Visitor, cookie_name, sealed

EVERYBODY = [one.case for one in vignettes()] + list(clauses())
SOME = EVERYBODY[::9]  # making their pages takes seconds; every tier is among them
WORTH = 0.05  # how much better than always naming the likeliest tier a guess may be
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, "identity": bytes}
PAGES = (
    "/result", "/summary", "/summary.txt", "/summary/qr.svg", "/summary/page.css", "/crew", "/result/answers",
    "/help-now", "/report",
)  # fmt: skip


@cache
def client_of(app: Flask, number: int):
    client = app.test_client()
    client.set_cookie(cookie_name(app), sealed(app, SOME[number].answers))
    return client


def guess(sizes: list[tuple[int, str]]) -> tuple[float, float]:
    """How often the best guess of a tier from a size is right, and how often that of somebody who sees no size is."""
    tiers: dict[int, Counter[str]] = defaultdict(Counter)
    for size, tier in sizes:
        tiers[size][tier] += 1
    hits = sum(found.most_common(1)[0][1] for found in tiers.values())
    likeliest = Counter(tier for _, tier in sizes).most_common(1)[0][1]
    return hits / len(sizes), likeliest / len(sizes)


def test_every_tier_is_among_those_tried() -> None:
    assert {triage(case.answers).tier.id for case in SOME} == {tier.id for tier in content().tiers}


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_a_guess_of_the_tier_from_a_size_is_no_better_than_without(app: Flask, path: str, encoding: str) -> None:
    sizes = []
    for number, case in enumerate(SOME):
        response = client_of(app, number).get(path, headers={"Accept-Encoding": encoding})
        assert (response.status_code, response.headers["Content-Encoding"]) == (200, encoding)
        assert int(response.headers["Content-Length"]) == len(response.data)
        sizes.append((len(response.data), triage(case.answers).tier.id))
    right, chance = guess(sizes)
    assert right <= chance + WORTH, f"{right:.0%} right, {chance:.0%} by chance"


def test_the_same_measure_sees_what_sizes_told_before(app: Flask) -> None:
    """Over what was compressed: the measure is one that can fail."""
    told = []
    for number, case in enumerate(SOME):
        page = client_of(app, number).get("/result").data.rstrip(b" ")
        told.append((len(zlib.compress(page)), triage(case.answers).tier.id))
    right, chance = guess(told)
    assert right > chance + 0.3


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
@pytest.mark.parametrize("path", ["/result", "/emergency", "/summary.pdf", "/summary.txt", "/summary.json"])
def test_what_is_filled_up_is_the_same_when_it_is_unpacked(app: Flask, path: str, encoding: str) -> None:
    visitor = Visitor(app)
    visitor.walk({"breathing": "much_worse"}, stop_before="fall")
    response = visitor.client.get(path, headers={"Accept-Encoding": encoding})
    unpacked = UNPACK[encoding](response.data)
    ends = {"/summary.pdf": b"%%EOF", "/summary.txt": b".\n", "/summary.json": b"}"}
    assert unpacked.rstrip(b" " if encoding == "identity" else b"").endswith(ends.get(path, b"</html>"))
    if encoding != "identity" or path in ("/result", "/emergency"):
        assert len(response.data) in (*SIZES, 3 * 1024)


@pytest.mark.parametrize("length", [0, 1, 3000, 8189, 8190, 8191, 8192, 8193, 30_000, 70_000, 200_000])
@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_every_length_reaches_the_next_size(length: int, encoding: str) -> None:
    from app import create_app

    app = create_app({"SECRET_KEY": "k" * 40, "TESTING": True})
    made = bytes(number * number % 251 for number in range(length))

    @app.get("/made")
    def made_page() -> bytes:
        from flask import after_this_request

        after_this_request(filled_up())
        return made

    response = app.test_client().get("/made", headers={"Accept-Encoding": encoding})
    assert UNPACK[encoding](response.data).rstrip(b" ") == made.rstrip(b" ")
    assert len(response.data) in SIZES or len(response.data) % SIZES[-1] == 0


def test_what_shows_no_answers_is_not_filled_up(app: Flask) -> None:
    response = app.test_client().get("/", headers={"Accept-Encoding": "gzip"})
    assert not response.data[3] & 4


def test_the_fullest_page_still_comes_at_one_go(app: Flask) -> None:
    """With everything ticked, which nobody does."""
    ticks = {
        question.id: [option.value for option in question.options_for("caregiver") if option.value != "none"]
        for question in content().questions
        if question.kind == "many"
    }
    visitor = Visitor(app)
    visitor.walk({"respondent": "caregiver", "breathing": "much_worse", **ticks})
    response = visitor.client.get("/result", headers={"Accept-Encoding": "br"})
    assert len(response.data) <= SIZES[1] < FIRST_VISIT - 1500  # with its headers
