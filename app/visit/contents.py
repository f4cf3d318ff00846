"""What a cookie may hold, checked once when it is opened: whatever else is in it makes it unreadable."""

from typing import Annotated, Any

import msgspec

from app.visit.note import LONGEST

# In the year 2100 nobody will use this, and no program that reads times goes wrong before.
Moment = Annotated[int, msgspec.Meta(ge=0, le=4_102_444_800)]
Word = Annotated[str, msgspec.Meta(max_length=200)]
Version = Annotated[str, msgspec.Meta(max_length=20, pattern=r"^[0-9]+(\.[0-9]+)*$")]


class Contents(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The visit as it is sealed. ``opened`` is what the clinic's side remembers of a code,
    ``compared`` a comparison's random id and its two codes.
    """

    id: Word | msgspec.UnsetType = msgspec.UNSET
    answers: dict[Word, Word] | msgspec.UnsetType = msgspec.UNSET
    time: Moment | msgspec.UnsetType = msgspec.UNSET
    last: Word | msgspec.UnsetType = msgspec.UNSET
    note: Annotated[str, msgspec.Meta(max_length=LONGEST)] | msgspec.UnsetType = msgspec.UNSET
    settings: dict[Word, Word] | msgspec.UnsetType = msgspec.UNSET
    csrf_token: Word | msgspec.UnsetType = msgspec.UNSET
    opened: tuple[Version, Word, int, Moment] | msgspec.UnsetType = msgspec.UNSET
    compared: tuple[Word, Word, Word] | msgspec.UnsetType = msgspec.UNSET
    seen: Moment | msgspec.UnsetType = msgspec.UNSET
    shown: bool | msgspec.UnsetType = msgspec.UNSET


def read_contents(packed: bytes) -> dict[str, Any]:
    """The contents in JSON, as plain objects. Raises ValueError for any that could not have been sealed here."""
    try:
        checked = msgspec.json.decode(packed, type=Contents)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise ValueError("the cookie holds something else than a visit") from error
    found: dict[str, Any] = msgspec.to_builtins(checked)
    return found
