"""Settings: one press each, kept in the cookie, applied by the server, and nothing of them on a first visit."""

import re
from pathlib import Path

import pytest

from app.visit.choices import CHOICES, DEFAULTS, LOOKS, Settings
from tests.visitor import Page, Visitor

STATIC = Path("app/static")
EVERY = [(name, value) for name, values in CHOICES.items() for value in values]
CHANGES = [(name, value) for name, value in EVERY if value != getattr(DEFAULTS, name)]


def classes(page: Page) -> list[str]:
    return page.all("html")[0].get("class").split()


def files(page: Page) -> list[str]:
    links = [link.get("href") for link in page.all("link")] + [script.get("src") for script in page.all("script")]
    return [address.rpartition("/")[2] for address in links]


def script(page: Page, name: str) -> dict[str, str]:
    return next(dict(one.attrib) for one in page.all("script") if one.get("src").endswith(name))


def test_without_a_choice_nothing_is_loaded_for_one(visitor: Visitor) -> None:
    page = visitor.get("/check/respondent")
    scripts = ["press.js", "keyboard.js", "read_aloud.js"]
    assert files(page) == ["icon.svg", "icon.png", "app.css", "question.css", *scripts]
    assert classes(page) == ["is-big"]


@pytest.mark.parametrize(("name", "value"), EVERY)
def test_each_choice_is_one_press_and_the_page_stays_and_marks_it(visitor: Visitor, name: str, value: str) -> None:
    response = visitor.client.post("/settings", data={name: value, "csrf_token": visitor.get("/settings").token})
    assert (response.status_code, response.headers["Location"]) == (303, f"/settings#{name}")
    page = visitor.get("/settings")
    assert page.chosen(name) == [value]
    assert [page.chosen(other) for other in CHOICES if other != name] == [
        [getattr(DEFAULTS, other)] for other in CHOICES if other != name
    ]


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, value in CHANGES if name in LOOKS])
def test_a_look_is_a_class_with_a_rule_in_the_second_stylesheet(visitor: Visitor, name: str, value: str) -> None:
    visitor.post("/settings", {name: value})
    page = visitor.get("/check/respondent")
    assert f"is-{name}-{value}" in classes(page)
    assert "settings.css" in files(page)
    assert f".is-{name}-{value} {{" in (STATIC / "settings.css").read_text()


def test_classic_display_is_a_class_and_needs_no_second_stylesheet(visitor: Visitor) -> None:
    visitor.post("/display", {"display": "classic"})
    page = visitor.get("/check/respondent")
    assert classes(page) == ["is-classic"]
    assert "settings.css" not in files(page)


SCANNED = (("scanner", "on"), ("step", "0.75"), ("first", "1"), ("hold", "0.3"), ("rest", "0.5"), ("loops", "5"))


def test_the_scanner_is_loaded_when_on_with_its_settings(visitor: Visitor) -> None:
    for name, value in SCANNED:
        visitor.post("/settings", {name: value})
    found = script(visitor.get("/check/respondent"), "scanner.js")
    assert {name: found[f"data-{name}"] for name, _ in SCANNED[1:]} == dict(SCANNED[1:])
    assert "defer" in found
    visitor.post("/settings", {"scanner": "off"})
    assert "scanner.js" not in files(visitor.get("/check/respondent"))


def test_the_speed_of_the_voice_reaches_the_script(visitor: Visitor) -> None:
    visitor.post("/settings", {"rate": "0.6"})
    assert script(visitor.get("/"), "read_aloud.js")["data-rate"] == "0.6"


def test_names_of_targets_are_said_only_where_the_scanner_is_on(visitor: Visitor) -> None:
    visitor.post("/settings", {"speaks": "on"})
    assert "data-scanned" not in script(visitor.get("/check/respondent"), "read_aloud.js")
    visitor.post("/settings", {"scanner": "on"})
    assert "data-scanned" in script(visitor.get("/check/respondent"), "read_aloud.js")


def test_what_is_folded_is_open_once_it_was_changed(visitor: Visitor) -> None:
    folds = [fold.get("open") for fold in visitor.get("/settings").all("details")]
    assert folds == [None, None]
    visitor.post("/settings", {"rest": "1"})
    assert [fold.get("open") is not None for fold in visitor.get("/settings").all("details")] == [True, False]


def test_everything_goes_back_with_one_press(visitor: Visitor) -> None:
    for name, value in CHANGES:
        visitor.post("/settings", {name: value})
    assert visitor.get("/settings").chosen("text") == ["200"]
    page = visitor.post("/settings", {"reset": "everything"})
    assert all(page.chosen(name) == [getattr(DEFAULTS, name)] for name in CHOICES)
    assert classes(page) == ["is-big"]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"text": "400"},
        {"text": ""},
        {"text": ["150", "200"]},
        {"text": "150", "size": "128"},
        {"reset": "some"},
        {"colour": "red"},
        {"display": "<script>"},
    ],
)
@pytest.mark.parametrize("path", ["/settings", "/display"])
def test_what_no_button_sends_is_refused(visitor: Visitor, path: str, data: dict) -> None:
    assert visitor.post(path, data).status == 400
    assert all(visitor.get("/settings").chosen(name) == [getattr(DEFAULTS, name)] for name in CHOICES)


def test_a_choice_needs_its_token(visitor: Visitor) -> None:
    visitor.get("/settings")
    assert visitor.client.post("/settings", data={"text": "150"}).status_code == 400


def test_settings_and_answers_leave_each_other_alone(visitor: Visitor) -> None:
    visitor.walk(stop_before="fall")
    assert "/check/fall" in visitor.post("/settings", {"text": "150"}).links
    visitor.answer("fall", "no")
    assert "is-text-150" in classes(visitor.get("/check/fall"))
    assert visitor.get("/check/fall").chosen("fall") == ["no"]


def test_clearing_the_answers_keeps_the_settings(visitor: Visitor) -> None:
    visitor.walk(stop_before="fall")
    visitor.post("/settings", {"size": "160"})
    visitor.post("/clear", {})
    assert visitor.get("/result").status == 409
    assert "is-size-160" in classes(visitor.get("/"))


def test_the_cookie_stays_small_with_every_setting_changed(visitor: Visitor) -> None:
    visitor.walk()
    before = len(visitor.cookie)
    for name, value in CHANGES:
        visitor.post("/settings", {name: value})
    assert len(visitor.cookie) - before < 200


@pytest.mark.parametrize("stored", [None, "big", [], {"text": "400"}, {"text": 150}, {"text": ["150"]}, {"gone": "1"}])
def test_what_another_release_left_in_the_cookie_counts_as_no_choice(stored: object) -> None:
    assert Settings.from_cookie(stored) == DEFAULTS


def test_a_cookie_is_read_as_it_was_written() -> None:
    chosen = Settings(text="150", scanner="on")
    assert Settings.from_cookie(chosen.to_cookie()) == chosen


def test_every_button_has_a_name_of_its_own(visitor: Visitor) -> None:
    page = visitor.get("/settings")
    names = [page.text_of(button) for button in page.all("button")]
    assert len(names) == len(set(names)) == len(EVERY) + 1
    assert all(names)


def test_the_page_speaks_to_a_caregiver_about_the_person(visitor: Visitor) -> None:
    assert "your switch" in visitor.get("/settings").text
    visitor.answer("respondent", "caregiver")
    page = visitor.get("/settings")
    assert "your switch" not in page.text
    assert "The person with ALS presses the switch" in page.text


def test_the_old_address_leads_to_the_page(visitor: Visitor) -> None:
    response = visitor.client.get("/display")
    assert response.headers["Location"] == "/settings#display"


@pytest.mark.parametrize("path", ["/settings", "/accessibility"])
def test_both_pages_are_linked_from_every_foot(visitor: Visitor, path: str) -> None:
    for page in (visitor.get("/"), visitor.get("/check/respondent"), visitor.get("/no-such-page")):
        assert path in [link.get("href") for link in page.all("footer")[0].iter("a")]


# The stylesheets, as text.


def palettes(css: str) -> dict[str, dict[str, str]]:
    """Each rule that sets the colours of a screen: its selector, and whether it is for a dark one, to the colours."""
    found = {}
    for rule in re.finditer(r"(:root|\.is-contrast-\w+) \{([^}]*--paper[^}]*)\}", css.partition("@media print")[0]):
        media = css[: rule.start()].rpartition("@media")[2].partition("{")[0]
        name = rule[1] + (" dark" if "prefers-color-scheme: dark" in media else "")
        found[name] = dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6})", rule[2]))
    return found


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


APP = palettes((STATIC / "app.css").read_text())
OURS = palettes((STATIC / "settings.css").read_text())


def test_light_and_dark_are_the_colours_of_the_first_stylesheet() -> None:
    assert OURS[".is-contrast-light"] == APP[":root"]
    assert OURS[".is-contrast-dark"] == APP[":root dark"]


@pytest.mark.parametrize(
    ("palette", "text"),
    [(".is-contrast-light", 7), (".is-contrast-dark", 7), (".is-contrast-more", 10), (".is-contrast-more dark", 10)],
)
def test_every_choice_of_colours_is_readable(palette: str, text: float) -> None:
    colours = OURS[palette]
    for paper in (colours["paper"], colours["soft"]):
        for ink in ("ink", "action", "urgent"):
            assert contrast(colours[ink], paper) >= text, (ink, paper)
        for mark in ("line", "focus"):
            assert contrast(colours[mark], paper) >= 3, (mark, paper)
    for ink in ("ink", "action"):
        assert contrast(colours[ink], colours.get("hovered", colours["soft"])) >= text, ink


SETTING = "|".join((*CHOICES["display"], *LOOKS))
RULE = re.compile(rf'([^{{}}]*(?:\.is-(?:{SETTING})\b|\*="is-)[^{{}}]*) \{{([^{{}}]*)\}}')
ROOT = re.compile(rf'(\.is-(?:{SETTING})(?:-[a-z0-9]+)?|\[class\*="is-[a-z]+"\])(, |$)')
OF_THE_ROOT = {"color-scheme", "font-size", "hyphens"}


def test_a_setting_is_values_on_the_root_that_the_other_sheets_ask_for() -> None:
    """So that none takes from a part of a page what that part alone knows, as the room for the drawing of the back."""
    sheets = re.sub(r"/\*.*?\*/", "", "".join(file.read_text() for file in STATIC.glob("*.css")), flags=re.DOTALL)
    found = 0
    for match in RULE.finditer(sheets):
        names, body = (part.strip() for part in match.groups())
        assert not ROOT.sub("", names), names
        said = [one.partition(":")[0].strip() for one in body.split(";") if one.strip()]
        assert not [name for name in said if not name.startswith("--") and name not in OF_THE_ROOT], names
        assert not [name for name in said if name.startswith("--") and f"var({name}" not in sheets], names
        found += 1
    assert found > 12
