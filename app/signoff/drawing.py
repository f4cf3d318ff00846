"""The flow of the check as a drawing: one SVG that stands alone, for a clinician's sign-off.

ElementTree builds it, so the words of the content are escaped and the file is well-formed by construction.
"""

from collections.abc import Sequence
from textwrap import wrap
from xml.etree import ElementTree as ET  # nosec B405 - it writes here, and reads nothing

from app.rules.shape import Content
from app.signoff.flow import AFTER, BEFORE, EXPLAINED, RESULT, STOP, Step, stages, text

# Sizes are in SVG user units, about a pixel each.
MARGIN, GAP, LINE, ROW = 20, 26, 18, 26
FLOW_LEFT, FLOW_WIDTH = 110, 450
EXIT_LEFT, EXIT_WIDTH = 600, 560
STOP_X = 50
WIDTH = EXIT_LEFT + EXIT_WIDTH + MARGIN
# Letters on a line of the widest box, by the width of an average letter at this size, with room for wide ones.
LETTERS = 80
EXIT = "!! Emergency page at once"


def svg(content: Content) -> str:
    """The flow as a stand-alone SVG; the text version is its description."""
    drawing = _Drawing()
    drawing.note(wrap(EXPLAINED, LETTERS * 2))
    drawing.box(BEFORE)
    for name, members in stages(content):
        drawing.stage(name, members)
    for name in AFTER:
        drawing.box(name, stop_ends=name == RESULT)
    return drawing.finish(f"Flow of the check, content {content.version} ({content.digest})", text(content))


class _Drawing:
    """An SVG that grows downwards; ``y`` is where the next thing goes."""

    def __init__(self) -> None:
        self.body = ET.Element("g", {"font-family": "sans-serif", "font-size": "14"})
        self.y = MARGIN
        self.first_stop = 0
        self.joined = False

    def note(self, lines: Sequence[str]) -> None:
        """Lines of explanation across the page."""
        for line in lines:
            self._text(MARGIN, self.y + LINE, line)
            self.y += LINE
        self.y += MARGIN

    def box(self, words: str, stop_ends: bool = False) -> None:
        """A plain step of the flow; the dashed line from "Stop here" ends at one of them."""
        self._arrow_down()
        self._rect(FLOW_LEFT, FLOW_WIDTH, 34)
        self._text(FLOW_LEFT + 12, self.y + 22, words)
        if stop_ends and self.first_stop:
            self._path(f"M{STOP_X} {self.first_stop}V{self.y + 17}H{FLOW_LEFT}", dashed=True, arrow=True)
        self.y += 34

    def stage(self, name: str, members: Sequence[Step]) -> None:
        """A group of questions under its name."""
        self._arrow_down()
        top, frame = self.y, self._rect(FLOW_LEFT, FLOW_WIDTH, 0, fill="#eef2f5")
        self._text(FLOW_LEFT + 12, top + 22, name, bold=True)
        self.y += 34
        for step in members:
            self._step(step)
        frame.set("height", str(self.y + 6 - top))
        self.y += 6

    def _step(self, step: Step) -> None:
        self._rect(FLOW_LEFT + 10, FLOW_WIDTH - 20, ROW)
        self._text(FLOW_LEFT + 22, self.y + 18, step.name)
        if step.may_stop:
            self._stop()
        self.y += max(ROW, self._emergency(step)) + 6

    def _emergency(self, step: Step) -> int:
        """The heavy box beside a question, one entry an answer; returns its height, 0 where there is none."""
        if not step.emergencies:
            return 0
        lines = [EXIT, *(line for words in step.emergencies for line in wrap(words, LETTERS, subsequent_indent="   "))]
        height = len(lines) * LINE + 8
        self._path(f"M{FLOW_LEFT + FLOW_WIDTH - 10} {self.y + ROW // 2}H{EXIT_LEFT}", arrow=True)
        self._rect(EXIT_LEFT, EXIT_WIDTH, height, line="3")
        for number, line in enumerate(lines):
            self._text(EXIT_LEFT + 10, self.y + 18 + number * LINE, line, bold=number == 0)
        return height

    def _stop(self) -> None:
        middle = self.y + ROW // 2
        if not self.first_stop:
            self.first_stop = middle
            self._text(MARGIN, middle - 8, f"-> {STOP}")
        self._path(f"M{FLOW_LEFT + 10} {middle}H{STOP_X}", dashed=True)

    def _arrow_down(self) -> None:
        if self.joined:
            self._path(f"M{FLOW_LEFT + FLOW_WIDTH // 2} {self.y}v{GAP}", arrow=True)
            self.y += GAP
        self.joined = True

    def _rect(self, x: int, width: int, height: int, fill: str = "white", line: str = "1") -> ET.Element:
        sizes = {"x": x, "y": self.y, "width": width, "height": height, "rx": 4}
        looks = {"fill": fill, "stroke": "black", "stroke-width": line}
        return ET.SubElement(self.body, "rect", {name: str(size) for name, size in sizes.items()} | looks)

    def _text(self, x: int, y: int, words: str, bold: bool = False) -> None:
        looks = {"font-weight": "bold"} if bold else {}
        ET.SubElement(self.body, "text", {"x": str(x), "y": str(y)} | looks).text = words

    def _path(self, d: str, dashed: bool = False, arrow: bool = False) -> None:
        looks = {"d": d, "fill": "none", "stroke": "black"}
        looks |= {"stroke-dasharray": "5 4"} if dashed else {}
        looks |= {"marker-end": "url(#arrow)"} if arrow else {}
        ET.SubElement(self.body, "path", looks)

    def finish(self, title: str, description: str) -> str:
        """The whole document, with a title and a description for those who cannot see it."""
        size = {"width": str(WIDTH), "height": str(self.y + MARGIN)}
        marks = {"xmlns": "http://www.w3.org/2000/svg", "role": "img", "aria-labelledby": "title desc"}
        root = ET.Element("svg", {**marks, **size, "viewBox": f"0 0 {WIDTH} {self.y + MARGIN}"})
        ET.SubElement(root, "title", {"id": "title"}).text = title
        ET.SubElement(root, "desc", {"id": "desc"}).text = description
        ET.SubElement(root, "rect", {**size, "fill": "white"})
        root.extend((_arrow_head(), self.body))
        ET.indent(root)
        return ET.tostring(root, encoding="unicode")


def _arrow_head() -> ET.Element:
    definitions = ET.Element("defs")
    size = {"markerWidth": "10", "markerHeight": "10", "refX": "9", "refY": "5", "orient": "auto"}
    marker = ET.SubElement(definitions, "marker", {"id": "arrow", **size})
    ET.SubElement(marker, "path", {"d": "M0 0L10 5L0 10z"})
    return definitions
