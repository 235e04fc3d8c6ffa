"""The HTML of messages to people: one column, one button, one tap to stop, in each language, and nothing fetched."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask

from app.house import House
from app.languages import languages
from app.reach.parcels import html_text, plain_text
from app.reach.words import KINDS, Facts, words
from tests.page_audit import Document

LINK, STOP = "https://example.org/i/AAAAAAAAAAAAAAAAAAAAAA", "https://example.org/stop/BBBBBBBBBBBBBBBBBBBBBB?lang=ar"
SURVEY = "parent-carer.general.our-confidence"
COLOURS = re.compile(r"(?<!-)(color|background):(#[0-9a-f]{6})")


def made(app: Flask, house: House, kind: str, code: str) -> tuple[Document, str]:
    survey = house.partnership.catalogue.latest(SURVEY)
    facts = Facts(house.partnership.name, survey, LINK, STOP, date(2026, 12, 13), "https://example.org/r/")
    with app.test_request_context("/"):
        language = languages().by_code[code]
        said = words(language, kind, facts)
        return Document(html_text(language, said, facts)), plain_text(said, facts)


def bright(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 reckons it."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((bright(one), bright(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("kind", KINDS)
def test_each_message_is_whole_in_each_language(app: Flask, house: House, kind: str) -> None:
    for code in ("en", *(code for code in house.partnership.languages if code != "en")):
        page, text = made(app, house, kind, code)
        assert page.parsed.errors == []
        html = page.query_one("html")
        assert html.attrs["lang"] == code
        assert html.attrs["dir"] == ("rtl" if code in ("ar", "ur", "fa") else "ltr")
        assert len(page.query("h1")) == 1
        assert [link.attrs["href"] for link in page.named("a") if "/r/" not in link.attrs["href"]] == [LINK, STOP]
        assert {link.attrs.get("dir") for link in page.named("a") if "/r/" in link.attrs["href"]} <= {"ltr"}
        assert page.named("img", "script", "link", "iframe", "form") == []
        assert "url(" not in page.html
        assert len(page.html.encode()) < 8_000
        shown = re.sub(r"\s+", " ", page.query_one("body").to_text())
        for line in filter(None, text.splitlines()):
            assert line == STOP or line.rstrip(": ") in shown, line


def test_its_words_are_dark_on_light_and_light_on_dark(app: Flask, house: House) -> None:
    page, _text = made(app, house, "invitation", "en")
    dark = page.query_one("style").to_text()
    assert "prefers-color-scheme: dark" in dark
    [button] = page.query("a.press")
    own = dict(COLOURS.findall(button.attrs["style"]))
    assert contrast(own["color"], own["background"]) >= 7
    inks = {dict(COLOURS.findall(each.attrs["style"]))["color"] for each in page.query("p.ink, p.soft, h1.ink")}
    assert min(contrast(ink, ground) for ink in inks for ground in ("#ffffff", "#fbf7f0")) >= 7
    night = {"#f6f1e8", "#d3cabd"}
    assert night <= set(re.findall("#[0-9a-f]{6}", dark))
    assert min(contrast(ink, "#22201d") for ink in night) >= 7
    assert contrast("#06262e", "#8fd6e4") >= 7
