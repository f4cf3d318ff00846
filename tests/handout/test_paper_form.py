"""The paper form: every question, at most two pages, boxes for a shaking hand, danger first, readable by machines."""

from itertools import groupby, product

import pdfua
import pytest
from flask import Flask

from app.handout.paper_form import FITS, MOST_PAGES, large_paper_form, paper_form
from app.rules.answers import Answers
from app.rules.engine import triage
from app.rules.load import content
from app.rules.shape import Question, Voice
from app.words.speaker import Speaker
from app.words.typesetting import page_count
from site_settings import Emergency, Line, Site
from tests.handout.drawn import MILLIMETRE, Drawn
from tests.rules.people import CALM
from tests.telling.summary_help import squeezed

PLAIN = Site()
LONG = Site(
    emergency=tuple(Emergency("+44 (0)1234 567 890 #1234", "x" * 120) for _ in range(4)),
    als_team=Line("N" * 120, "+44 (0)1234 567 890"),
    page_size="Letter",
)
FORMS = list(product(("patient", "caregiver"), ("A4", "Letter")))


@pytest.fixture
def made(app: Flask):
    """A function that makes a form, as readers of a PDF see it."""

    def make(voice, size, site=PLAIN) -> Drawn:
        with app.test_request_context():
            return Drawn(paper_form(site, voice, size))

    return make


@pytest.mark.parametrize(("voice", "size"), FORMS)
def test_two_pages_with_every_question_and_answer(made, voice, size) -> None:
    form = made(voice, size)
    assert len(form.words) == 2
    text = squeezed(" ".join(form.words))
    speaker = Speaker(voice, PLAIN)
    for number, question in enumerate(content().questions, 1):
        assert squeezed(f"{number}. {question.ask.to(voice)}") in text
        for option in question.options_for(voice):
            assert squeezed(option.words(voice)) in text
    assert speaker.site is PLAIN


@pytest.mark.parametrize(("voice", "size"), FORMS)
def test_danger_comes_first_and_is_all_on_page_one(made, voice, size) -> None:
    """With the number to call beside each answer that means an emergency by itself."""
    first, second = map(squeezed, made(voice, size).words)
    danger = [question for question in content().questions if question.stage == "danger"]
    assert all(squeezed(question.ask.to(voice)) in first for question in danger)
    calls = sum(text.count(squeezed("call 911, 999 or 112")) for text in (first, second))
    assert calls == sum(urgent_runs(question, voice) for question in content().questions)


def urgent_runs(question: Question, voice: Voice) -> int:
    """How often answers that mean an emergency by themselves stand together: each such group has its call."""
    alone = content().alone_emergency.get(question.id, ())
    return sum(urgent for urgent, _ in groupby(option.value in alone for option in question.ticks_first(voice)))


def test_answers_that_mean_an_emergency_stand_in_two_groups_at_most() -> None:
    """A frame and a call for each would be noise."""
    runs = {question.id: urgent_runs(question, "patient") for question in content().questions}
    assert {id for id, count in runs.items() if count} == set(content().alone_emergency)
    assert max(runs.values()) <= 2


@pytest.mark.parametrize(("voice", "size"), FORMS)
@pytest.mark.parametrize("site", [PLAIN, LONG], ids=["plain", "long numbers"])
def test_two_pages_on_any_site(made, voice, size, site) -> None:
    form = made(voice, size, site)
    assert len(form.sizes) <= MOST_PAGES
    assert set(form.sizes) == {(595, 842) if size == "A4" else (612, 792)}


def test_the_answers_in_frames_are_those_that_are_emergencies_by_themselves() -> None:
    """Tried with the engine: such an answer beside only calm ones is an emergency, and no other is."""
    alone = content().alone_emergency
    calm = Answers({**CALM, "duration": ("over_6_weeks",)})  # beside a new pain, a known aneurysm is an emergency too
    for question in content().questions:
        for option in question.option:
            tier = triage(calm.plus(question.id, (option.value,))).tier.id
            assert (option.value in alone.get(question.id, ())) == (tier == "emergency_now")


@pytest.mark.parametrize(("voice", "size"), FORMS)
def test_a_box_of_six_millimetres_for_every_answer(made, voice, size) -> None:
    """Counted as drawn: each box is one stroked path with round corners."""
    sides = sides_of(made(voice, size))
    assert len(sides) == sum(len(question.options_for(voice)) for question in content().questions)
    assert min(sides) >= 6 * MILLIMETRE


def sides_of(form: Drawn) -> list[float]:
    """The sides of the tick boxes: closed curves as wide as they are high."""
    boxes = [outline.box for page in form.outlines for outline in page]
    for left, bottom, right, top in boxes:
        assert abs((right - left) - (top - bottom)) < 0.01
    return [right - left for left, _, right, _ in boxes]


@pytest.mark.parametrize(("voice", "size"), FORMS)
def test_the_letters_are_nine_points_or_more(made, voice, size) -> None:
    assert smallest_in(made(voice, size)) >= 9
    assert all(points >= 9 for points, *_ in FITS)


@pytest.mark.parametrize(("voice", "size"), FORMS)
def test_it_is_tagged_titled_and_in_a_language(made, voice, size) -> None:
    form = made(voice, size)
    reader = form.reader
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "ALS back pain check on paper"
    assert "pdfuaid" in reader.xmp_metadata.stream.get_data().decode()
    assert form.fonts <= {
        "AtkinsonHyperlegible-Regular", "AtkinsonHyperlegible-Bold", "AtkinsonHyperlegible-Italic",
    }  # fmt: skip


@pytest.mark.parametrize(("voice", "size"), FORMS)
def test_a_pdf_ua_checker_finds_nothing(app: Flask, tmp_path, voice, size) -> None:
    file = tmp_path / "paper.pdf"
    with app.test_request_context():
        file.write_bytes(paper_form(PLAIN, voice, size))
    assert [finding.message for finding in pdfua.validate(str(file)).findings] == []


def smallest_in(form: Drawn) -> float:
    """The size of the smallest letters, in points."""
    return min(piece.points for page in form.pieces for piece in page)


def test_room_for_a_name_and_nothing_personal_in_the_file(app: Flask, made) -> None:
    assert all(blank in made("patient", "A4").words[0] for blank in ("Name", "Date of birth", "Filled in"))
    response = app.test_client().get("/paper.pdf")
    assert (response.status_code, response.mimetype) == (200, "application/pdf")
    assert response.headers["Content-Disposition"] == "inline; filename=als-back-pain-check-on-paper.pdf"


def test_the_addresses(app: Flask) -> None:
    """The site's own paper, unless the address asks for another."""
    client = app.test_client()
    for path, (width, says) in ADDRESSES.items():
        form = Drawn(client.get(path).data)
        assert form.sizes[0][0] == width
        assert says in form.words[0]


ADDRESSES = {
    "/paper.pdf": (595, "Is your breathing worse"),
    "/paper.pdf?size=a4": (595, "Is your breathing worse"),
    "/paper.pdf?size=letter": (612, "Is your breathing worse"),
    "/paper.pdf?voice=caregiver&size=letter": (612, "Does their breathing"),
}


@pytest.mark.parametrize(("voice", "size"), FORMS)
def test_large_print_has_every_question_and_answer_in_18_points_and_a_larger_box(app: Flask, voice, size) -> None:
    query = f"/paper.pdf?voice={voice}&size={size}&letters=large"
    form = Drawn(app.test_client().get(query).data)
    text = squeezed(" ".join(form.words))
    for number, question in enumerate(content().questions, 1):
        assert squeezed(f"{number}. {question.ask.to(voice)}") in text
        assert all(squeezed(option.words(voice)) in text for option in question.options_for(voice))
    assert text.count(squeezed("call 911, 999 or 112")) == sum(urgent_runs(one, voice) for one in content().questions)
    sides = sides_of(form)
    assert len(sides) == sum(len(question.options_for(voice)) for question in content().questions)
    assert min(sides) >= 8.9 * MILLIMETRE
    assert smallest_in(form) == 18


@pytest.mark.parametrize(("voice", "size"), FORMS)
def test_large_print_is_tagged_and_a_pdf_ua_checker_finds_nothing(app: Flask, tmp_path, voice, size) -> None:
    file = tmp_path / "paper.pdf"
    for site in (PLAIN, LONG):
        with app.test_request_context():
            file.write_bytes(large_paper_form(site, voice, size))
        form = Drawn(file.read_bytes())
        assert form.reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
        assert form.sizes[0][0] == (595 if size == "A4" else 612)
        assert [finding.message for finding in pdfua.validate(str(file)).findings] == []


def test_pages_are_counted_rightly(app: Flask, made) -> None:
    with app.test_request_context():
        pdf = paper_form(PLAIN, "patient", "A4")
    assert page_count(pdf) == len(Drawn(pdf).sizes)
    with pytest.raises(ValueError, match="no page tree"):
        page_count(b"%PDF-1.7")
