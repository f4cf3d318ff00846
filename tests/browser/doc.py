"""The table of activations: as docs/accessibility.md has it, and as the robots of this run made it."""

from collections.abc import Iterable, Mapping
from pathlib import Path

DOC = Path(__file__).parents[2] / "docs" / "accessibility.md"
START, END = "<!-- robots -->\n", "<!-- end of robots -->"
PROPERTY = "activations"

Costs = Mapping[tuple[str, str], str]


def cost_words(activations: int, steps: int) -> str:
    """What stands in the table for a walk: activations, and the steps between them where there are any."""
    return f"{activations} + {steps}" if steps else str(activations)


def documented() -> Costs:
    """What the doc says each robot needs for each walk."""
    table = DOC.read_text().partition(START)[2].partition(END)[0]
    heading, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if line]
    return {(row[0], way): cost for row in rows for way, cost in zip(heading[1:], row[1:], strict=True)}


def table(costs: Costs) -> str:
    """The costs as the doc's table, to be put between its markers."""
    robots, ways = _in_order(robot for robot, _ in costs), _in_order(way for _, way in costs)
    rows = [["robot", *ways], ["---"] * (len(ways) + 1)]
    rows += [[robot, *(costs.get((robot, way), "?") for way in ways)] for robot in robots]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def made(properties: Iterable[tuple[str, object]]) -> Costs:
    """The costs among the properties that test reports carry, in the doc's order."""
    found = dict(tuple(value) for name, value in properties if name == PROPERTY)  # type: ignore[arg-type,misc]
    costs = {tuple(key.split(": ")): cost for key, cost in found.items()}
    order = list(documented())
    return dict(sorted(costs.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order)))


def _in_order(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
