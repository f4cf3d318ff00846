"""Settings: sensible defaults, and a clear message that stops the start when one is wrong."""

from pathlib import Path

import pytest

from config import RULES, SettingsError, read_config, read_site
from site_settings import Site

KEY = {"SECRET_KEY": "k" * 40}
NO_FILE: dict[str, str] = {}


@pytest.mark.parametrize("environ", [{}, {"SECRET_KEY": ""}, {"SECRET_KEY": "short"}])
def test_no_start_without_a_secret_key(environ: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="SECRET_KEY must be set"):
        read_config(environ)


def test_the_defaults_name_the_three_numbers() -> None:
    assert [emergency.number for emergency in Site().emergency] == ["911", "999", "112"]
    assert Site().page_size == "A4"
    assert Site().sign_off is None


def test_fallback_keys_are_read_for_rotation() -> None:
    one, two = "1" * 32, "2" * 40
    found = read_config(KEY | {"SECRET_KEY_FALLBACKS": f" {one}, {two} ,"})
    assert found["SECRET_KEY_FALLBACKS"] == [one, two]


def test_a_short_earlier_key_is_refused_and_not_repeated() -> None:
    with pytest.raises(SettingsError, match="SECRET_KEY_FALLBACKS must be keys of at least 32") as caught:
        read_config(KEY | {"SECRET_KEY_FALLBACKS": "tooshort"})
    assert "tooshort" not in str(caught.value)


@pytest.mark.parametrize(
    ("said", "kept"),
    [("https://check.example.org/", "https://check.example.org"), ("http://host/sub/path", "http://host/sub/path")],
)
def test_the_public_address_has_no_slash_at_its_end(said: str, kept: str) -> None:
    assert read_config(KEY | {"PUBLIC_ADDRESS": said})["PUBLIC_ADDRESS"] == kept


@pytest.mark.parametrize(
    "said",
    [
        "check.example.org",
        "ftp://x",
        "https://",
        "https://x/?a",
        "https://x/#a",
        "//x",
        "https://[::1",
        "http://a b",
        "https://x:abc",
        "https://me:secret@x",
        "https://-",
        "https://a..b",
    ],
)
def test_a_public_address_that_nobody_can_open_stops_the_start(said: str) -> None:
    with pytest.raises(SettingsError, match="PUBLIC_ADDRESS must be") as caught:
        read_config(KEY | {"PUBLIC_ADDRESS": said})
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "said", ["check.example.org:8443", "https://check.example.org", "a b", "good.example, .", "a..b"]
)
def test_a_trusted_host_that_no_request_could_name_stops_the_start(said: str) -> None:
    with pytest.raises(SettingsError, match="TRUSTED_HOSTS must be"):
        read_config(KEY | {"TRUSTED_HOSTS": said})


@pytest.mark.parametrize("said", ["backcheck", "/a b", "/a//b", "//evil.example"])
def test_a_path_to_serve_below_is_a_path(said: str) -> None:
    with pytest.raises(SettingsError, match="SCRIPT_NAME must be"):
        read_config(KEY | {"SCRIPT_NAME": said})


def test_the_environment_sets_each_site_setting(tmp_path: Path) -> None:
    site = read_site(
        {
            "EMERGENCY_NUMBER": "999",
            "EMERGENCY_LABEL": "UK",
            "URGENT_LINE_NAME": "NHS 111",
            "URGENT_LINE_NUMBER": "111",
            "ALS_TEAM_NAME": "the MND clinic",
            "ALS_TEAM_NUMBER": "01632 960 001",
            "PALLIATIVE_LINE_NUMBER": "01632 960 002",
            "PAGE_SIZE": "Letter",
            "SIGN_OFF_NAME": "Dr B. Example",
            "SIGN_OFF_ROLE": "GP",
            "SIGN_OFF_DATE": "2026-11-01",
        },
        tmp_path / "none.toml",
    )
    assert site.emergency[0].number == "999"
    assert site.urgent_line.name == "NHS 111"
    assert site.als_team.number == "01632 960 001"
    assert site.page_size == "Letter"
    assert site.sign_off and site.sign_off.role == "GP"


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_text('page_size = "Letter"\n[als_team]\nname = "the clinic"\n')
    assert read_site({"PAGE_SIZE": "A4"}, file).page_size == "A4"
    assert read_site({}, file).als_team.name == "the clinic"


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({"EMERGENCY_NUMBER": "call me"}, "emergency"),
        ({"EMERGENCY_NUMBER": "javascript:alert(1)"}, "emergency"),
        ({"URGENT_LINE_NUMBER": "12<b>"}, "urgent_line"),
        ({"PAGE_SIZE": "A3"}, "page_size"),
        ({"SIGN_OFF_NAME": "Dr B."}, "sign_off"),
        ({"SIGN_OFF_NAME": "B", "SIGN_OFF_ROLE": "GP", "SIGN_OFF_DATE": "yesterday"}, "sign_off"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_is_named(environ: dict[str, str], named: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=named):
        read_site(environ, tmp_path / "none.toml")


@pytest.mark.parametrize(
    "text",
    [
        "colour = 'red'",
        "emergency = []",
        "page_size = ",
        "[sign_off]\nname = 3",
        "page_size = " + "[" * 5000,
        "kiosk_idle_minutes = " + "9" * 5000,
    ],
)
def test_a_wrong_file_stops_the_start(text: str, tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_text(text)
    with pytest.raises(SettingsError, match=r"site.toml|Settings of the site"):
        read_site({}, file)


def test_a_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="SITE_FILE"):
        read_site({"SITE_FILE": str(tmp_path / "gone.toml")})


@pytest.mark.parametrize("hops", ["-1", "six", "99", "²", "9" * 5000])
def test_trusted_proxies_is_a_small_number(hops: str) -> None:
    with pytest.raises(SettingsError, match="TRUSTED_PROXIES"):
        read_config(KEY | {"TRUSTED_PROXIES": hops})


@pytest.mark.parametrize(
    "number",
    ["911", "(555) 010-0199", "555.010.0199", "555 0100 ext 12", "555 0100 x12", "+44 (0)20 7946 0000", "*31#555 0100"],
)
def test_numbers_as_people_write_them_are_taken(number: str, tmp_path: Path) -> None:
    assert read_site({"ALS_TEAM_NUMBER": number}, tmp_path / "none.toml").als_team.number == number


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_bytes(b'\xef\xbb\xbfpage_size = "Letter"\n')
    assert read_site({}, file).page_size == "Letter"


def test_a_file_that_is_not_utf_8_is_refused_in_words(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_bytes(b'[als_team]\nname = "caf\xe9"\n')
    with pytest.raises(SettingsError, match="must be saved as UTF-8"):
        read_site({}, file)


def signed(date: str, folder: Path) -> Site:
    file = folder / "site.toml"
    file.write_text(f'[sign_off]\nname = "A"\nrole = "B"\ndate = {date}\n')
    return read_site({}, file)


def test_a_date_is_written_with_or_without_quotes(tmp_path: Path) -> None:
    dates = [signed(written, tmp_path).sign_off for written in ('"2028-02-29"', "2028-02-29")]
    assert [found and found.date for found in dates] == ["2028-02-29", "2028-02-29"]


@pytest.mark.parametrize("date", ['"2026-02-29"', '"2026-13-01"', '"20261101"', '"2026-1-1"', '"2026-W01-1"', "3"])
def test_a_day_that_there_is_not_is_refused(date: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="sign_off"):
        signed(date, tmp_path)


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({"EMERGENCY_NUMBER": "call me"}, "number must be a phone number, for example 911"),
        ({"PAGE_SIZE": "A3"}, "page_size: must be A4 or Letter"),
        ({"KIOSK_IDLE_MINUTES": "3"}, "must be a whole number from 10 to 720"),
        ({"KIOSK": "maybe"}, "kiosk: must be 1 or 0"),
        ({"SIGN_OFF_NAME": "Dr B."}, "sign_off: 'role' is missing"),
        ({"ALS_TEAM_NAME": "x" * 121}, "als_team.name: must be words, at most 120 letters"),
    ],
)
def test_a_wrong_setting_is_said_in_a_sentence_with_the_document_to_read(
    environ: dict[str, str], sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(SettingsError) as caught:
        read_site(environ, tmp_path / "none.toml")
    assert sentence in str(caught.value)
    assert "docs/operating.md" in str(caught.value)
    assert not set("`^$\\{") & set(str(caught.value))


def test_every_setting_of_the_site_has_a_sentence_for_what_may_stand_in_it() -> None:
    tables = {"urgent_line", "als_team", "palliative_line", "sign_off", "translation_sign_off"}
    assert set(Site.__struct_fields__) - tables <= set(RULES)
