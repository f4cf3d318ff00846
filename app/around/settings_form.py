"""The settings page's form: a field a setting, of which a button sends exactly one."""

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, StringField
from wtforms.validators import ValidationError

from app.visit.choices import CHOICES

RESET = "reset"
FIELDS = {**CHOICES, RESET: ("everything",)}


class OneChoice(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Valid when one offered value of one setting came, and nothing else."""

    @property
    def sent(self) -> list[Field]:
        """The fields that came."""
        return [field for field in self if field.name in FIELDS and field.raw_data]

    @property
    def chosen(self) -> tuple[str, str]:
        """Which setting, and the value. Only once the form is valid."""
        return self.sent[0].name, self.sent[0].data

    def validate(self, extra_validators: Any = None) -> bool:
        """WTForms' own checks of each field, and that one button was pressed."""
        return bool(super().validate(extra_validators)) and len(self.sent) == 1


class _Offered:
    """Refuses a value that no button sends, and two values at once."""

    def __init__(self, values: Sequence[str]) -> None:
        self._offered = [[value] for value in values]

    def __call__(self, form: OneChoice, field: Field) -> None:
        if field.raw_data and field.raw_data not in self._offered:
            raise ValidationError


SettingsForm = type(
    "SettingsForm", (OneChoice,), {name: StringField(validators=[_Offered(values)]) for name, values in FIELDS.items()}
)
