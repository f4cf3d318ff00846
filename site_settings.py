"""What a site tells people: its emergency numbers, its ALS team, its paper, its clinicians' signatures.

Each is a setting of ``site.toml`` or the environment; ``config.py`` reads them. A wrong one is refused here.
"""

import re
from datetime import date, timedelta
from functools import cache
from typing import Annotated, Literal
from zoneinfo import available_timezones

import msgspec

PaperSize = Literal["A4", "Letter"]
DAY = int(timedelta(hours=24).total_seconds())
KIOSK_WARNING = 60  # seconds
KIOSK_GRACE = 15  # seconds on a slow network, so that a "yes" in the last of the warning still counts

Words = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]

# What people write for a number, with its spaces, brackets, dots and extension; app/words/phone.py makes links of it.
PHONE_NUMBER = re.compile(r"[+*#(]?[0-9][0-9 ().*#-]{1,24}(?:,? ?(?:ext\.?|extension|x) ?[0-9]{1,6})?", re.IGNORECASE)
A_NUMBER = "must be a phone number, for example 911, (555) 010-0199, 555 0100 ext 12 or +44 20 7946 0000"
A_REGION = "must be two capital letters, as in US, GB or FR"
A_ZONE = "must be the name of a time zone, for example Europe/London"
AN_ADDRESS = "must begin with mailto:, https:// or tel:, for example mailto:security@example.org"
A_DATE = "must be a day that there is, written as 2026-11-23"


def _check_number(number: str) -> None:
    if not PHONE_NUMBER.fullmatch(number):
        raise ValueError(f"number {A_NUMBER}")


@cache
def _zones() -> set[str]:
    """Every time zone that this machine knows; the folders of all are read for it, which takes some milliseconds."""
    return available_timezones()


def _is_day(written: str) -> bool:
    """Whether it is a day that there is, written as 2026-11-23 and in no other way."""
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A group of settings: immutable, and strict about its keys."""


# ISO 3166-1. Where 112 is the number, or one of the numbers: the European Union, EFTA, and neighbours that took it on.
EUROPE = (
    "AD", "AL", "AT", "BA", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
    "IS", "IT", "LI", "LT", "LU", "LV", "MC", "ME", "MK", "MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK",
    "SM", "TR", "UA", "VA", "XK",
)  # fmt: skip


class Emergency(Strict, frozen=True):
    """An emergency number, where it works, and how to reach it without a voice.

    ``label`` says where, and ``short`` in as few letters as fit below a small button. ``regions`` are the countries it
    works in, by their two letters: a browser that is set to one of them shows this number first.

    ``text`` says so in a sentence, with what must be registered first. ``sms`` is the number that takes text messages,
    where there is one.
    """

    number: str
    label: Words = ""
    text: Annotated[str, msgspec.Meta(max_length=240)] = ""
    sms: str | None = None
    short: Annotated[str, msgspec.Meta(max_length=24)] = ""
    regions: tuple[Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}$")], ...] = ()

    def __post_init__(self) -> None:
        """Refuse what is not a phone number."""
        _check_number(self.number)
        if self.sms is not None:
            _check_number(self.sms)


class CrisisLine(Strict, frozen=True):
    """Someone to talk to, day and night, and where the number works."""

    number: str
    name: Annotated[str, msgspec.Meta(max_length=120)] = ""
    label: Annotated[str, msgspec.Meta(max_length=120)] = ""

    def __post_init__(self) -> None:
        """Refuse what is not a phone number."""
        _check_number(self.number)


class Line(Strict, frozen=True):
    """Someone to call: a name, a number, or both."""

    name: Annotated[str, msgspec.Meta(max_length=120)] = ""
    number: str | None = None

    def __post_init__(self) -> None:
        """Refuse what is not a phone number."""
        if self.number is not None:
            _check_number(self.number)


class SignOff(Strict, frozen=True):
    """A clinician who signed the content, or its translation, off for this site. The date is written as 2026-11-23.

    ``digest`` is the fingerprint of what was signed: the signature holds for nothing else.
    """

    name: Words
    role: Words
    date: str
    digest: Annotated[str, msgspec.Meta(max_length=64)] = ""

    def __post_init__(self) -> None:
        """Refuse what is not a day."""
        if not _is_day(self.date):
            raise ValueError(f"date {A_DATE}")


class Site(Strict, frozen=True, cache_hash=True):
    """What this site tells people. The defaults name the most used emergency numbers of the world."""

    emergency: Annotated[tuple[Emergency, ...], msgspec.Meta(min_length=1, max_length=4)] = (
        Emergency(
            "911",
            "United States and Canada",
            "In the United States and Canada, texts to 911 work in some places only.",
            short="US, Canada",
            regions=("US", "CA"),
        ),
        Emergency(
            "999",
            "United Kingdom and Ireland",
            'In the UK, text "register" to 999 first, then texts to 999 work. Or call 18000 in the Relay UK app.',
            "999",
            "UK, Ireland",
            ("GB", "IE"),
        ),
        Emergency(
            "112",
            "Europe, and most mobile phones",
            "Elsewhere, ask today how your country takes emergency texts.",
            short="Europe",
            regions=EUROPE,
        ),
    )
    crisis_lines: Annotated[tuple[CrisisLine, ...], msgspec.Meta(min_length=1, max_length=4)] = (
        CrisisLine("988", label="United States and Canada"),
        CrisisLine("116 123", label="United Kingdom and Ireland"),
    )
    urgent_line: Line = Line()
    als_team: Line = Line()
    palliative_line: Line = Line()
    page_size: PaperSize = "A4"
    time_zone: str = "UTC"
    sign_off: SignOff | None = None
    translation_sign_off: SignOff | None = None
    report_contact: Annotated[str, msgspec.Meta(max_length=200)] = ""
    security_contact: Annotated[str, msgspec.Meta(max_length=200)] = ""
    security_contact_until: str = ""
    accessibility_contact: Annotated[str, msgspec.Meta(max_length=200)] = ""
    kiosk: bool = False
    # WCAG 2.2.1 and our own table: nobody is hurried, so a shared computer waits at least this long.
    kiosk_idle_minutes: Annotated[int, msgspec.Meta(ge=10, le=720)] = 10

    def __post_init__(self) -> None:
        """Refuse a time zone that nobody knows, and a security contact that is none or has no end."""
        if self.time_zone not in _zones():
            raise ValueError(f"time_zone {A_ZONE}")
        if bool(self.security_contact) != bool(self.security_contact_until):
            raise ValueError("security_contact and security_contact_until must be set together")
        if self.security_contact and not re.match(
            r"(mailto:[^\s@]+@[^\s@]+|https://\S+|tel:[+0-9-]+)$", self.security_contact
        ):
            raise ValueError(f"security_contact {AN_ADDRESS}")
        if self.security_contact_until and not _is_day(self.security_contact_until):
            raise ValueError(f"security_contact_until {A_DATE}")

    @property
    def other_page_size(self) -> PaperSize:
        """The paper that this site does not use, for whoever needs it once."""
        return "Letter" if self.page_size == "A4" else "A4"

    @property
    def answers_last(self) -> int:
        """Seconds that answers are kept in the browser: a day, or on a shared computer the idle time and a warning."""
        return self.kiosk_idle_minutes * 60 + KIOSK_WARNING + KIOSK_GRACE if self.kiosk else DAY
