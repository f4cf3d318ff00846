"""The reading pages. Their headings stand in the templates, every line of them in the content."""

from collections.abc import Mapping

from flask import Blueprint, abort, render_template

from app.rules.load import content
from app.rules.shape import LOCATION, Claim

reading = Blueprint("reading", __name__)

# The groups of advice on each page; why ALS can lead to back pain is told by the causes as well.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "why": ("why_answer",),
    "tests": ("tests",),
    "treatment": ("medicines", "physical", "surgery", "team"),
    "prevention": ("prevention",),
    "living": ("coping",),
}


@reading.get("/read/<name>")
def read(name: str) -> str:
    """One page of reading matter, in the voice of the answers where there are any."""
    if name not in GROUPS:
        abort(404)
    places = content().question[LOCATION].option
    return render_template(f"reading/{name}.html", content=content(), name=name, claims=_claims(name), places=places)


def _claims(name: str) -> tuple[Claim, ...]:
    """Everything that a page asserts, for its list of sources."""
    known = content()
    if name == "why":
        return (*known.advice_in("why_answer"), *known.mechanisms, *known.causes, *known.risk_factors)
    return tuple(line for group in GROUPS[name] for line in known.advice_in(group))
