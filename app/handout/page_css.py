"""The style that only this visit's printed page needs: its paper, and the foot of each page with the code.

The code has to stand on every page that a browser makes of the print page, and only the margin boxes of a
page can repeat and count. They take no text from the page itself, hence this small sheet of its own.
"""

from app.handout.labels import Labels
from app.words.paper import PAPERS
from site_settings import PaperSize


def page_css(size: PaperSize, code: str, words: Labels) -> str:
    """The ``@page`` rule for this paper."""
    before, between, after = _around_numbers(words["page"])
    return (
        f"@page {{ size: {PAPERS[size].css}; margin: 12mm 12mm 14mm; "
        f"@bottom-left {{ {_FONT} content: {_string(words['code'])} ' ' {_string(code)}; }} "
        f"@bottom-right {{ {_FONT} content: {before} counter(page) {between} counter(pages) {after}; }} }}\n"
    )


_FONT = "font: bold 9pt Arial, sans-serif; color: #000;"


def _around_numbers(pattern: str) -> tuple[str, str, str]:
    before, _, rest = pattern.partition("{n}")
    between, _, after = rest.partition("{m}")
    return _string(before), _string(between), _string(after)


def _string(words: str) -> str:
    """A CSS string that holds these words and nothing else."""
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
