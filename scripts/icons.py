"""Draws app/static/icon.png, the mark on a phone's home screen, from icon.svg: ``python -m scripts.icons``."""

from pathlib import Path
from tempfile import TemporaryDirectory

import typst

STATIC = Path(__file__).parents[1] / "app/static"
SIZE = 180  # pixels, as phones ask for; they round the corners themselves, so the ground goes up to the edge
PAGE = """#set page(width: {size}pt, height: {size}pt, margin: 0pt, fill: rgb("{ground}"))
#image("icon.svg", width: {size}pt)"""


def icon() -> bytes:
    """The picture as PNG; the same drawing gives the same bytes."""
    drawing = (STATIC / "icon.svg").read_text()
    ground = drawing.partition('fill="')[2].partition('"')[0]
    with TemporaryDirectory() as folder:
        Path(folder, "icon.svg").write_text(drawing)
        Path(folder, "icon.typ").write_text(PAGE.format(size=SIZE, ground=ground))
        made: bytes = typst.compile(str(Path(folder, "icon.typ")), format="png", ppi=72)
    return made


if __name__ == "__main__":
    (STATIC / "icon.png").write_bytes(icon())
