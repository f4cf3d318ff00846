"""A shared computer: off unless a site turns it on; then the answers go, on the server's own clock too."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import pytest

from config import SettingsError, read_site
from site_settings import DAY, Site
from tests.clinic.codes import CALM_ANSWERS, NOW, THEN, code_of
from tests.visitor import Page, Visitor

KIOSK = Site(kiosk=True)
IDLE, WARNING = 600, 60
# An image that kiosk.js asks for, not a page.
STAY = "/kiosk/stay"
FILES = ("/summary.pdf", "/summary.txt", "/summary/qr.svg")


@pytest.fixture
def shared(site_app) -> Visitor:
    """A visitor at a shared computer."""
    return Visitor(site_app(KIOSK))


class Later:
    """From here on the server's clocks are some seconds ahead."""

    def __init__(self, seconds: int) -> None:
        moment = datetime.now(UTC) + timedelta(seconds=seconds)
        self._patches = [
            patch("cryptography.fernet.time.time", return_value=moment.timestamp()),
            patch("app.around.kiosk.time", SimpleNamespace(time=moment.timestamp)),
        ]

    def __enter__(self) -> None:
        for one in self._patches:
            one.start()

    def __exit__(self, *error: object) -> None:
        for one in self._patches:
            one.stop()


def keep_cookie(visitor: Visitor) -> None:
    """Make the browser keep the cookie for good: the server must refuse it on its own."""
    visitor.cookie = visitor.cookie


def refreshes(page: Page) -> list[str]:
    return [meta.get("content") for meta in page.all("meta") if meta.get("http-equiv") == "refresh"]


def scripts(page: Page) -> list[str]:
    return [script.get("src").rpartition("/")[2] for script in page.all("script")]


# Off


def test_off_by_default_nothing_of_it_is_there(visitor: Visitor) -> None:
    page = visitor.result()
    assert not refreshes(page)
    assert "kiosk.js" not in scripts(page)
    assert "Done: clear everything" not in page.html
    for path in ("/kiosk/ask", STAY, "/kiosk/over"):
        assert visitor.client.get(path).status_code == 404


def test_on_nothing_offers_apps_or_a_calendar_that_are_somebody_elses(visitor: Visitor, shared: Visitor) -> None:
    for one, offered in ((visitor, True), (shared, False)):
        assert ("/again.ics" in one.result().links) == offered
        assert ("share.js" in scripts(one.get("/summary"))) == offered
        assert ("Share the PDF" in one.get("/summary").text) == offered


def test_off_answers_last_a_day() -> None:
    assert Site().answers_last == DAY


def test_off_the_start_page_after_a_result_goes_on_where_it_was(visitor: Visitor) -> None:
    visitor.result()
    visitor.get("/")
    assert visitor.get("/result").status == 200


# The setting


@pytest.mark.parametrize(
    ("environ", "kiosk", "minutes"),
    [
        ({}, False, 10),
        ({"KIOSK": "1"}, True, 10),
        ({"KIOSK": "0"}, False, 10),
        ({"KIOSK": "1", "KIOSK_IDLE_MINUTES": "30"}, True, 30),
    ],
)
def test_the_environment_turns_it_on(environ: dict[str, str], kiosk: bool, minutes: int, tmp_path: Path) -> None:
    site = read_site(environ, tmp_path / "none.toml")
    assert (site.kiosk, site.kiosk_idle_minutes) == (kiosk, minutes)


def test_the_file_turns_it_on_and_the_environment_off(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_text('kiosk = true\nkiosk_idle_minutes = 15\naccessibility_contact = "access@example.org"\n')
    assert read_site({}, file).kiosk_idle_minutes == 15
    assert read_site({}, file).accessibility_contact == "access@example.org"
    assert read_site({"KIOSK": "0"}, file).kiosk is False


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({"KIOSK": "yes"}, "kiosk"),
        ({"KIOSK_IDLE_MINUTES": "9"}, "kiosk_idle_minutes"),
        ({"KIOSK_IDLE_MINUTES": "-10"}, "kiosk_idle_minutes"),
        ({"KIOSK_IDLE_MINUTES": "ten"}, "kiosk_idle_minutes"),
        ({"KIOSK_IDLE_MINUTES": "1000"}, "kiosk_idle_minutes"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_is_named(environ: dict[str, str], named: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=named):
        read_site(environ, tmp_path / "none.toml")


# On: the clock of the server


@pytest.mark.parametrize(("quiet", "there"), [(IDLE, True), (IDLE + WARNING, True), (IDLE + WARNING + 20, False)])
def test_answers_live_for_the_idle_time_and_the_warning(shared: Visitor, quiet: int, there: bool) -> None:
    shared.walk(stop_before="fall")
    keep_cookie(shared)
    with Later(quiet):
        assert (shared.get("/result").status == 200) is there


def test_the_browser_is_told_to_delete_them_then_too(shared: Visitor) -> None:
    response = shared.client.get("/check/respondent")
    assert f"Max-Age={KIOSK.answers_last}" in response.headers["Set-Cookie"]
    assert IDLE + WARNING <= KIOSK.answers_last <= IDLE + WARNING + 30


def test_each_page_and_each_sign_of_life_begins_the_time_anew(shared: Visitor) -> None:
    shared.walk(stop_before="fall")
    for at, path in ((600, "/help-now"), (1200, STAY), (1800, "/settings")):
        with Later(at):
            assert shared.client.get(path).status_code == 200
    keep_cookie(shared)
    with Later(2400):
        assert shared.get("/check/fall").status == 200


@pytest.mark.parametrize("path", ["/kiosk/ask", "/kiosk/over"])
def test_what_a_browser_asks_for_on_its_own_is_no_sign_of_life(shared: Visitor, path: str) -> None:
    shared.walk(stop_before="fall")
    with Later(300):
        assert "Set-Cookie" not in shared.client.get(path).headers
    keep_cookie(shared)
    with Later(700):
        assert shared.get("/result").status == 409


def test_a_copy_of_an_old_cookie_brings_nothing_back(shared: Visitor) -> None:
    shared.walk(stop_before="fall")
    old = shared.cookie
    shared.post("/clear", {})
    shared.cookie = old
    with Later(IDLE + WARNING + 20):
        page = shared.get("/result")
    assert page.status == 409
    assert "shared computer" in page.text
    assert "24 hours" not in page.text


def test_after_the_warning_everything_is_cleared(shared: Visitor) -> None:
    shared.walk(stop_before="fall")
    shared.post("/settings", {"text": "150"})
    with Later(IDLE + WARNING):
        page = shared.get("/kiosk/over")
    assert page.h1 == "The answers were cleared"
    assert shared.cookie is None


def test_answers_that_another_tab_keeps_alive_are_left_alone(shared: Visitor) -> None:
    shared.walk(stop_before="fall")
    with Later(400):
        shared.get("/check/fall")
    with Later(IDLE + WARNING):
        page = shared.get("/kiosk/over")
        assert (page.status, page.h1) == (200, "This page was closed")
        assert "/check/fall" in page.links
        assert shared.get("/check/fall").status == 200


def test_a_tab_that_waits_for_another_keeps_nothing_alive(shared: Visitor) -> None:
    """Two tabs that nobody uses must not keep each other's answers for good."""
    shared.result()
    with Later(300):
        shared.get("/result")
    for at in (660, 720, 780, 840):
        with Later(at):
            page = shared.get("/kiosk/over")
            assert page.h1 == "This page was closed"
            assert refreshes(page) == [f"{WARNING};url=/kiosk/over"]
    with Later(300 + IDLE):
        assert shared.get("/kiosk/over").h1 == "The answers were cleared"
    assert shared.get("/result").status == 409


def test_no_link_from_elsewhere_can_clear_the_answers_of_somebody_who_is_there(shared: Visitor) -> None:
    shared.walk(stop_before="fall")
    shared.client.get("/kiosk/over")
    assert shared.get("/check/fall").status == 200


# On: without script


def test_every_page_with_something_to_lose_goes_to_one_that_asks(shared: Visitor) -> None:
    shared.walk(stop_before="fall")
    for path in ("/check/fall", "/result", "/help-now", "/settings"):
        assert refreshes(shared.get(path)) == [f"{IDLE};url=/kiosk/ask?page={path}"]


def test_a_page_with_nothing_to_lose_stays(shared: Visitor) -> None:
    page = shared.get("/")
    assert not refreshes(page)
    assert not page.all("dialog")


def test_the_page_that_asks_waits_a_minute_and_one_press_goes_back(shared: Visitor) -> None:
    shared.walk(stop_before="fall")
    page = shared.get("/kiosk/ask?page=/check/fever")
    assert page.h1 == "Are you still there?"
    assert refreshes(page) == [f"{WARNING};url=/kiosk/over"]
    assert "/check/fever" in page.links


@pytest.mark.parametrize(
    "page",
    [
        "https://evil.example/",
        "//evil.example/check/fall",
        "javascript:alert(1)",
        "/nowhere",
        "",
        "/clear?x=\n",
        "/\\evil.example",
    ],
)
def test_the_way_back_leads_nowhere_else(shared: Visitor, page: str) -> None:
    shared.walk(stop_before="fall")
    response = Page(shared.client.get("/kiosk/ask", query_string={"page": page}))
    onward = next(link.get("href") for link in response.all("a") if response.text_of(link) == "Yes, go on")
    assert onward == "/" or onward.startswith("/clear")


def test_nothing_is_lost_within_the_promised_time(shared: Visitor) -> None:
    """Idle for ten minutes, then nearly a minute before the page that asks, then yes."""
    shared.walk(stop_before="fall")
    keep_cookie(shared)
    with Later(IDLE + 2):
        asked = shared.get("/kiosk/ask?page=/check/fall")
    with Later(IDLE + WARNING - 1):
        assert shared.get(next(link for link in asked.links if link == "/check/fall")).status == 200


# On: after the result


def test_done_is_one_press_and_clears_everything(shared: Visitor) -> None:
    shared.post("/settings", {"text": "150"})
    page = shared.result()
    button = next(button for button in page.all("button") if page.text_of(button) == "Done: clear everything")
    assert button.get("class") == "go"
    shared.post("/clear", {}, page.token)
    assert shared.cookie is None


def test_who_opens_the_start_page_after_a_result_is_the_next_person(shared: Visitor) -> None:
    shared.post("/settings", {"text": "150"})
    shared.result()
    assert "/check/respondent" in shared.get("/").links
    assert shared.get("/result").status == 409
    assert "is-text" not in shared.get("/").html


def test_who_opens_the_start_page_after_a_code_was_opened_is_the_next_person(shared: Visitor) -> None:
    assert shared.post("/open", {"code": code_of(CALM_ANSWERS)}).path == "/opened"
    assert "/check/respondent" in shared.get("/").links
    assert shared.get("/opened").status == 409


# Each address that gives somebody's result away, as a page or as a file.
RESULTS = {
    "/result", "/result/why", "/result/causes", "/result/sooner", "/result/questions", "/result/answers", "/crew",
    "/summary", "/summary.pdf", "/summary.txt", "/summary.json", "/summary/qr.svg", "/summary/page.css", "/note",
}  # fmt: skip


def addresses(app) -> list[str]:
    """All that can be asked for as they stand, but for what clears by itself."""
    found = {rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments}
    return sorted(found - {"/kiosk/over"})


def is_next(visitor: Visitor) -> bool:
    """Whether the start page begins a new check."""
    return "/check/respondent" in visitor.get("/").links


def test_after_each_address_that_shows_a_result_and_after_no_other_the_next_person_finds_nothing(
    shared: Visitor,
) -> None:
    shared.walk({"usual": "cramps"})
    before = shared.cookie
    cleared = set()
    for path in addresses(shared.app):
        shared.cookie = before
        shared.client.get(path)
        cleared |= {path} if path != "/" and is_next(shared) else set()
    assert cleared == RESULTS


def test_who_was_told_to_call_is_gone_when_the_start_page_is_opened(shared: Visitor) -> None:
    assert shared.walk({"breathing": "much_worse"}, stop_before="awake").path == "/emergency"
    assert is_next(shared)
    assert shared.get("/emergency").path == "/check/respondent"


def test_an_emergency_that_was_a_slip_costs_no_answers(shared: Visitor) -> None:
    shared.walk({"breathing": "much_worse"}, stop_before="awake")
    shared.answer("breathing", "no")
    assert not is_next(shared)


def test_a_card_for_a_crew_without_answers_is_nobodys_and_the_settings_stay(shared: Visitor) -> None:
    shared.post("/settings", {"text": "150"})
    shared.get("/crew")
    assert "is-text" in shared.get("/").html


def test_looking_at_a_result_and_going_back_to_a_question_loses_nothing(shared: Visitor) -> None:
    shared.result()
    for path in ("/check/fall", "/check-answers", "/help-now", "/settings", "/result"):
        assert shared.get(path).status == 200


def test_what_is_refused_at_the_door_clears_nothing_and_leaves_nothing_in_the_browser(shared: Visitor) -> None:
    shared.result()
    refused = [
        shared.client.get("/", headers={"Host": "a..b"}),
        shared.client.post("/", data=b"x", content_type="text/plain"),
        shared.client.post("/clear", data=b"x", content_type="text/plain"),
        shared.client.put("/"),
    ]
    assert [answer.status_code for answer in refused] == [400, 415, 415, 405]
    assert not any("Max-Age=0" in answer.headers.get("Set-Cookie", "") for answer in refused)
    assert shared.get("/result").status == 200


def compared_at(visitor: Visitor) -> str:
    """Where two codes stand beside each other."""
    codes = {"code_then": code_of(CALM_ANSWERS, THEN), "code_now": code_of(CALM_ANSWERS, NOW)}
    form = {**codes, "csrf_token": visitor.get("/clinic").token}
    return str(visitor.client.post("/clinic", data=form).headers["Location"])


def test_a_comparison_of_two_codes_is_a_result_that_the_next_person_does_not_find(shared: Visitor) -> None:
    assert "Done: clear everything" not in shared.get("/clinic").text
    address = compared_at(shared)
    page = shared.get(address)
    assert page.h1 == "What changed between two codes"
    assert "Done: clear everything" in page.text
    shared.get("/")
    assert shared.get(address).h1 == "For clinic staff"


def test_a_comparison_is_cleared_after_the_idle_time_too(shared: Visitor) -> None:
    address = compared_at(shared)
    assert shared.get(address).h1 == "What changed between two codes"
    assert refreshes(shared.get(address)) == [f"{IDLE};url=/kiosk/ask?page=/clinic"]
    keep_cookie(shared)
    with Later(IDLE + WARNING):
        assert shared.get("/kiosk/over").h1 == "The answers were cleared"
    assert shared.get(address).h1 == "For clinic staff"


def test_before_a_result_the_start_page_goes_on(shared: Visitor) -> None:
    shared.walk(stop_before="fall")
    assert "/check/fall" in shared.get("/").links


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"X-Moz": "prefetch"},
        {"X-Purpose": "preview"},
    ],
)
def test_a_start_page_that_is_only_fetched_ahead_clears_nothing(shared: Visitor, headers: dict[str, str]) -> None:
    shared.result()
    assert shared.client.get("/", headers=headers).status_code == 409  # nor is there a copy that could be shown later
    assert shared.get("/result").status == 200
    assert "/check/respondent" in shared.get("/").links
    assert shared.get("/result").status == 409


@pytest.mark.parametrize("dest", ["empty", "image", "iframe", "script", "HEAD"])
def test_a_start_page_that_nobody_opens_clears_nothing(shared: Visitor, dest: str) -> None:
    shared.result()
    if dest == "HEAD":
        assert shared.client.head("/").status_code == 409
    else:
        assert shared.client.get("/", headers={"Sec-Fetch-Dest": dest}).status_code == 409
    assert shared.get("/result").status == 200


def opened(visitor: Visitor, site: str) -> Page:
    """The start page as a browser opens it, from this place."""
    said = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    return Page(visitor.client.get("/", headers=said))


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_link_of_another_site_clears_nothing_and_shows_nothing_before_somebody_says_whose_it_is(
    shared: Visitor, site: str
) -> None:
    result = shared.result()
    page = opened(shared, site)
    assert (page.status, page.h1) == (200, "Are the answers on this computer yours?")
    assert not page.problems()
    assert result.h1 not in page.text
    assert shared.get(page.link("Yes, keep them and go on")).h1 == result.h1
    again = opened(shared, site)
    assert shared.post("/clear", {}, again.token).status == 200
    assert shared.get("/result").status == 409
    assert opened(shared, site).h1 == Visitor(shared.app).get("/").h1


@pytest.mark.parametrize("site", ["none", "same-origin"])
def test_who_opens_the_start_page_here_or_by_its_address_is_the_next_person(shared: Visitor, site: str) -> None:
    shared.result()
    assert "/check/respondent" in opened(shared, site).links
    assert shared.get("/result").status == 409


def test_before_a_result_a_link_of_another_site_goes_on_as_any(shared: Visitor, visitor: Visitor) -> None:
    shared.walk(stop_before="fall")
    assert "/check/fall" in opened(shared, "cross-site").links
    visitor.result()  # elsewhere than on a shared computer there is nothing to ask
    assert opened(visitor, "cross-site").h1 == Visitor(visitor.app).get("/").h1


def test_a_page_that_is_only_fetched_ahead_is_no_sign_of_life(shared: Visitor) -> None:
    shared.walk(stop_before="fall")
    with Later(300):
        response = shared.client.get("/help-now", headers={"Sec-Purpose": "prefetch"})
        assert response.status_code == 200
        assert "Set-Cookie" not in response.headers


# On: files that a browser shows in the place of a page


@pytest.mark.parametrize("path", FILES)
def test_a_file_goes_to_the_page_that_asks_and_back_is_one_press(shared: Visitor, path: str) -> None:
    shared.result()
    assert shared.client.get(path).headers["Refresh"] == f"{IDLE};url=/kiosk/ask?page=/summary"
    asked = shared.get("/kiosk/ask?page=/summary")
    assert shared.get(asked.link("Yes, go on")).path == "/summary"


@pytest.mark.parametrize("path", FILES)
def test_past_the_idle_time_a_file_is_closed_with_a_way_on(shared: Visitor, path: str) -> None:
    shared.result()
    keep_cookie(shared)
    with Later(IDLE + WARNING + 20):
        page = shared.get(path)
    assert page.status == 409
    assert "/check/respondent" in page.links
    assert "Refresh" not in page.headers


@pytest.mark.parametrize("path", FILES)
def test_elsewhere_a_file_stays(visitor: Visitor, path: str) -> None:
    visitor.result()
    assert "Refresh" not in visitor.client.get(path).headers


def test_below_a_path_the_way_back_is_below_it_too(site_app) -> None:
    client = site_app(KIOSK).test_client()
    page = Page(client.get("/kiosk/ask?page=/check/fever", base_url="http://localhost/backcheck"))
    assert page.link("Yes, go on") == "/backcheck/check/fever"


# On: what it says


def test_the_pages_say_how_long_answers_last(shared: Visitor) -> None:
    start = shared.get("/")
    assert "after 10 minutes" in start.text
    for page in (start, shared.get("/privacy"), shared.get("/result")):
        assert "24 hours" not in page.text
        assert "shared computer" in page.text


def test_the_first_packets_are_enough_on_a_shared_computer_too(site_app) -> None:
    from tests.bench.weight import EACH_PAGE, FIRST_VISIT, Browser

    browser = Browser(site_app(KIOSK))
    assert browser.weigh("/") <= FIRST_VISIT
    assert browser.weigh("/check/respondent") <= EACH_PAGE


def test_time_is_the_servers_own() -> None:
    from app.around import kiosk

    assert kiosk.time is time
