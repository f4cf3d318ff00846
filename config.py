"""Settings, from the environment and an optional ``site.toml``.

``read_config`` gives Flask's settings, ``read_site`` what the site tells people: its numbers, its ALS team,
its page size and its clinical sign-off. A wrong setting stops the start with a message that names it.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import msgspec

DAY = int(timedelta(hours=24).total_seconds())
SITE_FILE = Path(__file__).with_name("site.toml")
SHORTEST_KEY = 32
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
DOCUMENT = "docs/operating.md lists every setting."


# What may stand in a setting, for whoever wrote something else there; the last part of its name leads here.
RULES = {
    "emergency": "must be one to four tables, each with a number and a label",
    "page_size": "must be A4 or Letter",
    "kiosk": "must be 1 or 0 in the environment, true or false in site.toml",
    "kiosk_idle_minutes": "must be a whole number from 10 to 720",
    "name": "must be words, at most 120 letters",
    "role": "must be words, at most 120 letters",
    "label": "must be words, at most 120 letters",
    "short": "must be words, at most 24 letters",
    "regions": A_REGION,
    "number": A_NUMBER,
    "sms": A_NUMBER,
    "text": "must be words, at most 240 letters",
    "crisis_lines": "must be one to four tables, each with a number and perhaps a name and a label",
    "time_zone": A_ZONE,
    "date": A_DATE,
    "digest": "must be the fingerprint of what was signed, as the page 'About this check' has it",
    "report_contact": "must be words, at most 200 letters",
    "security_contact": AN_ADDRESS,
    "security_contact_until": A_DATE,
    "accessibility_contact": "must be words, at most 200 letters",
}


class SettingsError(Exception):
    """A setting is wrong or missing; the message says which, and what to put there."""


def _check_number(number: str) -> None:
    if not PHONE_NUMBER.fullmatch(number):
        raise ValueError(f"number {A_NUMBER}")


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
    page_size: Literal["A4", "Letter"] = "A4"
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
        """Refuse a time zone that nobody knows."""
        if self.time_zone not in available_timezones():
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
    return {
        "SECRET_KEY": key,
        "SECRET_KEY_FALLBACKS": _fallbacks(environ),
        "TRUSTED_PROXIES": number_setting(environ, "TRUSTED_PROXIES", default=0, most=5),
        "METRICS_PORT": number_setting(environ, "METRICS_PORT", default=0, most=65535),
        "PUBLIC_ADDRESS": _public_address(environ.get("PUBLIC_ADDRESS", "").strip()),
        "TRUSTED_HOSTS": [host.strip() for host in environ.get("TRUSTED_HOSTS", "").split(",") if host.strip()],
        "HSTS_SUBDOMAINS": bool(number_setting(environ, "HSTS_SUBDOMAINS", default=0, most=1)),
        "SCRIPT_NAME": _prefix(environ.get("SCRIPT_NAME", "").strip().rstrip("/")),
        "SITE": read_site(environ),
        "SITE_RULES": read_site_rules(environ),
    }


def _fallbacks(environ: Mapping[str, str]) -> list[str]:
    keys = [key.strip() for key in environ.get("SECRET_KEY_FALLBACKS", "").split(",") if key.strip()]
    if any(len(key) < SHORTEST_KEY for key in keys):
        raise SettingsError(
            f"SECRET_KEY_FALLBACKS must be keys of at least {SHORTEST_KEY} characters, separated by commas."
        )
    return keys


def _public_address(address: str) -> str:
    """The address without a slash at its end; empty when none is set."""
    parts = urlsplit(address)
    plain = (
        parts.scheme in ("http", "https") and parts.hostname and not (parts.query or parts.fragment or "@" in address)
    )
    if address and not plain:
        raise SettingsError(
            "PUBLIC_ADDRESS must be where people reach this service, for example https://check.example.org, "
            f"not {address!r}. {DOCUMENT}"
        )
    return address.rstrip("/")


def _prefix(path: str) -> str:
    if path and not re.fullmatch(r"(?:/[A-Za-z0-9._~-]+)+", path):
        raise SettingsError(f"SCRIPT_NAME must be a path such as /backcheck, not {path!r}. {DOCUMENT}")
    return path


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
        raise SettingsError(_sentence(error)) from None


def read_site_rules(environ: Mapping[str, str] = os.environ) -> str:
    """The folder of a site's own rules; empty when it has none. Raises SettingsError when it is not there."""
    folder = environ.get("SITE_RULES", "").strip()
    if folder and not Path(folder).is_dir():
        raise SettingsError(f"SITE_RULES: there is no folder {folder}. Create it, or unset SITE_RULES. {DOCUMENT}")
    return folder


def _read_file(path: Path) -> dict[str, Any]:
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8-sig"))  # some editors put a byte order mark first
    except OSError as error:
        raise SettingsError(f"{path.name} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path.name} must be saved as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path.name} is not TOML: {error}. Correct it at that place.") from None
    for table in (read, read.get("sign_off"), read.get("translation_sign_off")):
        for key in ("date", "security_contact_until"):
            if isinstance(table, dict) and isinstance(table.get(key), date):
                table[key] = table[key].isoformat()  # TOML has dates of its own, written without quotes
    return read


def _sentence(error: msgspec.ValidationError) -> str:
    """What is wrong with a setting of the site, and where to read what may stand there."""
    what, _, place = str(error).partition(" - at `$")
    setting = place.strip(".`")
    if unknown := re.search(r"unknown field `(.+?)`", what):
        problem = f"there is no setting {unknown[1]!r}"
    elif missing := re.search(r"missing required field `(.+?)`", what):
        problem = f"{missing[1]!r} is missing"
    elif error.__cause__:  # one of our own checks, which has said it in words
        problem = what
    else:
        problem = RULES.get(re.sub(r"\[.*", "", setting.rpartition(".")[2]), "must be a table of settings")
    return f"Settings of the site: {setting or 'site.toml'}: {problem}. {DOCUMENT}"


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if number := environ.get("EMERGENCY_NUMBER"):
        named = {"text": "EMERGENCY_TEXT", "sms": "EMERGENCY_SMS"}
        label = environ.get("EMERGENCY_LABEL", "") or "Emergency services"
        found["emergency"] = [{"number": number, "label": label, **_present(named, environ)}]
    if crisis := _present({"name": "CRISIS_LINE_NAME", "number": "CRISIS_LINE_NUMBER"}, environ):
        found["crisis_lines"] = [crisis]
    for setting in ("urgent_line", "als_team", "palliative_line"):
        line = _present({"name": f"{setting.upper()}_NAME", "number": f"{setting.upper()}_NUMBER"}, environ)
        if line:
            found[setting] = line
    if size := environ.get("PAGE_SIZE"):
        found["page_size"] = size
    if zone := environ.get("TIME_ZONE"):
        found["time_zone"] = zone
    if contact := environ.get("ACCESSIBILITY_CONTACT"):
        found["accessibility_contact"] = contact
    found.update(_kiosk(environ))
    for setting in ("report_contact", "security_contact", "security_contact_until"):
        if words := environ.get(setting.upper()):
            found[setting] = words
    for setting in ("sign_off", "translation_sign_off"):
        names = {key: f"{setting.upper()}_{key.upper()}" for key in ("name", "role", "date", "digest")}
        if sign_off := _present(names, environ):
            found[setting] = sign_off
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


def number_setting(environ: Mapping[str, str], name: str, default: int, most: int) -> int:
    """A setting that is a whole number. Raises SettingsError when it is not, or is more than ``most``."""
    text = environ.get(name, str(default))
    if not text.isdigit() or int(text) > most:
        raise SettingsError(f"{name} must be a whole number from 0 to {most}, not {text!r}.")
    return int(text)
