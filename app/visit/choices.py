"""What a person can set, the values there are, and what stands without a choice.

Pure data: the words stand in the settings page's template, the looks in settings.css under the class names made here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, Self

Display = Literal["big", "classic"]

CHOICES: Mapping[str, tuple[str, ...]] = {
    "display": ("big", "classic"),
    "size": ("96", "128", "160"),  # px, the least height of a button
    "spacing": ("32", "48", "64"),  # px between two targets
    "text": ("100", "125", "150", "200"),  # percent
    "contrast": ("system", "light", "dark", "more"),
    "scanner": ("off", "on"),
    "step": ("0.5", "0.75", "1", "1.5", "2", "3", "4", "5"),  # seconds on each target
    "first": ("0", "0.5", "1", "2"),  # more seconds on the first target of a round
    "hold": ("0", "0.1", "0.3", "0.5", "1"),  # seconds the switch must be down for a press to count
    "rest": ("0", "0.3", "0.5", "1", "2"),  # seconds after a press in which no other counts
    "loops": ("2", "3", "5", "10"),  # rounds without a press, then the scanner pauses
    "speaks": ("off", "on"),  # whether the name of each target is said
    "rate": ("0.6", "0.8", "1", "1.3"),  # of the voice's own speed
}
LOOKS = ("size", "spacing", "text", "contrast")


@dataclass(frozen=True)
class Settings:
    """One person's settings. Nobody has to choose any: the defaults are meant for most."""

    display: Display = "big"
    size: str = "96"
    spacing: str = "32"
    text: str = "100"
    contrast: str = "system"
    scanner: str = "off"
    step: str = "2"
    first: str = "0"
    hold: str = "0"
    rest: str = "0"
    loops: str = "3"
    speaks: str = "off"
    rate: str = "1"

    @classmethod
    def from_cookie(cls, stored: object) -> Self:
        """The settings in a cookie. A value that this release does not offer counts as not chosen."""
        known = stored if isinstance(stored, dict) else {}
        return cls(**{name: known[name] for name, values in CHOICES.items() if known.get(name) in values})

    def to_cookie(self) -> dict[str, str]:
        """Only what differs from the defaults, to keep the cookie small."""
        return dict(self._chosen)

    def with_choice(self, name: str, value: str) -> Self:
        """These settings but for one. The caller has checked the value."""
        return replace(self, **{name: value})  # type: ignore[arg-type]  # display is a Literal, checked by the form

    @cached_property
    def _chosen(self) -> Mapping[str, str]:
        return {name: getattr(self, name) for name in CHOICES if getattr(self, name) != getattr(DEFAULTS, name)}

    @property
    def classes(self) -> str:
        """The classes of the html element, which the stylesheets go by."""
        looks = [f"is-{name}-{getattr(self, name)}" for name in LOOKS if name in self._chosen]
        return " ".join([f"is-{self.display}", *looks])

    @property
    def scans(self) -> bool:
        """Whether the one-switch scanner is on."""
        return self.scanner == "on"

    @property
    def names_targets(self) -> bool:
        """Whether the scanner says what its frame comes to."""
        return self.scans and self.speaks == "on"

    @property
    def restyled(self) -> bool:
        """Whether settings.css is needed, which most people never load."""
        return self.scans or any(name in self._chosen for name in LOOKS)


DEFAULTS = Settings()
