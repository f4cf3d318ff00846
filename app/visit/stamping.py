"""When this visit was answered, and the stamp of its summary: the same for every output that leaves the screen."""

import time
from datetime import UTC, datetime

from flask import current_app

from app.rules.answers import Answers
from app.rules.codes.code import encode
from app.rules.engine import Outcome
from app.rules.load import content
from app.telling.summary import Stamp
from app.telling.times import clock
from app.visit import current as visit


def moment(seconds: int) -> str:
    """A moment, given in seconds since 1970 (UTC), in words and with the site's time zone."""
    return clock(datetime.fromtimestamp(seconds, UTC), current_app.config["SITE"].time_zone)


def answered_words() -> str:
    """When the last answer was given, with its time zone, in words."""
    return moment(_completed())


def stamp_of(answers: Answers, outcome: Outcome) -> Stamp:
    """Its times, code and note. The address is left empty: not every output can be opened at one."""
    completed = _completed()
    return Stamp(
        completed=datetime.fromtimestamp(completed, UTC),
        printed=datetime.now(UTC),
        code=encode(content(), answers, completed, outcome.tier.id),
        address="",
        note=visit.note(),
    )


def _completed() -> int:
    return visit.answered_at() or int(time.time())
