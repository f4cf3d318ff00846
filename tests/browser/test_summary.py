"""The summary in a real browser: printed it is a page and a page of all answers; its buttons do what they say."""

import io
from itertools import cycle

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from pypdf import PdfReader

from app.rules.load import content
from app.rules.shape import Voice
from tests.browser.scenes import TO_TIER, Scene, everyone, until
from tests.browser.server import Served
from tests.browser.watch import Watch
from tests.rules.cases import vignettes
from tests.telling.summary_help import qr_codes, squeezed
from tests.visitor import MARK

pytestmark = pytest.mark.browser

PAPERS = {"A4": (595, 842), "Letter": (612, 792)}
SCREEN_ONLY = (
    "Print this summary",
    "Save as a PDF",
    "Share the PDF",
    "Copy the text",
    "Get help now",
    "Read aloud",
    "Privacy",
    "Skip to",
)


A4_INSIDE = 687  # px between margins of 14 mm; Letter has more


def open_summary(page: Page, sites: dict[str, Served], tier: str, voice: Voice = "patient", query: str = "") -> None:
    given = everyone(voice, **TO_TIER[tier])
    Scene("summary", f"/summary{query}", given).open(page, sites)


def printed(page: Page) -> bytes:
    """What the browser's own Print makes, on the paper that the page asks for."""
    return page.pdf(prefer_css_page_size=True)


@pytest.mark.parametrize(("scheme", "size"), [("light", "A4"), ("dark", "Letter")])
def test_it_prints_as_one_page_and_one_of_all_answers(open_context, sites, scheme: str, size: str) -> None:
    page = open_context(color_scheme=scheme).new_page()
    for tier in TO_TIER:
        one_page_and_one_of_all_answers(page, sites, tier, size)


def one_page_and_one_of_all_answers(page: Page, sites: dict[str, Served], tier: str, size: str) -> None:
    open_summary(page, sites, tier, "caregiver", f"?size={size}")
    code = page.locator("figcaption").inner_text()
    pdf = PdfReader(io.BytesIO(printed(page)))
    first, second = (" ".join(sheet.extract_text().split()) for sheet in pdf.pages)
    assert [round(float(side)) for side in pdf.pages[0].mediabox[2:]] == pytest.approx(PAPERS[size], abs=1)
    for words in (content().tier[tier].urgency, content().tier[tier].within, "a caregiver", "Completed:", "For staff",
                  "Patient-reported, not verified; not a diagnosis", "Page 1 of 2"):  # fmt: skip
        assert squeezed(words) in squeezed(first)
    assert "All answers, word for word" in second
    assert "Page 2 of 2" in second
    assert squeezed(first).count(squeezed(code)) == 2
    assert squeezed(code) in squeezed(second)
    assert not [words for words in SCREEN_ONLY if words in first + second]


def test_no_label_of_what_is_filled_in_by_hand_runs_into_the_next(context: BrowserContext, sites) -> None:
    page = context.new_page()
    open_summary(page, sites, "same_day")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": A4_INSIDE, "height": 900})
    labels = page.locator(".for-hand .blank, .for-hand .tickbox, .for-hand .tickbox-label")
    cut = labels.evaluate_all(
        "all => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent)"
    )
    assert cut == []
    sheet = page.locator(".sheet").first.evaluate("one => one.scrollWidth - one.clientWidth")
    assert (labels.count() > 20, sheet) == (True, 0)


def test_the_button_does_what_the_browsers_own_print_does(context: BrowserContext, sites) -> None:
    page = context.new_page()
    page.add_init_script("window.printed = 0; window.print = () => { window.printed += 1; }")
    open_summary(page, sites, "soon")
    page.get_by_role("button", name="Print this summary").click()
    assert page.evaluate("window.printed") == 1


def test_without_script_no_button_is_there_that_would_do_nothing(open_context, sites) -> None:
    page = open_context(java_script_enabled=False).new_page()
    open_summary(page, sites, "soon")
    expect(page.get_by_role("button", name="Print this summary")).to_be_hidden()
    expect(page.get_by_role("button", name="Copy the text")).to_be_hidden()
    page.get_by_text("The same as text").click()
    expect(page.locator("#record")).to_be_visible()


def test_copying_puts_the_whole_text_on_the_clipboard(open_context, sites) -> None:
    context = open_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    open_summary(page, sites, "soon")
    page.get_by_role("button", name="Copy the text").click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#record").text_content()


def test_copying_works_where_the_browser_has_no_clipboard_object(context: BrowserContext, sites) -> None:
    page = context.new_page()
    page.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'clipboard', {get: () => undefined});"
        "document.execCommand = (what) => { window.told = what; return true; };"
    )
    open_summary(page, sites, "soon")
    page.get_by_role("button", name="Copy the text").click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("window.told") == "copy"
    assert page.locator("textarea").count() == 0


def test_a_failed_copy_says_what_to_do(context: BrowserContext, sites) -> None:
    page = context.new_page()
    page.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'clipboard', {get: () => ({writeText: () => Promise.reject()})});"
    )
    open_summary(page, sites, "soon")
    page.get_by_role("button", name="Copy the text").click()
    expect(page.get_by_role("status")).to_contain_text("copy it yourself")
    assert page.evaluate("getSelection().toString().length") > 1000


# A device that shares: what it was given is kept, and it answers with the errors in ``window.fails``, one a press.
SHARES = """
window.shared = [];
window.pressed = 0;
window.fails = [];
Navigator.prototype.canShare = (what) => what.files.every((file) => file.type === "application/pdf");
Navigator.prototype.share = async (what) => {
  const fails = window.fails.shift();
  if (!fails) window.shared.push(what);
  document.documentElement.dataset.presses = window.pressed += 1;
  if (fails) throw new DOMException("as asked", fails);
};
"""
SHARED = """async () => {
  const [{ files: [file], ...rest }] = window.shared;
  return [file.name, file.type, Array.from(new Uint8Array(await file.arrayBuffer())), Object.keys(rest)];
}"""


def shared_after(page: Page, presses: int) -> int:
    """How many files were handed over, once the device was asked this often."""
    expect(page.locator("html")).to_have_attribute("data-presses", str(presses))
    return int(page.evaluate("window.shared.length"))


def open_to_share(page: Page, sites: dict[str, Served], script: str = SHARES, query: str = "") -> Locator:
    page.add_init_script(script)
    open_summary(page, sites, "soon", query=query)
    return page.locator("#share")


@pytest.mark.parametrize("can", ["undefined", "() => false", "(what) => !what.files"])
def test_no_share_button_where_the_device_takes_no_pdf(context: BrowserContext, sites, can: str) -> None:
    button = open_to_share(context.new_page(), sites, f"Navigator.prototype.canShare = {can};")
    expect(button).to_be_attached()
    expect(button).to_be_hidden()


def test_no_share_button_without_script(open_context, sites) -> None:
    expect(open_to_share(open_context(java_script_enabled=False).new_page(), sites)).to_be_hidden()


def test_sharing_hands_over_the_pdf_of_this_page_and_nothing_else(context: BrowserContext, sites, watch: Watch) -> None:
    page = context.new_page()
    open_to_share(page, sites, query="?size=letter").click()
    assert shared_after(page, presses=1) == 1
    name, kind, octets, others = page.evaluate(SHARED)
    pdf = PdfReader(io.BytesIO(bytes(octets)))
    assert (name, kind, others) == ("als-back-pain-summary.pdf", "application/pdf", [])
    assert round(float(pdf.pages[0].mediabox.width)) == PAPERS["Letter"][0]
    assert squeezed(page.locator("figcaption").inner_text()) in squeezed(pdf.pages[0].extract_text())
    expect(page.locator("#share-said")).to_have_text("")
    [asked] = [url for url in watch.requests if "summary.pdf" in url]
    assert MARK.sub("", asked) == f"{sites['plain'].base}/summary.pdf?size=letter"


def test_who_closes_the_list_of_apps_is_told_nothing(context: BrowserContext, sites) -> None:
    page = context.new_page()
    button = open_to_share(page, sites)
    page.evaluate("window.fails = ['AbortError']")
    button.click()
    assert shared_after(page, presses=1) == 0
    expect(page.locator("#share-said")).to_have_text("")
    button.click()
    assert shared_after(page, presses=2) == 1
    expect(page.locator("#share-said")).to_have_text("")


def test_a_pdf_that_came_too_late_to_be_shared_is_kept_for_one_more_press(
    context: BrowserContext, sites, watch: Watch
) -> None:
    page = context.new_page()
    button = open_to_share(page, sites)
    page.evaluate("window.fails = ['NotAllowedError']")
    button.click()
    expect(page.locator("#share-said")).to_have_text("The PDF is ready. Press once more to share it.")
    button.click()
    assert shared_after(page, presses=2) == 1
    expect(page.locator("#share-said")).to_have_text("")
    assert len([url for url in watch.requests if "summary.pdf" in url]) == 1


@pytest.mark.parametrize("fails", [["DataError"], ["NotAllowedError", "NotAllowedError"]])
def test_a_share_that_fails_says_what_to_do(context: BrowserContext, sites, fails: list[str]) -> None:
    page = context.new_page()
    button = open_to_share(page, sites)
    page.evaluate("fails => { window.fails = fails }", fails)
    for _ in fails:
        button.click()
        expect(page.locator("#share-said")).not_to_have_text("")
    expect(page.locator("#share-said")).to_have_text("Not shared. Save the PDF and send it yourself.")


def test_a_page_of_ours_is_never_shared_as_if_it_were_the_pdf(context: BrowserContext, sites) -> None:
    """As when the answers were cleared in another tab."""
    page = context.new_page()
    button = open_to_share(page, sites)
    context.clear_cookies()
    button.click()
    expect(page.locator("#share-said")).to_have_text("Not shared. Save the PDF and send it yourself.")
    assert page.evaluate("window.shared") == []


def test_the_printed_qr_code_opens_the_same_summary_on_another_device(open_context, sites) -> None:
    here = open_context().new_page()
    open_summary(here, sites, "same_day")
    code, answers = here.locator("figcaption").inner_text(), here.locator(".all-answers").inner_text()
    (qr,) = qr_codes(printed(here))
    assert qr.text == f"{sites['plain'].base}/open#{code}"
    there = open_context().new_page()
    there.goto(qr.text)
    there.wait_for_url("**/opened")
    there.goto(sites["plain"].base + "/summary")
    assert there.locator("figcaption").inner_text() == code
    assert there.locator(".all-answers").inner_text() == answers


@pytest.mark.parametrize("size", PAPERS)
def test_an_unfinished_check_prints_what_was_not_asked(context: BrowserContext, sites, size: str) -> None:
    page = context.new_page()
    Scene("summary", f"/summary?size={size}", until("location", everyone("patient"))).open(page, sites)
    pdf = PdfReader(io.BytesIO(printed(page)))
    assert len(pdf.pages) == 2
    assert "Not asked:" in pdf.pages[0].extract_text()


def test_the_stories_print_on_two_pages_too(context: BrowserContext, sites) -> None:
    page = context.new_page()
    for vignette, size in zip(vignettes()[::6], cycle(PAPERS), strict=False):
        Scene("summary", f"/summary?size={size}", dict(vignette.case.answers)).open(page, sites)
        assert len(PdfReader(io.BytesIO(printed(page))).pages) == 2, vignette.case.name
