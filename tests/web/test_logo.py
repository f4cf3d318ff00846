"""The mark: beside the name on every page, on a phone's home screen, and on paper in lines alone."""

import io

from flask import Flask
from PIL import Image

from scripts.icons import SIZE, STATIC, icon
from tests.visitor import Visitor

SPINE = 'd="M16 5v22M10 9h12M11 14h10M11 19h10M12 24h8"'


def test_the_mark_stands_before_the_name_and_says_nothing_itself(visitor: Visitor) -> None:
    page = visitor.get("/")
    [mark] = [image for image in page.all("img") if image.get("class") == "top-mark"]
    assert mark.get("alt") == ""
    [icon_link] = [link for link in page.all("link") if link.get("rel") == "icon"]
    assert mark.get("src") == icon_link.get("href")  # one file, fetched once


def test_a_phone_finds_a_picture_for_its_home_screen(app: Flask, visitor: Visitor) -> None:
    [link] = [link for link in visitor.get("/").all("link") if link.get("rel") == "apple-touch-icon"]
    answered = app.test_client().get(link.get("href"))
    assert (answered.status_code, answered.mimetype) == (200, "image/png")
    picture = Image.open(io.BytesIO(answered.data)).convert("RGBA")
    assert picture.size == (SIZE, SIZE)
    assert picture.getpixel((0, 0)) == (0x0B, 0x4A, 0x6F, 255) == picture.getpixel((SIZE - 1, SIZE - 1))
    assert picture.getpixel((SIZE // 2, SIZE // 2)) == (255, 255, 255, 255)


def test_that_picture_is_drawn_from_the_icon() -> None:
    assert (STATIC / "icon.png").read_bytes() == icon()


def test_the_bar_of_a_phone_has_the_colour_of_the_page(visitor: Visitor) -> None:
    css = (STATIC / "app.css").read_text()
    themes = [meta for meta in visitor.get("/").all("meta") if meta.get("name") == "theme-color"]
    assert [meta.get("media") for meta in themes] == ["(prefers-color-scheme: light)", "(prefers-color-scheme: dark)"]
    assert all(f"--paper: {meta.get('content')};" in css for meta in themes)


def test_on_paper_the_mark_is_lines_without_a_ground(visitor: Visitor) -> None:
    visitor.result()
    sheet = visitor.get("/summary").html
    assert SPINE in (STATIC / "icon.svg").read_text()
    mark = sheet.partition('<svg class="sheet-mark"')[2].partition("</svg>")[0]
    [rule] = [line for line in (STATIC / "handout.css").read_text().splitlines() if line.startswith(".sheet-mark")]
    assert SPINE in mark and "fill" not in mark and "fill: none" in rule
