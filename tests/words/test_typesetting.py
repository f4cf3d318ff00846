"""PDFs from data: no text is ever markup, and whatever a person types can be printed."""

import io
import random
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pypdf
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from app.words import typesetting
from app.words.typesetting import typeset, widest

SOURCE = """#import "/words/typesetting.typ": data, document
#show: document
= #data.heading
#data.body
#for one in data.list { par(one.text) }
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A template of the tests, in a folder that stands in for the app's own."""
    folder = tmp_path_factory.mktemp("app")
    (folder / "words").mkdir()
    shared = "words/typesetting.typ"
    (folder / shared).write_text((typesetting.ROOT / shared).read_text())
    path = folder / "made_by_a_test.typ"
    path.write_text(SOURCE)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(typesetting, "ROOT", folder)
        yield path


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def made(template: Path, body: str) -> bytes:
    return typeset(template, {"heading": "Heading", "body": body, "list": [{"text": body}]}, title="A title")


@pytest.mark.parametrize(
    "markup", ["#text(red)[x]", "*bold*", "$x$", "#panic()", "= no heading", "// no comment", '"\\#']
)
def test_no_text_is_ever_markup(template: Path, markup: str) -> None:
    assert text_of(made(template, markup)).count(markup) == 2


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("caf\u0065\u0301, \N{EURO SIGN} 5", "café, € 5"),
        ("Привет", "Привет"),
        ("你好 😀", "?? ?"),
        ("\x00\x07\ud800\ufffe\U000f0000", "?????"),
        ("a\tb", "a b"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}abc", "?abc"),
    ],
)
def test_what_cannot_be_printed_becomes_a_question_mark(template: Path, typed: str, printed: str) -> None:
    assert printed in text_of(made(template, typed))


ODD = st.text(st.sampled_from('a"\\ntrub/é\u0301\u2126\n\r\t\b\x00\x7f\u00ad\u4f60\ud800\U0001f600'), max_size=12)


@settings(max_examples=400, deadline=None)
@given(st.dictionaries(st.sampled_from("abc"), ODD | st.lists(ODD, max_size=3), max_size=3))
def test_one_look_at_all_words_finds_what_a_look_at_each_would(words: dict[str, object]) -> None:
    whole = {"//": "", "given": words}
    assert msgspec.json.decode(typesetting._as_json(words)) == typesetting.printable(whole)


def test_every_sign_that_is_let_through_can_be_drawn(template: Path) -> None:
    """PDF/UA forbids a file with a sign that no font has, so typst refuses to make one."""
    signs = [sign for sign in map(chr, range(0x30000)) if not typesetting._UNPRINTABLE.match(sign)]
    assert len(signs) > 2500
    made(template, "a".join(signs))


WIDTHS = """#import "/words/typesetting.typ": data, document
#show: document
#set text(size: 10pt)
#context for (word, ems) in data.words {
  assert(measure(word).width <= ems * 10pt, message: word + " is wider than it was said to be")
}
= Whole
"""


def test_no_word_is_wider_than_it_is_said_to_be(template: Path) -> None:
    """Room for one line is kept by this: a wider word would run into the next row."""
    signs = [sign for sign in map(chr, range(0x20, 0x3000)) if not typesetting._UNPRINTABLE.match(sign)]
    words = [a + b for a in map(chr, range(0x21, 0x7F)) for b in map(chr, range(0x21, 0x7F))] + signs
    wide = template.with_name("wide.typ")
    wide.write_text(WIDTHS)
    assert typeset(wide, {"words": [(word, widest(word)) for word in words]}, title="T")
    with pytest.raises(typst.TypstError, match="wider"):
        typeset(wide, {"words": [("wide", widest("wide") / 2)]}, title="T")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=500))
def test_whatever_is_typed_makes_a_pdf(template: Path, typed: str) -> None:
    assert made(template, typed).startswith(b"%PDF-")


def test_any_mix_of_the_worlds_scripts_makes_a_pdf(template: Path) -> None:
    """Typst itself crashes on some of these mixes of left to right and right to left."""
    rng = random.Random(7)
    for _ in range(60):
        made(template, "".join(chr(rng.randrange(0x110000)) for _ in range(500)))


def test_title_language_and_tags(template: Path) -> None:
    reader = pypdf.PdfReader(
        io.BytesIO(typeset(template, {"heading": "H", "body": "b", "list": []}, title="T", language="fi"))
    )
    root = reader.trailer["/Root"]
    assert (reader.metadata.title, root["/Lang"], bool(root["/MarkInfo"]["/Marked"])) == ("T", "fi", True)


def test_a_wrong_template_says_so(template: Path) -> None:
    with pytest.raises(typst.TypstError):
        typeset(template, {}, title="T")


def test_one_document_leaves_nothing_in_the_next(template: Path) -> None:
    made(template, "of one person")
    assert "of one person" not in text_of(made(template, "of another"))


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux tells a process its memory this way")
def test_many_documents_take_no_more_memory_than_a_few(template: Path) -> None:
    """Each is forgotten when it is made: typst would keep parts of the last ten."""
    for _ in range(5):
        made(template, "word " * 2000)
    before = memory()
    for number in range(40):
        made(template, f"word {number} " * 2000)
    assert memory() - before < 10_000_000


def memory() -> int:
    """What this process holds, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
