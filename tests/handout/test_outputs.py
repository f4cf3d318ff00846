"""The ways out: print page, PDF, text, QR code and note, by HTTP, as a browser asks for them."""

import io
import random
import re

import pypdf
import pytest
from flask import Flask

from app.handout import views as outputs
from app.rules.codes.code import decode
from app.rules.engine import triage
from app.rules.load import content
from app.rules.shape import NONE
from app.visit.note import LONGEST, tidy
from site_settings import Site
from tests.conftest import ADDRESS
from tests.telling.summary_help import MARKUP, TIERS, qr_codes, sheets, squeezed
from tests.visitor import MARK, Page, Visitor, cookie_name

WAYS = ("/summary", "/summary.pdf", "/summary.txt", "/summary/qr.svg", "/summary/page.css", "/note")
MOST_OF_A_COOKIE = 4096


def someone(app: Flask, tier: str = "soon") -> Visitor:
    """A visitor who has answered everything."""
    visitor = Visitor(app)
    visitor.result({question: list(values) for question, values in TIERS[tier].items()})
    return visitor


@pytest.mark.parametrize("way", WAYS)
def test_without_answers_each_says_where_to_start(app: Flask, way: str) -> None:
    page = Page(Visitor(app).client.get(way))
    assert page.status == 409
    assert page.h1 == "Your answers are not here"
    assert not page.problems()


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_ever_stored(app: Flask, way: str) -> None:
    response = someone(app).client.get(way)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("way", "kind"),
    [
        ("/summary.pdf", "application/pdf"),
        ("/summary.txt", "text/plain; charset=utf-8"),
        ("/summary/qr.svg", "image/svg+xml; charset=utf-8"),
        ("/summary/page.css", "text/css; charset=utf-8"),
    ],
)
def test_each_is_of_its_kind(app: Flask, way: str, kind: str) -> None:
    assert someone(app).client.get(way).headers["Content-Type"] == kind


def test_the_file_name_says_nothing_of_the_person(app: Flask) -> None:
    assert someone(app).client.get("/summary.pdf").headers["Content-Disposition"] == (
        "inline; filename=als-back-pain-summary.pdf"
    )


@pytest.mark.parametrize(("size", "width"), [("a4", 595), ("letter", 612), ("A4", 595), (None, 595)])
def test_the_paper_can_be_chosen(app: Flask, size: str | None, width: int) -> None:
    made = someone(app).client.get("/summary.pdf", query_string={"size": size} if size else None).data
    assert round(float(pypdf.PdfReader(io.BytesIO(made)).pages[0].mediabox[2])) == width


def test_the_site_sets_the_paper(site_app) -> None:
    made = someone(site_app(Site(page_size="Letter"))).client.get("/summary.pdf").data
    assert round(float(pypdf.PdfReader(io.BytesIO(made)).pages[0].mediabox[2])) == 612


@pytest.mark.parametrize("way", ["/summary", "/summary.pdf", "/summary/page.css"])
def test_an_unknown_paper_is_refused(app: Flask, way: str) -> None:
    assert someone(app).client.get(way, query_string={"size": "../a3"}).status_code == 400


# ---- all of them say the same ----


@pytest.mark.parametrize("tier", TIERS)
def test_page_pdf_and_text_say_the_same(app: Flask, tier: str) -> None:
    visitor = someone(app, tier)
    page = visitor.get("/summary")
    pdf = " ".join(sheets(visitor.client.get("/summary.pdf").data))
    text = visitor.client.get("/summary.txt").text
    assert page.tier == tier
    outcome = triage(decode(_code(page)).answers)
    assert outcome.tier.id == tier
    for warning in outcome.warnings:
        for words in (warning.rule.points_to, *(reason.option.label for reason in warning.reasons if reason.option)):
            assert squeezed(words) in squeezed(page.text)
            assert squeezed(words) in squeezed(pdf)
            assert squeezed(words) in squeezed(text.replace("\n  ", " "))


def _code(page: Page) -> str:
    return page.text_of(page.all("figcaption")[0])


def test_the_code_is_the_same_everywhere_and_opens_at_this_site(app: Flask) -> None:
    visitor = someone(app)
    code = _code(visitor.get("/summary"))
    made = visitor.client.get("/summary.pdf").data
    (qr,) = qr_codes(made)
    assert qr.text == f"{ADDRESS}/open#{code}"
    assert all(code in sheet for sheet in sheets(made))
    assert f"Code: {code}\n" in visitor.client.get("/summary.txt").text
    assert f'"{code}"' in visitor.client.get("/summary/page.css").text
    assert Visitor(app).client.get("/open").status_code == 200


def test_the_code_holds_every_answer_and_the_time_but_not_the_note(app: Flask) -> None:
    visitor = someone(app, "same_day")
    before = _code(visitor.get("/summary"))
    visitor.post("/note", {"note": "What helps at night?"})
    assert _code(visitor.get("/summary")) == before
    assert dict(decode(before).answers)["fever"] == ("fever",)


def test_the_qr_code_is_an_image_with_words_for_it(app: Flask) -> None:
    page = someone(app).get("/summary")
    (image,) = [one for one in page.all("img") if MARK.sub("", one.get("src")) == "/summary/qr.svg"]
    assert _code(page) in image.get("alt")
    assert [one.get("alt") for one in page.all("img") if one is not image] == [""]  # the mark of the header


def test_answers_that_were_stopped_early_still_make_a_summary(app: Flask) -> None:
    visitor = Visitor(app)
    visitor.walk(stop_before="location")
    assert "Stopped before the end" in visitor.get("/summary").text
    assert visitor.client.get("/summary.pdf").status_code == 200


# ---- the print page ----


@pytest.mark.parametrize("tier", TIERS)
def test_the_print_page_has_what_the_paper_needs(app: Flask, tier: str) -> None:
    page = someone(app, tier).get("/summary")
    for words in ("Record number", "Time frame", "Answered by", "Denied", "Seen by", "Allergies",
                  "not verified; not a diagnosis", "not clinically signed off", content().digest):  # fmt: skip
        assert words in page.text
    assert not [link for link in page.links if link.startswith("http")]


def test_it_links_every_way_out(app: Flask) -> None:
    links = someone(app).get("/summary").unmarked
    assert {
        "/summary.pdf?size=a4",
        "/summary.pdf?size=letter",
        "/summary?size=letter",
        "/summary.txt",
        "/summary.json",
    } <= set(links)


def test_its_buttons_wait_for_script(app: Flask) -> None:
    page = someone(app).get("/summary")
    scripted = [button for button in page.all("button") if button.get("id") in ("print", "copy")]
    assert len(scripted) == 2
    assert all("hidden" in button.attrib for button in scripted)


def test_the_text_to_copy_is_the_text(app: Flask) -> None:
    visitor = someone(app)
    (record,) = visitor.get("/summary").all("pre")
    text = visitor.client.get("/summary.txt").text
    without_times = re.compile(r"Printed: .*")
    assert without_times.sub("", record.text) == without_times.sub("", text)


def test_the_style_of_the_paper_is_css_and_nothing_else(app: Flask) -> None:
    style = someone(app).client.get("/summary/page.css?size=letter").text
    assert style.startswith("@page { size: letter; margin: 12mm 12mm 14mm;")
    assert style.count("{") == style.count("}") == 3


def test_the_result_leads_here(app: Flask) -> None:
    visitor = someone(app)
    assert "/summary" in visitor.get("/result").unmarked
    assert "/note" in visitor.get("/result/questions").links


# ---- the note ----


def test_the_note_goes_into_every_output(app: Flask) -> None:
    visitor = someone(app)
    page = visitor.post("/note", {"note": "What helps\r\n at   night?"})
    assert page.path == "/summary"
    assert "What helps / at night?" in page.html
    assert "What helps / at night?" in sheets(visitor.client.get("/summary.pdf").data)[0]
    assert "> What helps\n> at night?" in visitor.client.get("/summary.txt").text
    assert "What helps" in visitor.client.get("/summary.json").text


def test_it_is_shown_again_to_be_changed_and_no_words_take_it_out(app: Flask) -> None:
    visitor = someone(app)
    visitor.post("/note", {"note": "First words"})
    (area,) = visitor.get("/note").all("textarea")
    assert area.text == "First words"
    visitor.post("/note", {"note": "  \r\n "})
    assert "First words" not in visitor.get("/summary").html
    (area,) = visitor.get("/note").all("textarea")
    assert not area.text


def test_it_is_never_required(app: Flask) -> None:
    page = someone(app).get("/note")
    assert "required" not in page.html
    assert "/summary" in page.unmarked


def test_one_that_is_too_long_is_given_back_whole(app: Flask) -> None:
    visitor = someone(app)
    page = visitor.post("/note", {"note": "a" * (LONGEST + 7)})
    assert page.status == 400
    assert page.title.startswith("Error: ")
    assert "507 letters long" in page.text
    assert "Take out 7" in page.text
    assert page.all("textarea")[0].text == "a" * (LONGEST + 7)
    assert "aaa" not in visitor.get("/summary").text


@pytest.mark.parametrize("letter", ["a", "é", "漢", "\U00020000", "😀"])
def test_room_is_counted_in_letters_of_any_script(app: Flask, letter: str) -> None:
    assert someone(app).post("/note", {"note": letter * LONGEST}).path == "/summary"


def test_a_lost_form_keeps_every_word(app: Flask) -> None:
    visitor = someone(app)
    page = visitor.post("/note", {"note": "My words <b>"}, token="wrong")
    assert page.status == 400
    assert page.all("textarea")[0].text == "My words <b>"
    assert not visitor.get("/note").all("textarea")[0].text


def test_markup_in_it_is_only_text(app: Flask) -> None:
    visitor = someone(app)
    token = visitor.get("/note").token
    # Without the visitor's lint, which takes {{ for a placeholder that was not filled.
    response = visitor.client.post("/note", data={"note": MARKUP, "csrf_token": token}, follow_redirects=True)
    page = Page(response)
    assert MARKUP in page.text
    assert not page.all("b")


def test_clearing_deletes_it(app: Flask) -> None:
    visitor = someone(app)
    visitor.post("/note", {"note": "Gone afterwards"})
    visitor.post("/clear", {})
    visitor.walk()
    assert "Gone afterwards" not in visitor.get("/summary").html


def test_it_survives_a_changed_answer(app: Flask) -> None:
    visitor = someone(app)
    visitor.post("/note", {"note": "Still here"})
    visitor.answer("severity", "mild")
    assert "Still here" in visitor.get("/summary").text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a\t b \r\n\r\n\n c ", "a b\nc"),
        ("a\x00b\x07", "a b"),
        ("a\u202eb\u2066c", "a b c"),
        ("e\u0301", "é"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("", ""),
    ],
)
def test_tidying(typed: str, kept: str) -> None:
    assert tidy(typed) == kept
    assert tidy(kept) == kept


# ---- the cookie ----


@pytest.mark.parametrize("script", ["cjk", "rare", "emoji", "latin"])
def test_the_fullest_cookie_fits_a_browser(app: Flask, script: str) -> None:
    chance = random.Random(7)
    first, last = {
        "cjk": (0x4E00, 0x9FFF),
        "rare": (0x20000, 0x2A6DF),
        "emoji": (0x1F300, 0x1F64F),
        "latin": (33, 126),
    }[script]
    note = "".join(chr(chance.randint(first, last)) for _ in range(LONGEST))
    visitor = Visitor(app)
    ticks = {question.id: _all_ticks(question.id) for question in content().questions}
    visitor.walk(ticks)
    assert visitor.post("/note", {"note": note}).path == "/summary"
    name = cookie_name(app, ADDRESS)
    assert len(f"{name}={visitor.cookie}; Max-Age=86400; Path=/; Secure; HttpOnly; SameSite=Lax") < MOST_OF_A_COOKIE


def _all_ticks(question_id: str) -> list[str]:
    question = content().question[question_id]
    offered = [option.value for option in question.options_for("caregiver") if option.value != NONE]
    if question_id == "respondent":
        return ["caregiver"]
    return offered if question.kind == "many" else [max(offered, key=len)]


def test_each_paper_has_a_name() -> None:
    assert set(outputs.PAPERS) == {"A4", "Letter"}
