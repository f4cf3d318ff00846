"""Settings, from the environment and an optional ``site.toml``.

``read_config`` gives Flask's settings, ``read_site`` what the site tells people, which ``site_settings.py`` lists.
A wrong setting stops the start with a message that names it.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from site_settings import A_DATE, A_NUMBER, A_REGION, A_ZONE, AN_ADDRESS, Site

SITE_FILE = Path(__file__).with_name("site.toml")
SHORTEST_KEY = 32
# A host of labels of at most 63 letters, or an address in brackets. Others break the programs that read them.
LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
HOST_NAME = rf"(?:{LABEL}(?:\.{LABEL})*\.?|\[[0-9A-Fa-f:.]{{2,45}}\])"
NUMBER = re.compile("[0-9]{1,9}")
ADDRESS = re.compile(rf"https?://{HOST_NAME}(?::[0-9]{{1,5}})?(?:/[A-Za-z0-9._~/-]*)?")
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
        "TRUSTED_HOSTS": _trusted_hosts(environ.get("TRUSTED_HOSTS", "")),
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


def _trusted_hosts(names: str) -> list[str]:
    hosts = [host.strip() for host in names.split(",") if host.strip()]
    for host in hosts:
        if not re.fullmatch(HOST_NAME, host):
            raise SettingsError(
                f"TRUSTED_HOSTS must be host names without a port, such as check.example.org, not {host!r}. {DOCUMENT}"
            )
    return hosts


def _public_address(address: str) -> str:
    """The address without a slash at its end; empty when none is set."""
    if address and not ADDRESS.fullmatch(address):  # which may hold a password, so nothing of it is shown
        raise SettingsError(
            f"PUBLIC_ADDRESS must be where people reach this service, for example https://check.example.org. {DOCUMENT}"
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
    except (ValueError, RecursionError):  # a number of thousands of digits, a thousand brackets in each other
        raise SettingsError(f"{path.name} holds something that cannot be read. {DOCUMENT}") from None
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
        found["kiosk_idle_minutes"] = int(minutes) if NUMBER.fullmatch(minutes) else minutes
    return found


def _present(names: Mapping[str, str], environ: Mapping[str, str]) -> dict[str, str]:
    return {key: environ[name] for key, name in names.items() if environ.get(name)}


def number_setting(environ: Mapping[str, str], name: str, default: int, most: int) -> int:
    """A setting that is a whole number. Raises SettingsError when it is not, or is more than ``most``."""
    text = environ.get(name, str(default))
    if not NUMBER.fullmatch(text) or int(text) > most:
        raise SettingsError(f"{name} must be a whole number from 0 to {most}, not {text!r}.")
    return int(text)
