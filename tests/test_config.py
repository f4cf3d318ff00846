"""Settings: sensible defaults, and a clear message that stops the start when one is wrong."""

from pathlib import Path

import pytest

from config import SettingsError, Site, read_config, read_site

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
    assert read_config(KEY | {"SECRET_KEY_FALLBACKS": "one,two"})["SECRET_KEY_FALLBACKS"] == ["one", "two"]


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


@pytest.mark.parametrize("text", ["colour = 'red'", "emergency = []", "page_size = ", "[sign_off]\nname = 3"])
def test_a_wrong_file_stops_the_start(text: str, tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_text(text)
    with pytest.raises(SettingsError, match=r"site.toml|Site settings"):
        read_site({}, file)


def test_a_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="SITE_FILE"):
        read_site({"SITE_FILE": str(tmp_path / "gone.toml")})


@pytest.mark.parametrize("hops", ["-1", "six", "99"])
def test_trusted_proxies_is_a_small_number(hops: str) -> None:
    with pytest.raises(SettingsError, match="TRUSTED_PROXIES"):
        read_config(KEY | {"TRUSTED_PROXIES": hops})
