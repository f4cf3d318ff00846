"""Folders of a site's own rules, written for tests."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import to_builtins

from app.rules.load import shipped
from app.rules.shape import Frozen, Rule

EXAMPLE = Path(__file__).parents[2] / "deploy" / "site-rules-example"
SAID = {"patient": "It matters for you.", "caregiver": "It matters for them."}
MORE = {"patient": "Take the blue card with you.", "caregiver": "Take their blue card with you."}


def own(id: str = "site-own", **keys: Any) -> dict[str, Any]:
    """A rule of the site's own: at the same day, for moderate pain, unless ``keys`` say otherwise."""
    rule = {
        "id": id,
        "tier": "same_day",
        "when": [{"severity": ["moderate"]}],
        "points_to": "a test",
        "because": SAID,
        "judgement": True,
    }
    return {key: value for key, value in {**rule, **keys}.items() if value is not None}


def instead_of(id: str, **keys: Any) -> dict[str, Any]:
    """A rule in place of a shipped one: as that is, but for ``keys``. None takes a key out."""
    rule = next(rule for rule in shipped().rules if rule.id == id)
    when = [dict(clause) for clause in rule.when]
    plain = {key: _plain(getattr(rule, key)) for key in Rule.__struct_fields__ if key != "when"}
    changed = {**plain, "when": when, **keys}
    return {key: value for key, value in changed.items() if value not in (None, False, (), [])}


def _plain(value: Any) -> Any:
    if isinstance(value, Frozen):
        return {key: words for key, words in to_builtins(value).items() if words is not None}
    return value


def site(folder: Path, **files: str | bytes | Mapping[str, Sequence[Mapping[str, Any]]]) -> Path:
    """The folder, with files of these names: text as it stands, or tables of TOML by the kind of entry."""
    folder.mkdir(exist_ok=True)
    for name, held in files.items():
        if isinstance(held, Mapping):
            held = "\n".join(table for kind, entries in held.items() for table in _tables(kind, entries))
        data = held.encode() if isinstance(held, str) else held
        (folder / f"{name}.toml").write_bytes(data)
    return folder


def _tables(kind: str, entries: Sequence[Mapping[str, Any]]) -> list[str]:
    return ["\n".join((f"[[{kind}]]", *(f"{key} = {_toml(value)}" for key, value in one.items()))) for one in entries]


def _toml(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_toml(held)}" for key, held in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
