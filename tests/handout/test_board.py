"""The eye-pointing boards on paper: every answer with its digits, in large letters around a free middle, tagged."""

import io

import pdfua
import pypdf
import pypdfium2
import pytest
from flask import Flask

from app.handout.board import eye_boards
from app.rules.codes.boards import MOST_PLACES, READER, boards, set_number
from app.rules.load import content
from app.words.speaker import Speaker
from tests.handout.test_paper_form import LONG, MILLIMETRE, PLAIN, fonts_of, squeezed, words_of

SIZES = {"A4": (842, 595), "Letter": (792, 612)}
BEFORE = 2  # the partner's page and the sheet for the digits
BOARDS = boards(content())


@pytest.fixture
def made(app: Flask):
    """A function that makes the boards, as a PDF reader sees them."""

    def make(size="A4", site=PLAIN) -> pypdf.PdfReader:
        with app.test_request_context():
            return pypdf.PdfReader(io.BytesIO(eye_boards(site, size)))

    return make


def letters_of(page: pypdf.PageObject) -> list[tuple[float, str]]:
    """Every piece of text of a page with its size in points."""
    found = []
    page.extract_text(
        visitor_text=lambda text, cm, tm, font, points: (
            found.append((round(points * abs(tm[3] * cm[3]), 1), text)) if text.strip() else None
        )
    )
    return found


def frames_on(page: pypdf.PageObject, dashed: bool = False) -> list[tuple[float, float, float, float]]:
    """Left, bottom, right and top of each frame drawn with curves, in points from the corner of the page."""
    found, kept, now, dash, points, curved = [], [], (1, 0, 0, 1, 0, 0), False, [], False
    for operands, operator in pypdf.generic.ContentStream(page.get_contents(), page.pdf).operations:
        if operator == b"q":
            kept.append((now, dash))
        elif operator == b"Q":
            now, dash = kept.pop()
        elif operator == b"cm":
            now = combined([float(one) for one in operands], now)
        elif operator == b"d":
            dash = bool(operands[0])
        elif operator == b"m":
            points, curved = [at(operands[-2:], now)], False
        elif operator in (b"l", b"c"):
            points.append(at(operands[-2:], now))
            curved |= operator == b"c"
        elif operator in (b"S", b"s") and curved and dash == dashed:
            across, up = zip(*points, strict=True)
            found.append((min(across), min(up), max(across), max(up)))
    return found


def combined(one, other):
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def at(point, matrix):
    x, y = (float(one) for one in point)
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)


@pytest.mark.parametrize("site", [PLAIN, LONG], ids=["plain", "long numbers"])
@pytest.mark.parametrize("size", SIZES)
def test_each_board_has_its_page_on_wide_paper(made, size, site) -> None:
    pages = made(size, site).pages
    assert len(pages) == BEFORE + len(BOARDS)
    assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in pages} == {SIZES[size]}


@pytest.mark.parametrize("size", SIZES)
def test_each_answer_stands_on_its_board_right_before_its_digits(made, size) -> None:
    speaker = Speaker(READER, PLAIN)
    call = squeezed("Call 911, 999 or 112")
    with_numbers = dict(zip(BOARDS, made(size).pages[BEFORE:], strict=True))
    for board, page in with_numbers.items():
        text = squeezed(words_of(page))
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
    for board, page in zip(BOARDS, made(size, site).pages[BEFORE:], strict=True):
        answers, [middle] = frames_on(page), frames_on(page, dashed=True)
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
def test_no_word_of_an_answer_leaves_its_frame_or_runs_into_its_digits(app: Flask, made, size, site) -> None:
    with app.test_request_context():
        drawn = pypdfium2.PdfDocument(eye_boards(site, size))
    for board, page in zip(BOARDS, made(size, site).pages[BEFORE:], strict=True):
        frames = frames_on(page)
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


def ink_on(page: pypdfium2.PdfPage) -> list[tuple[str, tuple[float, float, float, float]]]:
    """The words of each line of a page, and how far their ink reaches."""
    text = page.get_textpage()
    places = [text.get_rect(number) for number in range(text.count_rects())]
    return [(text.get_text_bounded(*place).strip(), place) for place in places]


def letters_on(page: pypdfium2.PdfPage) -> list[tuple[str, tuple[float, float, float, float]]]:
    """The letters of a page, and where the ink of each is."""
    text = page.get_textpage()
    letters = text.get_text_range()
    return [(one, text.get_charbox(place)) for place, one in enumerate(letters) if not one.isspace()]


def meet(one, other) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("size", SIZES)
def test_the_answers_are_in_large_letters_one_size_a_board(made, size) -> None:
    for board, page in zip(BOARDS, made(size).pages[BEFORE:], strict=True):
        letters = letters_of(page)
        for option in board.options:
            [start] = {points for points, text in letters if squeezed(option.words(READER)).startswith(squeezed(text))}
            assert start >= 18, (board.number, option.value)
        assert min(points for points, _ in letters) >= 12


def test_answers_that_are_an_emergency_by_themselves_have_a_heavy_frame_and_the_number(made) -> None:
    for board, page in zip(BOARDS, made().pages[BEFORE:], strict=True):
        urgent = content().alone_emergency.get(board.question.id, frozenset())
        count = sum(option.value in urgent for option in board.options)
        assert squeezed(words_of(page)).count(squeezed("Call 911, 999 or 112")) == count
        assert line_widths(page).count(3.5) == count


def line_widths(page: pypdf.PageObject) -> list[float]:
    operations = pypdf.generic.ContentStream(page.get_contents(), page.pdf).operations
    return [float(operands[0]) for operands, operator in operations if operator == b"w"]


@pytest.mark.parametrize("size", SIZES)
def test_the_first_page_is_the_partners_and_the_second_has_a_line_for_each_board(made, size) -> None:
    first, second, *others = (words_of(page) for page in made(size).pages)
    assert "I read. You look up for yes." in first
    assert "call 911, 999 or 112 now" in first
    assert len(first.split()) <= 230
    for board in BOARDS:
        assert squeezed(f"Board {board.number}{board.question.topic}") in squeezed(second)
    assert all(f"Number of this set: {set_number(content())}" in page for page in (second, *others))


def test_a_list_in_parts_says_so_on_each(made) -> None:
    for board, page in zip(BOARDS, made().pages[BEFORE:], strict=True):
        says = f"Part {board.part} of {board.parts}: show every part."
        assert (says in words_of(page)) == (board.parts > 1)


@pytest.mark.parametrize("size", SIZES)
def test_it_is_tagged_titled_and_a_pdf_ua_checker_finds_nothing(made, app: Flask, tmp_path, size) -> None:
    reader = made(size)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert reader.metadata.title == "ALS back pain check for eye-pointing"
    assert "pdfuaid" in reader.xmp_metadata.stream.get_data().decode()
    assert {font for page in reader.pages for font in fonts_of(page)} <= {
        "AtkinsonHyperlegible-Regular", "AtkinsonHyperlegible-Bold",
    }  # fmt: skip
    file = tmp_path / "board.pdf"
    with app.test_request_context():
        file.write_bytes(eye_boards(PLAIN, size))
    assert [finding.message for finding in pdfua.validate(str(file)).findings] == []


def test_the_addresses(app: Flask) -> None:
    client = app.test_client()
    response = client.get("/board.pdf")
    assert (response.status_code, response.mimetype) == (200, "application/pdf")
    assert response.headers["Content-Disposition"] == "inline; filename=als-back-pain-check-eye-pointing.pdf"
    for query, width in (("", 842), ("?size=a4", 842), ("?size=letter", 792)):
        page = pypdf.PdfReader(io.BytesIO(client.get(f"/board.pdf{query}").data)).pages[0]
        assert round(float(page.mediabox.width)) == width
    assert client.get("/board.pdf?size=a0").status_code == 400
