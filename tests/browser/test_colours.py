"""A15: text 7:1, controls 3:1, in light, dark and forced colours; and urgency is never told by colour alone."""

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.facts import Studio
from tests.browser.scenes import BY_NAME, GROUPS, TO_TIER

pytestmark = pytest.mark.browser

TEXT, CONTROL, SMALLEST = 7, 3, 16
# Without a row of their own, what is seen of these is the browser's drawing: the pixels below are counted.
DRAWN_BY_THE_BROWSER = ("checkbox", "radio")
schemes = pytest.mark.parametrize("look", ["desk", "dark"])
each_group = pytest.mark.parametrize("group", GROUPS)


@schemes
@each_group
def test_a15_every_text_is_seven_to_one(studio: Studio, group: str, look: str) -> None:
    faint = {
        (facts.scene.name, text["text"], round(text["contrast"], 2))
        for facts in studio.of(GROUPS[group])
        for text in facts[look]["texts"]
        if text["contrast"] < TEXT
    }
    assert not faint
    assert all(facts[look]["texts"] for facts in studio.of(GROUPS[group]))


@schemes
@each_group
def test_a15_every_control_is_three_to_one(studio: Studio, group: str, look: str) -> None:
    faint = [
        (facts.scene.name, control["what"], control["edge"])
        for facts in studio.of(GROUPS[group])
        for control in facts[look]["controls"]
        if control["type"] not in DRAWN_BY_THE_BROWSER or "tick" in control["classes"]
        if max(control["edge"]["border"], control["edge"]["ground"]) < CONTROL and not control["edge"]["underlined"]
    ]
    assert not faint


@each_group
def test_a15_dark_is_dark_and_light_is_light(studio: Studio, group: str) -> None:
    for facts in studio.of(GROUPS[group]):
        assert facts["desk"]["ground"] < 1.5 and facts["dark"]["ground"] > 12, facts.scene.name


@each_group
def test_no_text_is_small(studio: Studio, group: str) -> None:
    small = [(facts.scene.name, text) for facts in studio.of(GROUPS[group]) for text in facts["desk"]["texts"]
             if text["size"] < SMALLEST]  # fmt: skip
    assert not small


@pytest.mark.parametrize("scheme", ["light", "dark", "forced"])
@pytest.mark.parametrize("name", ["awake, big, patient", "breathing, classic, patient"])
def test_a15_ticks_and_radios_stand_out(open_context, sites: dict, name: str, scheme: str) -> None:
    # The browser draws these, so no style tells: count the pixels.
    looks = {"forced_colors": "active"} if scheme == "forced" else {"color_scheme": scheme}
    context = open_context(**looks)
    page, reader = context.new_page(), context.new_page()
    BY_NAME[name].open(page, sites)
    boxes = page.locator("main input:not([type=hidden])")
    empty = strongest_contrast(reader, boxes.first.screenshot())
    boxes.first.check()
    page.locator("h1").click()
    ticked = strongest_contrast(reader, boxes.first.screenshot())
    assert empty >= CONTROL and ticked >= CONTROL, (empty, ticked)
    assert boxes.first.screenshot() != boxes.nth(1).screenshot()


def strongest_contrast(reader, picture: bytes) -> float:
    """Between the lightest and the darkest pixel of a picture, read in a page of the same browser."""
    return reader.evaluate(
        """async (bytes) => {
          const picture = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: 'image/png' }));
          const canvas = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
          canvas.drawImage(picture, 0, 0);
          const pixels = canvas.getImageData(0, 0, picture.width, picture.height).data;
          let most = 0, least = 1;
          for (let at = 0; at < pixels.length; at += 4) {
            const [red, green, blue] = [...pixels.slice(at, at + 3)].map((part) => part / 255)
              .map((share) => share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4);
            const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
            most = Math.max(most, light);
            least = Math.min(least, light);
          }
          return (most + 0.05) / (least + 0.05);
        }""",
        list(picture),
    )


@pytest.mark.parametrize(
    "name",
    [
        "breathing, big, patient",
        "skin again, big, patient",
        "risk again, in an emergency, big, patient",
        "skin again, classic, patient",
        "location, big, patient",
        "settings",
    ],
)
def test_a15_forced_colours_keep_edges_and_what_is_chosen(open_context, sites: dict, name: str) -> None:
    page = open_context(forced_colors="active").new_page()
    BY_NAME[name].open(page, sites)
    for control in page.locator("main :is(.answer, .tick, .go, .call):visible").all():
        style, width = control.evaluate(
            "(e) => [getComputedStyle(e).borderTopStyle, getComputedStyle(e).borderTopWidth]"
        )
        assert style != "none" and float(width.removesuffix("px")) >= 2
    chosen = page.locator("main [aria-current=true], main .tick:has(:checked)")
    others = page.locator("main .answer:not([aria-current]), main .tick:not(:has(:checked))")
    if chosen.count():
        width = "(e) => parseFloat(getComputedStyle(e).borderTopWidth)"
        assert chosen.first.evaluate(width) > others.first.evaluate(width)


def test_a15_forced_colours_keep_the_way_on_apart(open_context, sites: dict) -> None:
    page = open_context(forced_colors="active").new_page()
    ground = "(e) => getComputedStyle(e).backgroundColor"
    for name in ("awake, big, patient", "risk, classic, patient", "clear"):
        BY_NAME[name].open(page, sites)
        others = page.locator("main :is(.answer, .tick)").all()
        assert page.locator("main .go").evaluate(ground) not in [one.evaluate(ground) for one in others], name


def test_a15_the_tiers_differ_by_words_and_border_not_by_colour_alone(context: BrowserContext, sites: dict) -> None:
    page = context.new_page()
    words, borders = [], []
    for tier in TO_TIER:
        BY_NAME[f"result {tier}, patient"].open(page, sites)
        level = page.locator(f".level-{tier}")
        words.append((level.locator(".band").inner_text(), level.locator("h1").inner_text()))
        borders.append(level.evaluate("""(e) => {
          const style = getComputedStyle(e);
          return [style.borderTopStyle, style.borderTopWidth, style.borderLeftWidth, style.borderRadius].join();
        }"""))  # fmt: skip
    assert len(set(words)) == len(TO_TIER)
    assert len(set(borders)) == len(TO_TIER), borders
