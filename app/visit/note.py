"""The note: what the person most wants to ask. Never required, kept in the cookie alone."""

from unicodedata import category, normalize

from flask_wtf import FlaskForm
from wtforms import Field, TextAreaField
from wtforms.validators import ValidationError

from app.words.languages import gettext

LONGEST = 500
MOST_TYPED = 4000
"""Letters that are looked at at all: spaces and marks that cannot be seen are taken out before the note is counted."""

# Joiners are part of how some scripts are spelled. No other sign that cannot be seen is kept: a word copied with a soft
# hyphen or a mark of direction in it stays one word, and what turns the direction of writing parts words.
_JOINERS = "\u200c\u200d"
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_LIGATURES = str.maketrans({"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"})
_UNSEEN = {"Cc", "Cf", "Cs"}


def tidy(raw: str) -> str:
    """The note as it is kept: without unseen signs, empty lines, and more than one space between words."""
    return "\n".join(filter(None, map(_tidy_line, normalize("NFC", raw.translate(_LIGATURES)).splitlines())))


def toggled(note: str, sentence: str) -> str:
    """A tidied note with this sentence as its last line; without it, where it is a line of the note already."""
    lines = note.splitlines()
    return "\n".join([line for line in lines if line != sentence] if sentence in lines else [*lines, sentence])


def _tidy_line(line: str) -> str:
    seen = (_seen(sign) for sign in line)
    return " ".join("".join(seen).split())


def _seen(sign: str) -> str:
    """A sign as it is kept: one that cannot be seen is nothing within a word, or a space where it turns or controls."""
    if sign in _JOINERS or category(sign) not in _UNSEEN:
        return sign
    return "" if category(sign) == "Cf" and sign not in _TURNING else " "


class NoteForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The form of the note. ``words`` holds it, tidied, once ``validate()`` was true."""

    # No maxlength: a browser would cut a pasted text without a word. Here it is kept, and the page says what to do.
    note = TextAreaField()
    words = ""

    def validate_note(self, field: Field) -> None:
        """Take the note unless it is too long."""
        raw = field.data or ""
        if len(raw) > MOST_TYPED:  # before anything is worked out from it, for that costs more than its length
            raise ValidationError(too_long(len(raw)))
        self.words = tidy(raw)
        if len(self.words) > LONGEST:
            raise ValidationError(too_long(len(self.words)))


def too_long(length: int) -> str:
    """What to do about a note of this many letters."""
    return gettext(
        "This is %(length)s letters long. There is room for %(longest)s. Take out %(over)s or more.",
        length=length,
        longest=LONGEST,
        over=length - LONGEST,
    )
