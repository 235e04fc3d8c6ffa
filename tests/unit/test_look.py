"""What a look is: read from its cookie, changed by a form; and its colours, each readable on each."""

from __future__ import annotations

import re

import pytest

from app.config import ROOT
from app.look import KNOWN, SETTINGS, Look, read_cookie
from app.style_sheets import sent

CSS = ROOT / "app" / "static" / "css"
SCHEMES = ("light", "dark", "strong", "calm")
ON_PAGE = ("ink", "ink-soft", "action", "action-strong", "good", "promise", "reason", "stop")
GROUNDS = ("paper", "surface", "sunken", "action-tint")
OWN_GROUND = {"good": "good-tint", "promise": "promise-tint", "reason": "reason-tint", "stop": "stop-tint"}


def tokens(text: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*([^;]+)", text))


def rule(sheet: str, selector: str) -> dict[str, str]:
    """The tokens that the first rule of this selector sets."""
    text = sent(f"css/{sheet}", {f"css/{file.name}": file.read_text(encoding="utf-8") for file in CSS.glob("*.css")})
    return tokens(text[text.index(f"{selector}{{") :].partition("}")[0])


def brightness(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """As WCAG 2.2 defines it."""
    high, low = sorted((brightness(one), brightness(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_text_is_readable_in_every_scheme(scheme: str) -> None:
    """7:1 for text on each ground that it may stand on, 3:1 for the edges of what can be tapped and for focus."""
    colour = rule("settings.css", f".colours-{scheme}")
    pairs = [(text, ground) for text in ON_PAGE for ground in GROUNDS[:3]]
    pairs += [("ink", tint) for tint in (*OWN_GROUND.values(), "action-tint")]
    pairs += [
        *OWN_GROUND.items(),
        ("action", "action-tint"),
        ("action-strong", "action-tint"),
        ("action-ink", "action"),
    ]
    pairs += [("action-ink", "action-strong"), ("ink-soft", "action-tint")]
    weak = {pair: round(contrast(*(colour[name] for name in pair)), 1) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 7} == {}
    for ground in GROUNDS:
        assert contrast(colour["edge"], colour[ground]) >= 3
        assert max(contrast(colour[name], colour[ground]) for name in ("focus-line", "focus-halo")) >= 3


def test_every_choice_of_colours_sets_the_same_names() -> None:
    names = {scheme: set(rule("settings.css", f".colours-{scheme}")) for scheme in SCHEMES}
    assert all(names[scheme] == names["dark"] for scheme in ("strong", "calm"))
    assert names["light"] >= names["dark"]


def test_every_choice_but_a_first_one_has_its_rule() -> None:
    sheets = "".join(path.read_text(encoding="utf-8") for path in CSS.glob("*.css"))
    no_css = {"steps-one", "read-everything", "read-off"}
    assert {name for name in KNOWN if f".{name}" not in sheets} == no_css


def test_a_cookie_says_what_was_chosen_and_nothing_else() -> None:
    chosen = Look().changed({"text": "150", "colours": "calm", "pictures": "off"})
    assert chosen.cookie == "text-150.colours-calm.pictures-off"
    assert read_cookie(chosen.cookie) == chosen
    assert chosen.classes == "text-150 colours-calm pictures-off"


@pytest.mark.parametrize("text", ["", "nonsense", 'text-900."><script>', "." * 5000, "text-150" * 100])
def test_what_a_cookie_says_that_we_do_not_know_is_left_out(text: str) -> None:
    assert read_cookie(text) == Look()


def test_a_form_that_names_little_or_nonsense_changes_little_or_nothing() -> None:
    was = Look().changed({"text": "200"})
    assert was.changed({}) == was
    assert was.changed({"text": "900", "colours": ""}) == was
    assert was.changed({"text": "100"}) == Look()


def test_the_longest_cookie_is_small() -> None:
    everything = Look({}, shared=True).changed({one.name: one.choices[-1].id for one in SETTINGS})
    assert len(everything.cookie) < 130
    assert read_cookie(everything.cookie) == everything
