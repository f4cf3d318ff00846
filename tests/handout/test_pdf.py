"""The PDF: what a nurse needs on page one, all answers behind it, nothing cut, nothing read as markup."""

import io
import re
from itertools import cycle, product
from math import inf
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdfua import validate

from app.handout import qr
from app.handout.pdf import pdf
from app.rules.answers import Answers
from app.rules.engine import triage
from app.rules.load import content
from app.telling.summary import Summary
from app.visit.note import tidy
from app.words.paper import PAPERS
from site_settings import PaperSize
from tests.handout.drawn import MILLIMETRE, Drawn, Piece
from tests.rules.cases import vignettes
from tests.rules.people import CALM, random_answers, with_answers
from tests.telling.summary_help import (
    ADDRESS,
    CODE,
    LONG_SITE,
    MARKUP,
    SIZES,
    TIERS,
    make,
    make_pdf,
    make_worst,
    people,
    qr_codes,
    sheets,
    squeezed,
)

PAPER = {"A4": (595, 842), "Letter": (612, 792)}
NOTE = "Can someone check that it is safe to lie flat for the scan? I use a breathing machine at night, and I worry."

THIRTY_LINES = tidy("\n".join(f"Medicine {number} mg" for number in range(30)))[:500]
"""A note as a person types a list of medicines: its line ends must not push the staff's box off page one."""

ORDER = (
    "Person with ALS (MND)", "Name", "Date of birth", "Record number", "Time frame", "Before treating",
    "Why: what was said", "The pain", "New, or worse", "For staff",
)  # fmt: skip
BY_HAND = (
    "Pain started", "Last passed urine", "Temperature", "Breathing machine, settings, hours a day", "Can lie flat",
    "How they say yes and no", "Feeding route", "Allergies", "Weight", "Caregiver's phone", "Resp. rate", "SpO2",
    "Heart rate", "Blood pressure", "GCS", "Pain at rest", "Pain moving", "Bladder scan after peeing", "Swallowing",
    "Medicines, last doses", "Advance or resuscitation plan; who decides", "Phone of ALS and palliative team",
    "Identity checked", "Seen by", "Role", "Time", "Agree", "Override", "Why", "Action", "Signature",
)  # fmt: skip


@pytest.fixture(params=SIZES)
def size(request) -> PaperSize:
    return request.param


@pytest.mark.parametrize("tier", TIERS)
def test_page_one_says_how_urgent_why_who_and_when(app: Flask, tier: str, size: PaperSize) -> None:
    summary = make(app, people(tier))
    first, second, *_ = sheets(make_pdf(app, summary, size))
    for words in (
        summary.urgency,
        summary.within,
        summary.respondent,
        summary.completed,
        summary.printed,
        *summary.alerts,
    ):
        assert squeezed(words) in squeezed(first)
    for warned in summary.warnings:
        assert squeezed(warned.points_to) in squeezed(first)
        assert all(squeezed(words) in squeezed(first) for one in warned.said for words in one.words.split("; "))
        assert all(squeezed(cited.name) in squeezed(second) for cited in warned.sources)
    assert all(squeezed(words) in squeezed(first) for words in summary.noes)
    assert all(squeezed(cause.name) in squeezed(first + second) for cause in summary.causes)
    assert squeezed(summary.told.heading) in squeezed(second)


@pytest.mark.parametrize("tier", TIERS)
def test_what_is_first_looked_for_comes_first(app: Flask, tier: str) -> None:
    first, *_ = sheets(make_pdf(app, make(app, people(tier), NOTE)))
    places = [first.index(words) for words in ORDER]
    assert places == sorted(places)


def test_page_one_has_room_for_the_hand_and_says_what_this_is_not(app: Flask, size: PaperSize) -> None:
    first, *_ = sheets(make_pdf(app, make(app, people("soon")), size))
    assert not [words for words in BY_HAND if words not in first]
    for words in ("Patient-reported, not verified; not a diagnosis", "not clinically signed off", content().digest):
        assert squeezed(words) in squeezed(first)


def test_every_page_has_its_number_and_the_code(app: Flask, size: PaperSize) -> None:
    for summary in (make(app, people("soon")), make_worst(app)):
        made = sheets(make_pdf(app, summary, size))
        for number, sheet in enumerate(made, 1):
            assert f"Page {number} of {len(made)}" in sheet
            assert CODE in sheet


STORIES = {vignette.case.name: vignette.case.answers for vignette in vignettes()}
# Each on one of the papers in turn, and those with most to say on both.
FULLEST = sorted(STORIES, key=lambda name: -len(triage(STORIES[name]).warnings))[:12]
ON_PAPER = sorted({*zip(STORIES, cycle(SIZES), strict=False), *product(FULLEST, SIZES)})


@pytest.mark.parametrize(("name", "size"), ON_PAPER)
def test_every_story_takes_one_page_and_one_of_all_answers(app: Flask, name: str, size: PaperSize) -> None:
    answers = STORIES[name]
    made = sheets(make_pdf(app, make(app, answers, THIRTY_LINES), size))
    assert len(made) == 2
    assert "Signature" in made[0] and "Phone of ALS and palliative team" in made[0]
    assert "All answers, word for word" in made[1]


def test_all_answers_stand_on_page_two(app: Flask, size: PaperSize) -> None:
    summary = make(app, people("same_day"))
    second = squeezed(sheets(make_pdf(app, summary, size))[1])
    for one in summary.answers:
        assert squeezed(one.topic) in second
        assert all(squeezed(words) in second for words in one.words)
    assert all(squeezed(line) in second for line in (*summary.safety, *summary.call_if))


# How calm people are, and how much they were asked: few warnings and all answers, to many and gaps.
CROWD = ((0.85, 1.0), (0.7, 1.0), (0.5, 0.9))


@pytest.mark.parametrize(("calm", "asked"), CROWD)
def test_whoever_answers_nothing_is_lost_or_covered_and_moderate_trouble_takes_two_pages(
    app: Flask, calm: float, asked: float
) -> None:
    for seed, size in zip(range(25), cycle(SIZES), strict=False):
        summary = make(app, random_answers(content(), seed, asked, calm), NOTE)
        drawn = Drawn(make_pdf(app, summary, size))
        assert_whole(summary, drawn.words)
        assert calm < 0.7 or any("For staff" in piece.text for piece in drawn.pieces[0])
        assert_uncovered(next(page for page in drawn.pieces if any("For staff" in piece.text for piece in page)))
        assert len(drawn.words) == 2 or len(summary.warnings) > 5


def assert_uncovered(page: list[Piece]) -> None:
    """The room that is left above the staff's box is worked out from words alone; what is drawn there takes no more.
    The box stands on page one, or at the top of the next one."""
    staff = next(at for at, piece in enumerate(page) if "For staff" in piece.text)
    assert min((piece.height for piece in page[:staff]), default=inf) > page[staff].height + 9


def test_nothing_is_lost_in_the_worst_case(app: Flask, size: PaperSize) -> None:
    summary = make_worst(app)
    assert len(summary.warnings) == len(content().rules)
    assert_whole(summary, sheets(make_pdf(app, summary, size)))


def assert_whole(summary: Summary, pages: list[str]) -> None:
    """Every word of the summary is in the PDF's text."""
    text = squeezed(re.sub(r"Code \S+ to open at \S+ Page \d+ of \d+", "", " ".join(pages)))
    words = [warned.points_to for warned in summary.warnings]
    words += [one for warned in summary.warnings for said in warned.said for one in said.words.split("; ")]
    words += [cited.name for warned in summary.warnings for cited in warned.sources]
    words += [cause.name for cause in summary.causes] + [one.topic for cause in summary.causes for one in cause.said]
    words += [one for answered in summary.answers for one in answered.words]
    words += [*summary.noes, *summary.not_sure, *summary.not_asked, *summary.context, *summary.questions]
    words += summary.note.split("\n")
    words += [summary.told.heading, *summary.told.lines, *summary.call_if, summary.sign_off]
    assert not [one for one in words if not _stands_in(squeezed(one), text)]


def _stands_in(words: str, text: str) -> bool:
    """In one piece, or in two where a page ended within a column: the text of the other column is between them."""
    return words in text or any(words[:cut] in text and words[cut:] in text for cut in range(1, len(words)))


def test_a_whole_note_of_five_hundred_letters_is_printed(app: Flask, size: PaperSize) -> None:
    note = ("I would like to know what helps at night. " * 12)[:500].strip()
    for tier in TIERS:
        made = make_pdf(app, make(app, people(tier), note, site=LONG_SITE), size)
        assert squeezed(note) in squeezed(" ".join(sheets(made)))


@pytest.mark.parametrize(
    "note",
    [MARKUP, '#import "x.typ"\n= Heading\n- list\n#panic()', "<b>bold</b><script>alert(1)</script>", "*x* _y_ `z`"],
)
def test_no_note_is_ever_markup(app: Flask, note: str) -> None:
    printed = squeezed(" ".join(sheets(make_pdf(app, make(app, people("soon"), note)))))
    assert squeezed(note.replace("\n", " / ")) in printed


def test_letters_that_cannot_be_printed_are_owned_up_to(app: Flask) -> None:
    plain = " ".join(sheets(make_pdf(app, make(app, people("soon"), "Why? ж é"))))
    assert "cannot be printed in this PDF" not in plain
    text = " ".join(sheets(make_pdf(app, make(app, people("soon"), "夜に何が help?"))))
    assert "cannot be printed in this PDF" in text
    assert "help?" in text


@given(words=st.text(max_size=300))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_note_makes_a_pdf(app: Flask, words: str) -> None:
    assert make_pdf(app, make(app, people("self_care"), tidy(words))).startswith(b"%PDF")


def test_unfinished_answers_say_so_at_the_top(app: Flask) -> None:
    answers = Answers({"respondent": ("patient",), "breathing": ("not_sure",), "awake": ("none",)})
    summary = make(app, answers)
    first, *_ = sheets(make_pdf(app, summary))
    assert "Stopped before the end" in first
    assert first.index("Not asked:") > first.index("Not known (do not read as No)")
    assert all(squeezed(topic) in squeezed(first) for topic in (*summary.not_sure, *summary.not_asked))


# ---- the file ----


@pytest.mark.parametrize("tier", TIERS)
def test_it_is_accessible(app: Flask, tmp_path: Path, tier: str, size: PaperSize) -> None:
    path = tmp_path / "summary.pdf"
    path.write_bytes(make_pdf(app, make(app, people(tier), MARKUP), size))
    report = validate(path)
    assert not [(finding.rule_id, finding.message) for finding in report.findings]
    assert report.exit_code == 0


def test_it_is_tagged_titled_and_in_english(app: Flask) -> None:
    pdf = Drawn(make_pdf(app, make(app, people("soon")))).reader
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata.title == "Person with ALS (MND) and back pain"
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_data()


def test_its_headings_and_table_are_tags(app: Flask) -> None:
    pdf = Drawn(make_pdf(app, make(app, people("soon")))).reader
    kinds = list(_kinds(pdf.trailer["/Root"]["/StructTreeRoot"]))
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") >= 10
    assert kinds.count("/Table") == 1
    assert kinds.count("/TH") == 2
    assert kinds.count("/Figure") == 1


def _kinds(node):
    node = node.get_object()
    if isinstance(node, list):
        for one in node:
            yield from _kinds(one)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node["/S"]
        if "/K" in node:
            yield from _kinds(node["/K"])


def test_the_paper_is_the_one_asked_for(app: Flask, size: PaperSize) -> None:
    for page in Drawn(make_pdf(app, make(app, people("soon")), size)).sizes:
        assert page == pytest.approx(PAPER[size], abs=1)
        assert page[0] / MILLIMETRE == pytest.approx(PAPERS[size].width, abs=0.1)


def test_the_letters_are_ours_and_large_enough(app: Flask) -> None:
    """At least 18 points for the urgency and 11 for the body; 9 for labels and sources, and never less."""
    drawn = Drawn(make_pdf(app, make(app, people("same_day"))))
    sizes = _letters_by_size(drawn.pieces[0])
    assert min(sizes) >= 9
    assert "Urgent: help today" in sizes[24]
    assert "today" in sizes[18]
    assert sum(map(len, (text for size, text in sizes.items() if size >= 11))) > 1000
    assert all("AtkinsonHyperlegible" in font for font in drawn.fonts)


def _letters_by_size(page: list[Piece]) -> dict[int, str]:
    found: dict[int, str] = {}
    for piece in page:
        found[round(piece.points)] = found.get(round(piece.points), "") + piece.text
    return found


def test_it_is_black_on_white(app: Flask) -> None:
    page = pypdfium2.PdfDocument(make_pdf(app, make(app, people("emergency_now"))))[0]
    pixels = page.render(scale=2).to_numpy()
    assert (pixels.max(axis=2) - pixels.min(axis=2)).max() <= 2, "no colour"
    assert (pixels.mean(axis=2) > 250).mean() > 0.8, "no filled background"


# ---- the QR code ----


def test_the_qr_code_holds_the_address_with_the_code_behind_the_hash(app: Flask, size: PaperSize) -> None:
    (code,) = qr_codes(make_pdf(app, make(app, people("soon")), size))
    assert code.text == ADDRESS
    assert code.ec_level == qr.LEVEL == "M"


def test_the_qr_code_is_thirty_millimetres_with_four_quiet_modules(app: Flask, size: PaperSize) -> None:
    scale = 4.0
    (code,) = qr_codes(make_pdf(app, make(app, people("soon")), size), scale)
    place = code.position
    width = (place.top_right.x - place.top_left.x) / scale / MILLIMETRE
    assert width >= 29.5  # the reader reports whole pixels
    modules = len(qr.Code.of(ADDRESS).rows)
    assert qr.Code.of(ADDRESS).printed_width * modules / (modules + 8) == pytest.approx(30)
    assert_quiet(make_pdf(app, make(app, people("soon")), size), place, scale, 4 * width / modules)


def assert_quiet(made: bytes, place, scale: float, margin: float) -> None:
    picture = pypdfium2.PdfDocument(made)[0].render(scale=scale, grayscale=True).to_numpy()
    reach = int(margin * 0.9 * MILLIMETRE * scale)
    left, right = place.top_left.x, place.top_right.x
    top, bottom = place.top_left.y, place.bottom_left.y
    assert picture[top:bottom, left - reach : left - 2].min() > 200
    assert picture[top:bottom, right + 3 : right + reach].min() > 200
    assert picture[top - reach : top - 2, left:right].min() > 200
    assert picture[bottom + 3 : bottom + reach, left:right].min() > 200


def test_the_qr_code_is_read_from_a_coarse_grey_copy(app: Flask) -> None:
    (code,) = qr_codes(make_pdf(app, make(app, people("emergency_now"))), scale=100 / 72)
    assert code.text == ADDRESS


def test_every_length_of_code_has_a_qr_code_wide_enough() -> None:
    for length in range(6, 80):
        code = qr.Code.of("http://localhost:8000/open#" + "A" * length)
        modules = len(code.rows)
        assert code.printed_width * modules / (modules + 2 * qr.QUIET) == pytest.approx(qr.MILLIMETRES)


def test_a_calm_person_and_an_alarmed_one_look_different(app: Flask) -> None:
    calm, alarmed = (
        sheets(make_pdf(app, make(app, with_answers(CALM, changed))))[0] for changed in ({}, {"awake": ("drowsy",)})
    )
    assert "No answer matched a warning" in calm
    assert "No answer matched a warning" not in alarmed


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        (CODE, ["1MX4-7K2M-Q4XA-", "9D3F-1RTB-WZ6N"]),
        ("1MX4-7K2M-Q4XA-29QQ", ["1MX4-7K2M-Q4XA-29QQ"]),
        ("1MX4-7K2M-Q4XA-9D3F-29QQ", ["1MX4-7K2M-Q4XA-", "9D3F-29QQ"]),
        ("-".join(["29QQ"] * 10), ["29QQ-29QQ-29QQ-29QQ-", "29QQ-29QQ-29QQ-", "29QQ-29QQ-29QQ"]),
        ("1MX4-7K2M-Q4XA-9D3F-1RTB-WZ6N-1MX4-7K2M-29QQ", ["1MX4-7K2M-Q4XA-", "9D3F-1RTB-WZ6N-", "1MX4-7K2M-29QQ"]),
    ],
)
def test_a_code_stands_under_its_drawing_in_even_lines(code: str, lines: list[str]) -> None:
    assert qr.lines(code) == lines


def test_the_code_under_the_drawing_breaks_as_it_is_told(app: Flask, size: PaperSize) -> None:
    made = make_pdf(app, make(app, people("soon")), size)
    first = pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text()  # other readers join what a dash ends
    assert " ".join(qr.lines(CODE)) in " ".join(first.split())


# ---- each answer once, and large print ----


def test_an_answer_is_printed_once_on_page_one(app: Flask) -> None:
    """It stands with the first warning it fired; after that its topic does."""
    summary = make(app, with_answers(CALM, {"severity": ("severe",), "risk": ("steroids",), "checked": ("no",)}))
    first = squeezed(sheets(make_pdf(app, summary))[0])
    assert len(summary.warnings) > 1
    assert first.count(squeezed(content().question["severity"].find("severe").label)) == 1


def test_large_print_is_eighteen_points_and_loses_nothing(app: Flask, size: PaperSize) -> None:
    summary = make(app, people("same_day"), NOTE)
    with app.test_request_context():
        made = pdf(summary, size, large=True)
    assert_whole(summary, sheets(made))
    sizes = _letters_by_size(Drawn(made).pieces[0])
    assert sum(len(text) for points, text in sizes.items() if points >= 16) > 0.9 * sum(map(len, sizes.values()))
