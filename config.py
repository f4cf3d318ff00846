"""Settings, from the environment and an optional ``site.toml``.

``read_config`` gives Flask's settings, ``read_site`` what the site tells people: its numbers, its ALS team,
its page size and its clinical sign-off. A wrong setting stops the start with a message that names it.
"""

import os
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

DAY = int(timedelta(hours=24).total_seconds())
SITE_FILE = Path(__file__).with_name("site.toml")
SHORTEST_KEY = 32
KIOSK_WARNING = 60  # seconds
KIOSK_GRACE = 15  # seconds on a slow network, so that a "yes" in the last of the warning still counts

PhoneNumber = Annotated[str, msgspec.Meta(pattern=r"^[+*#]?[0-9][0-9 ()*#-]{1,24}$")]
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]


class SettingsError(Exception):
    """A setting is wrong or missing; the message says which, and what to put there."""


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A group of settings: immutable, and strict about its keys."""


class Emergency(Strict, frozen=True):
    """An emergency number and where it works."""

    number: PhoneNumber
    label: Words = ""


class Line(Strict, frozen=True):
    """Someone to call: a name, a number, or both."""

    name: Annotated[str, msgspec.Meta(max_length=120)] = ""
    number: PhoneNumber | None = None


class SignOff(Strict, frozen=True):
    """The clinician who signed the content off for this site. The date is written as 2026-11-23."""

    name: Words
    role: Words
    date: Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class Site(Strict, frozen=True):
    """What this site tells people. The defaults name the most used emergency numbers of the world."""

    emergency: Annotated[tuple[Emergency, ...], msgspec.Meta(min_length=1, max_length=4)] = (
        Emergency("911", "United States and Canada"),
        Emergency("999", "United Kingdom and Ireland"),
        Emergency("112", "Europe, and most mobile phones"),
    )
    urgent_line: Line = Line()
    als_team: Line = Line()
    palliative_line: Line = Line()
    page_size: Literal["A4", "Letter"] = "A4"
    sign_off: SignOff | None = None
    accessibility_contact: Annotated[str, msgspec.Meta(max_length=200)] = ""
    kiosk: bool = False
    # WCAG 2.2.1 and our own table: nobody is hurried, so a shared computer waits at least this long.
    kiosk_idle_minutes: Annotated[int, msgspec.Meta(ge=10, le=720)] = 10

    @property
    def other_page_size(self) -> str:
        """The paper that this site does not use, for whoever needs it once."""
        return "letter" if self.page_size == "A4" else "a4"

    @property
    def answers_last(self) -> int:
        """Seconds that answers are kept in the browser: a day, or on a shared computer the idle time and a warning."""
        return self.kiosk_idle_minutes * 60 + KIOSK_WARNING + KIOSK_GRACE if self.kiosk else DAY


def read_config(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Flask's settings. Raises SettingsError when there is no secret key, or one too short to keep a secret."""
    key = environ.get("SECRET_KEY", "")
    if len(key) < SHORTEST_KEY:
        raise SettingsError(
            f"SECRET_KEY must be set, at least {SHORTEST_KEY} characters long. "
            "To make one: python3 -c 'import secrets; print(secrets.token_hex(32))'"
        )
    fallbacks = [old for old in environ.get("SECRET_KEY_FALLBACKS", "").split(",") if old]
    return {
        "SECRET_KEY": key,
        "SECRET_KEY_FALLBACKS": fallbacks,
        "TRUSTED_PROXIES": _number(environ, "TRUSTED_PROXIES", default=0, most=5),
        "SITE": read_site(environ),
    }


def read_site(environ: Mapping[str, str] = os.environ, file: Path | None = None) -> Site:
    """The site's settings: its file first, then what the environment says instead.

    Raises SettingsError naming the setting and what is wrong with it.
    """
    path = file or Path(environ.get("SITE_FILE", SITE_FILE))
    if not path.exists() and "SITE_FILE" in environ:
        raise SettingsError(f"SITE_FILE: there is no file {path}. Create it, or unset SITE_FILE.")
    settings = _read_file(path) if path.exists() else {}
    settings.update(_from_environment(environ))
    try:
        return msgspec.convert(settings, Site)
    except msgspec.ValidationError as error:
        raise SettingsError(f"Site settings: {error}. See the table of settings in README.md.") from error


def _read_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path.name}: {error}. Correct the TOML at that place.") from error


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if number := environ.get("EMERGENCY_NUMBER"):
        found["emergency"] = [{"number": number, "label": environ.get("EMERGENCY_LABEL", "") or "Emergency services"}]
    for setting in ("urgent_line", "als_team", "palliative_line"):
        line = _present({"name": f"{setting.upper()}_NAME", "number": f"{setting.upper()}_NUMBER"}, environ)
        if line:
            found[setting] = line
    if size := environ.get("PAGE_SIZE"):
        found["page_size"] = size
    if contact := environ.get("ACCESSIBILITY_CONTACT"):
        found["accessibility_contact"] = contact
    found.update(_kiosk(environ))
    if sign_off := _present({key: f"SIGN_OFF_{key.upper()}" for key in ("name", "role", "date")}, environ):
        found["sign_off"] = sign_off
    return found


def _kiosk(environ: Mapping[str, str]) -> dict[str, Any]:
    """What makes no sense is handed on as it is: reading the site then refuses it by its name."""
    found: dict[str, Any] = {}
    if switch := environ.get("KIOSK"):
        found["kiosk"] = {"1": True, "0": False}.get(switch, switch)
    if minutes := environ.get("KIOSK_IDLE_MINUTES"):
        found["kiosk_idle_minutes"] = int(minutes) if minutes.isdigit() else minutes
    return found


def _present(names: Mapping[str, str], environ: Mapping[str, str]) -> dict[str, str]:
    return {key: environ[name] for key, name in names.items() if environ.get(name)}


def _number(environ: Mapping[str, str], name: str, default: int, most: int) -> int:
    text = environ.get(name, str(default))
    if not text.isdigit() or int(text) > most:
        raise SettingsError(f"{name} must be a whole number from 0 to {most}, not {text!r}.")
    return int(text)
