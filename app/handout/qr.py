"""The QR code of a summary: level M, four modules of quiet zone."""

from collections.abc import Iterator, Sequence

import segno

from app.telling.summary import Stamp, Summary

LEVEL = "M"
QUIET = 4
MILLIMETRES = 30
"""The least width of the code itself, without its quiet zone."""


def held(summary: Summary | Stamp) -> str:
    """What the QR code of a summary holds: where it opens, or its code alone where no address works elsewhere."""
    return summary.address or summary.code


def svg(address: str) -> str:
    """The QR code of an address as an SVG drawing with its quiet zone, black on white."""
    rows = modules(address)
    size = len(rows) + 2 * QUIET
    dark = "".join(_bars(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{dark}"/></svg>'
    )


def modules(address: str) -> Sequence[Sequence[int]]:
    """The rows of the code, 1 for dark, without the quiet zone."""
    # boost_error would raise the level where there is room; the page promises M, neither less nor more.
    return segno.make_qr(address, error=LEVEL, boost_error=False).matrix


def printed_width(address: str) -> float:
    """How many millimetres wide the drawing must be, so that the code in it has its least width."""
    count = len(modules(address))
    return MILLIMETRES * (count + 2 * QUIET) / count


def _bars(rows: Sequence[Sequence[int]]) -> Iterator[str]:
    """Each run of dark modules in a row as one rectangle."""
    for y, row in enumerate(rows, QUIET):
        start = None
        for x, dark in enumerate((*row, 0), QUIET):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                yield f"M{start} {y}h{x - start}v1h{start - x}z"
                start = None
