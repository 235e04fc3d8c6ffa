"""Style sheets as they are sent: in one piece, without comments and spare room, and meaning the same."""

from __future__ import annotations

import pytest

from app import style_sheets


@pytest.mark.parametrize(
    ("written", "as_sent"),
    [
        ("p { color: red; }\n\n/* why */ b { margin: 0 1px }", "p{color:red}b{margin:0 1px}"),
        ("a :focus, b > i { top: 0 }", "a :focus,b>i{top:0}"),
        ('p::before { content: "  /x/ ; { " }', 'p::before{content:"  /x/ ; { "}'),
        ("p { width: calc(100% - 1px + (2px * 3)) }", "p{width:calc(100% - 1px + (2px * 3))}"),
        (
            "@media (min-width: 20rem) and (width > 3px) { p { top: 0 } }",
            "@media (min-width:20rem) and (width>3px){p{top:0}}",
        ),
    ],
)
def test_only_what_means_nothing_is_left_out(written: str, as_sent: str) -> None:
    assert style_sheets.tight(written) == as_sent


def test_an_import_is_put_in_its_place() -> None:
    sheets = {"css/all.css": '@import "one.css"; b { top: 0 }', "css/one.css": "p { left: 0 }"}
    assert style_sheets.sent("css/all.css", sheets) == "p{left:0}b{top:0}"


def test_an_import_inside_a_rule_brings_its_values() -> None:
    sheets = {"css/all.css": 'p { @import "dark.css"; left: 0 } b { @import "dark.css"; }', "css/dark.css": "top: 0;\n"}
    assert style_sheets.sent("css/all.css", sheets) == "p{top:0;left:0}b{top:0}"


def test_an_import_of_nothing_is_a_mistake() -> None:
    with pytest.raises(LookupError, match=r"no\.css"):
        style_sheets.sent("css/all.css", {"css/all.css": '@import "no.css";'})
