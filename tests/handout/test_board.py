"""The eye-pointing boards on paper: every answer with its digits, in large letters around a free middle, tagged."""

import pdfua
import pypdf
import pypdfium2
import pytest
from flask import Flask

from app.handout.board import eye_boards
from app.rules.codes.boards import MOST_PLACES, READER, boards, set_number
from app.rules.load import content
from app.words.speaker import Speaker
from tests.handout.drawn import MILLIMETRE, Box, Drawn, Outline
from tests.handout.test_paper_form import LONG, PLAIN
from tests.telling.summary_help import squeezed

SIZES = {"A4": (842, 595), "Letter": (792, 612)}
BEFORE = 2  # the partner's page and the sheet for the digits
BOARDS = boards(content())


@pytest.fixture
def made(app: Flask):
    """A function that makes the boards, as readers of a PDF see them."""

    def make(size="A4", site=PLAIN) -> Drawn:
        with app.test_request_context():
            return Drawn(eye_boards(site, size))

    return make


@pytest.mark.parametrize("site", [PLAIN, LONG], ids=["plain", "long numbers"])
@pytest.mark.parametrize("size", SIZES)
def test_each_board_has_its_page_on_wide_paper(made, size, site) -> None:
    assert made(size, site).sizes == [SIZES[size]] * (BEFORE + len(BOARDS))


@pytest.mark.parametrize("size", SIZES)
def test_each_answer_stands_on_its_board_right_before_its_digits(made, size) -> None:
    speaker = Speaker(READER, PLAIN)
    call = squeezed("Call 911, 999 or 112")
    with_numbers = dict(zip(BOARDS, made(size).words[BEFORE:], strict=True))
    for board, words in with_numbers.items():
        text = squeezed(words)
        assert squeezed(f"Board {board.number}. {board.question.ask.patient}") in text
        urgent = content().alone_emergency.get(board.question.id, ())
        for option in board.options:
            words = squeezed(option.words(speaker.voice)) + (call if option.value in urgent else "")
            assert words + board.numbers[option.value] in text
    everywhere = {(board.question.id, option.value) for board in with_numbers for option in board.options}
    assert everywhere == {
        (question.id, option.value) for question in content().questions for option in question.options_for(READER)
    }


@pytest.mark.parametrize("site", [PLAIN, LONG], ids=["plain", "long numbers"])
@pytest.mark.parametrize("size", SIZES)
def test_the_middle_is_free_and_the_answers_are_around_it(made, size, site) -> None:
    width, height = SIZES[size]
    for board, page in zip(BOARDS, made(size, site).outlines[BEFORE:], strict=True):
        answers, [middle] = frames_of(page), [outline.box for outline in page if outline.dashed]
        assert len(answers) == len(board.options) <= MOST_PLACES
        assert middle[2] - middle[0] >= 60 * MILLIMETRE
        assert middle[3] - middle[1] >= 40 * MILLIMETRE
        assert (middle[0] + middle[2]) / 2 == pytest.approx(width / 2, abs=1)
        assert (middle[1] + middle[3]) / 2 == pytest.approx(height / 2, abs=height / 15)
        for one in answers:
            assert 0 < one[0] < one[2] < width
            assert 0 < one[1] < one[3] < height
            assert one[2] < middle[0] or one[0] > middle[2] or one[3] < middle[1] or one[1] > middle[3]


@pytest.mark.parametrize("site", [PLAIN, LONG], ids=["plain", "long numbers"])
@pytest.mark.parametrize("size", SIZES)
def test_no_word_of_an_answer_leaves_its_frame_or_runs_into_its_digits(made, size, site) -> None:
    printed = made(size, site)
    drawn = pypdfium2.PdfDocument(printed.made)
    for board, page in zip(BOARDS, printed.outlines[BEFORE:], strict=True):
        frames = frames_of(page)
        lowest, highest = min(one[1] for one in frames), max(one[3] for one in frames)
        for letter, ink in letters_on(drawn[BEFORE + board.number - 1]):
            if lowest < ink[3] and ink[1] < highest:  # neither the question above nor the foot below
                [frame] = [one for one in frames if meet(one, ink)]
                assert frame[0] < ink[0] < ink[2] < frame[2], (board.number, letter)
                assert frame[1] < ink[1] < ink[3] < frame[3], (board.number, letter)
        ink = ink_on(drawn[BEFORE + board.number - 1])
        digits = [(words, place) for words, place in ink if words in board.numbers.values()]
        assert len(digits) == len(board.options)
        for words, place in digits:
            assert not [other for other, there in ink if other != words and meet(place, there)], words


def frames_of(page: list[Outline]) -> list[Box]:
    """The frames of the answers."""
    return [outline.box for outline in page if not outline.dashed]


def ink_on(page: pypdfium2.PdfPage) -> list[tuple[str, Box]]:
    """The words of each line of a page, and how far their ink reaches."""
    text = page.get_textpage()
    places = [text.get_rect(number) for number in range(text.count_rects())]
    return [(text.get_text_bounded(*place).strip(), place) for place in places]


def letters_on(page: pypdfium2.PdfPage) -> list[tuple[str, Box]]:
    """The letters of a page, and where the ink of each is."""
    text = page.get_textpage()
    letters = text.get_text_range()
    return [(one, text.get_charbox(place)) for place, one in enumerate(letters) if not one.isspace()]


def meet(one, other) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("size", SIZES)
def test_the_answers_are_in_large_letters_one_size_a_board(made, size) -> None:
    for board, pieces in zip(BOARDS, made(size).pieces[BEFORE:], strict=True):
        for option in board.options:
            words = squeezed(option.words(READER))
            [start] = {piece.points for piece in pieces if words.startswith(squeezed(piece.text))}
            assert start >= 18, (board.number, option.value)
        assert min(piece.points for piece in pieces) >= 12


def test_answers_that_are_an_emergency_by_themselves_have_a_heavy_frame_and_the_number(made) -> None:
    printed = made()
    pages = zip(BOARDS, printed.words[BEFORE:], printed.reader.pages[BEFORE:], strict=True)
    for board, words, page in pages:
        urgent = content().alone_emergency.get(board.question.id, frozenset())
        count = sum(option.value in urgent for option in board.options)
        assert squeezed(words).count(squeezed("Call 911, 999 or 112")) == count
        assert line_widths(page).count(3.5) == count


def line_widths(page: pypdf.PageObject) -> list[float]:
    operations = pypdf.generic.ContentStream(page.get_contents(), page.pdf).operations
    return [float(operands[0]) for operands, operator in operations if operator == b"w"]


@pytest.mark.parametrize("size", SIZES)
def test_the_first_page_is_the_partners_and_the_second_has_a_line_for_each_board(made, size) -> None:
    first, second, *others = made(size).words
    assert "I read. You look up for yes." in first
    assert "call 911, 999 or 112 now" in first
    assert len(first.split()) <= 230
    for board in BOARDS:
        assert squeezed(f"Board {board.number}{board.question.topic}") in squeezed(second)
    assert all(f"Number of this set: {set_number(content())}" in page for page in (second, *others))


def test_a_list_in_parts_says_so_on_each(made) -> None:
    for board, words in zip(BOARDS, made().words[BEFORE:], strict=True):
        says = f"Part {board.part} of {board.parts}: show every part."
        assert (says in words) == (board.parts > 1)


@pytest.mark.parametrize("size", SIZES)
def test_it_is_tagged_titled_and_a_pdf_ua_checker_finds_nothing(made, tmp_path, size) -> None:
    printed = made(size)
    reader = printed.reader
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert reader.metadata.title == "ALS back pain check for eye-pointing"
    assert "pdfuaid" in reader.xmp_metadata.stream.get_data().decode()
    assert printed.fonts <= {"AtkinsonHyperlegible-Regular", "AtkinsonHyperlegible-Bold"}
    file = tmp_path / "board.pdf"
    file.write_bytes(printed.made)
    assert [finding.message for finding in pdfua.validate(str(file)).findings] == []


def test_the_addresses(app: Flask) -> None:
    client = app.test_client()
    response = client.get("/board.pdf")
    assert (response.status_code, response.mimetype) == (200, "application/pdf")
    assert response.headers["Content-Disposition"] == "inline; filename=als-back-pain-check-eye-pointing.pdf"
    for query, width in (("", 842), ("?size=a4", 842), ("?size=letter", 792)):
        assert Drawn(client.get(f"/board.pdf{query}").data).sizes[0][0] == width
    assert client.get("/board.pdf?size=a0").status_code == 400
