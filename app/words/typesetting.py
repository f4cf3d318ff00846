"""Making PDFs: a typst template and data in, a tagged PDF/UA-1 file out.

The data reach the template as JSON, so nothing in them is ever read as markup. A template starts with

    #import "/words/typesetting.typ": data, document
    #show: document

and finds what it was given in ``data``. Nothing here knows what the document is about.
"""

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Final
from unicodedata import is_normalized, normalize

import msgspec
import typst
from fontpkg_atkinson_hyperlegible import ROOT as FONT_ROOT

ROOT = Path(__file__).parents[1]
STANDARD: Final = "ua-1"
NO_GLYPH = "?"
BLANK = b""
MAIN, DATA = "main.typ", "data.json"

# Everything but Latin, Greek and Cyrillic letters and common signs: exactly what the fonts below can draw. PDF/UA
# forbids a file with a character that cannot be drawn, and typst crashes on some right-to-left text.
_UNPRINTABLE = re.compile(
    r"[^\n\x20-\x7e\xa0-\xac\xae-\u02ff\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u0482\u048a-\u04ff\u1e00-\u1eff"
    r"\u2010-\u2027\u202f-\u2040\u2044-\u2052\u2070\u2074-\u208e\u20a0-\u20c0\u2100-\u211e\u2122\u2126-\u2151"
    r"\u2153-\u2184\u2190-\u23ff\u2460-\u2606\u2609-\u262f\u2701-\u2704\u2706-\u2709\u270c-\u2714]"
)
# What JSON writes for a sign that may not be printed as it stands; two backslashes before such a letter match too.
_ESCAPED = re.compile(r'\\[^n"\\]')
# The widest that letters of a kind are, in ems: bounds, so that room can be kept for words before they are laid out.
_THIN, _NARROW, _WIDE, _WIDEST = 0.42, 0.63, 0.95, 1.7
_OF_WIDTH: Final = dict.fromkeys(map(chr, range(0x20, 0x7F)), _WIDE) | {
    **dict.fromkeys(" !\"'(),-./:;1I[]\\_`fijlrt{|}", _THIN),
    **dict.fromkeys("abcdeghknopqsuvxyz237?EFJLTVY", _NARROW),
}
_one_at_a_time = Lock()

# Typst remembers parts of a document until it has made this many others, which costs memory and keeps what a person
# said longer than their request. Blank documents, which take no time, make it forget at once.
_REMEMBERED_FOR = 10

# One thread a document: a second one makes it no faster, and its memory is not given back.
os.environ.setdefault("RAYON_NUM_THREADS", "1")


def typeset(template: Path, data: Mapping[str, Any], *, title: str, language: str = "en") -> bytes:
    """The PDF that ``template`` makes of ``data``: tagged, with this title and language.

    ``template`` is an absolute path inside the app folder; ``data`` is anything msgspec can write as JSON. A character
    that cannot be printed becomes a question mark. Raises typst.TypstError when the template is wrong.
    """
    given = {**data, "title": title, "language": language}
    # Its stub knows single files alone; its documentation says that a mapping of names to bytes is taken too.
    files: Any = {MAIN: f'#include "/{template.relative_to(ROOT)}"'.encode(), DATA: _as_json(given)}
    with _one_at_a_time:  # a compiler holds the files of one document at a time
        made_by = compiler(ROOT)
        try:
            pdf = made_by.compile(files, format="pdf", pdf_standards=STANDARD)
        finally:
            _forget(made_by)
    assert isinstance(pdf, bytes)  # noqa: S101 # nosec B101 - a PDF is one file; only images come as a list
    return pdf


def page_count(pdf: bytes) -> int:
    """How many pages a PDF made here has."""
    found = re.search(rb"/Type ?/Pages\s*/Count (\d+)", pdf)  # typst leaves the tree of pages uncompressed
    if not found:
        raise ValueError("no page tree found: typst now writes PDFs in another way")
    return int(found[1])


def widest(text: str) -> float:
    """At least as many ems as this text is wide in one line of our font."""
    return sum(_OF_WIDTH.get(letter, _WIDEST) for letter in text)


@cache
def compiler(root: Path) -> typst.Compiler:
    """The compiler of all templates in a folder, with the fonts read."""
    return typst.Compiler(root=root, font_paths=_fonts(), ignore_system_fonts=True)


def _as_json(given: object) -> bytes:
    # Typst parses all that it is given as a template too, whatever it is for. The first name makes that one comment.
    whole = {"//": "", "given": given}
    with suppress(UnicodeEncodeError):  # half a character
        quick = msgspec.json.encode(whole)
        if _is_printable(quick.decode()):
            return quick
    return msgspec.json.encode(printable(msgspec.to_builtins(whole)))


def _is_printable(written: str) -> bool:
    """Whether printable() would change no string of this JSON, at one look: nearly always so, and a look at each costs
    as much as all else done in Python for a PDF."""
    return not (_ESCAPED.search(written) or _UNPRINTABLE.search(written)) and is_normalized("NFC", written)


def _forget(made_by: typst.Compiler) -> None:
    nothing: Any = {MAIN: BLANK, DATA: BLANK}
    made_by.compile(nothing, format="svg")
    for _ in range(_REMEMBERED_FOR):
        made_by.compile(BLANK, format="svg")


@cache
def _fonts() -> typst.Fonts:
    """Our font, and those inside typst for letters it lacks; never the machine's, so that all make the same."""
    return typst.Fonts(include_system_fonts=False, font_paths=[FONT_ROOT / "files"])


def printable(given: object) -> object:
    """The same data with every string made printable, however deep it stands."""
    if isinstance(given, str):
        if given.isascii() and given.isprintable():
            return given
        return _UNPRINTABLE.sub(NO_GLYPH, normalize("NFC", given.replace("\r\n", "\n").replace("\t", " ")))
    if isinstance(given, Mapping):
        return {key: printable(value) for key, value in given.items()}
    if isinstance(given, list | tuple):
        return [printable(value) for value in given]
    return given
