"""The QR code's address and a hand-held scanner, in a real browser: the code goes in, and leaves no trace."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.rules.codes.boards import boards, set_number
from app.rules.load import content
from tests.browser.server import Served
from tests.browser.watch import Watch
from tests.clinic.codes import CALM_ANSWERS, HALF_WAY, changed, code_of

pytestmark = pytest.mark.browser

CODE = code_of(changed(severity=("severe",)))
OTHER = code_of(HALF_WAY)


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def test_the_qr_codes_address_opens_the_code(page: Page, served: Served, watch: Watch) -> None:
    page.goto(f"{served.base}/open#{CODE}")
    page.wait_for_url("**/opened")
    expect(page.locator("main")).to_have_attribute("data-tier", "soon")
    page.get_by_role("link", name="See the result").click()
    expect(page.locator("main")).to_have_attribute("data-tier", "soon")
    assert not [url for url in watch.requests if CODE in url]


def test_the_code_is_gone_from_the_address_and_from_the_way_back(page: Page, served: Served) -> None:
    page.goto(f"{served.base}/open#{CODE}")
    page.wait_for_url("**/opened")
    page.go_back()
    assert CODE not in page.url


def test_answers_that_are_here_are_replaced_only_by_a_press_of_the_button(page: Page, served: Served) -> None:
    """Somebody else's link must not swap a person's answers behind their back."""
    page.context.add_cookies(served.cookie(dict(CALM_ANSWERS)))
    page.goto(f"{served.base}/open#{CODE}")
    expect(page.get_by_label("The code")).to_have_value(CODE)
    expect(page.get_by_role("button", name="Open this code")).to_be_focused()
    assert page.url == f"{served.base}/open"
    page.goto(f"{served.base}/result")
    expect(page.locator("main")).to_have_attribute("data-tier", "self_care")


def test_one_press_opens_it_then(page: Page, served: Served) -> None:
    page.context.add_cookies(served.cookie(dict(CALM_ANSWERS)))
    page.goto(f"{served.base}/open#{CODE}")
    expect(page.get_by_role("button", name="Open this code")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/opened")
    expect(page.locator("main")).to_have_attribute("data-tier", "soon")


def test_an_address_pasted_while_the_page_is_open(page: Page, served: Served) -> None:
    page.goto(f"{served.base}/open")
    page.evaluate("code => { location.hash = code }", CODE)
    page.wait_for_url("**/opened")


def test_a_wrong_code_in_the_address_is_shown_to_be_put_right(page: Page, served: Served) -> None:
    page.goto(f"{served.base}/open#{CODE[:-1]}U")
    page.wait_for_url("**/open")
    expect(page.locator(".error-summary h2")).to_be_focused()
    expect(page.get_by_label("The code")).to_have_value(f"{CODE[:-1]}U")
    assert page.title().startswith("Error: ")


@pytest.mark.parametrize("place", ["main", "code"])
def test_places_on_the_page_are_no_codes(page: Page, served: Served, place: str) -> None:
    page.goto(f"{served.base}/open#{place}")
    expect(page.get_by_label("The code")).to_have_value("")
    assert page.url.endswith(f"#{place}")


def test_without_script_the_code_is_typed(open_context, served: Served) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto(f"{served.base}/open#{CODE}")
    page.get_by_label("The code").fill(CODE)
    page.get_by_role("button", name="Open this code").click()
    page.wait_for_url("**/opened")


@pytest.mark.parametrize("typed", [CODE, f"https://somewhere.example/open#{CODE}"])
def test_a_scanner_types_and_sends_enter(page: Page, served: Served, typed: str) -> None:
    """The desk's field has the focus from the start, so that staff need not touch the mouse."""
    page.goto(f"{served.base}/clinic")
    expect(page.get_by_label("The code", exact=True)).to_be_focused()
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    page.wait_for_url("**/opened")


def test_two_codes_by_keyboard(page: Page, served: Served) -> None:
    page.goto(f"{served.base}/clinic")
    page.get_by_label("First code").focus()
    page.keyboard.type(CODE)
    page.keyboard.press("Tab")
    page.keyboard.type(OTHER)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("What changed between two codes")
    assert CODE not in page.url


def test_a_paper_form_by_keyboard_alone(page: Page, served: Served) -> None:
    """Tab to the first question, Space or arrows to answer, Enter to send."""
    page.goto(f"{served.base}/clinic/enter")
    page.locator("#respondent-patient").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#breathing-slow_known")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("#awake-drowsy")).to_be_checked()
    page.keyboard.press("Enter")
    page.wait_for_url("**/result")
    expect(page.locator("main")).to_have_attribute("data-tier", "emergency_now")


def test_the_digits_of_boards_by_keyboard_alone(page: Page, served: Served) -> None:
    """From the number of the set through one field a board, in the order of the sheet."""
    page.goto(f"{served.base}/clinic/enter?from=boards")
    page.get_by_label("Number of the set").focus()
    page.keyboard.type(set_number(content()))
    for value in ("patient", "much_worse"):
        page.keyboard.press("Tab")
        page.keyboard.type(next(board.numbers[value] for board in boards(content()) if value in board.numbers))
    page.keyboard.press("Enter")
    page.wait_for_url("**/result")
    expect(page.locator("main")).to_have_attribute("data-tier", "emergency_now")


def test_a_radio_chosen_by_mistake_can_be_left_blank_again(page: Page, served: Served) -> None:
    page.goto(f"{served.base}/clinic/enter")
    page.get_by_label("I have ALS and I am answering").check()
    page.locator("#breathing-much_worse").check()
    page.locator("fieldset", has=page.locator("#breathing-no")).get_by_label("Left blank").check()
    page.get_by_role("button", name="See the result").click()
    page.wait_for_url("**/result")
    expect(page.locator("main")).not_to_have_attribute("data-tier", "emergency_now")
