"""What a screen reader is given: Chromium's accessibility tree as lines of role, name and state, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playwright.sync_api import Page

IN_A_LABEL = "(in a label)"
"""The words of a label are heard as the name of its control."""
SILENT = ("LabelText", "none", "generic", "InlineTextBox", "LineBreak", "ListMarker", "RootWebArea", "Legend")
STATES = ("checked", "pressed", "expanded", "disabled", "invalid", "required", "level", "live", "modal", "current")
PLAIN = ("false", "", "None")
CHANGING = (
    (
        re.compile(
            r"\b\d{1,2} (January|February|March|April|May|June|July|August|September|October|November|December) \d{4}"
        ),
        "[day]",
    ),
    (re.compile(r"\b([Aa])bout \d+(?: of \d+)?\b"), r"\1bout [so many]"),
    (re.compile(r".*\bof every 100\b.*"), "[how a share changed]"),
    (re.compile(r"http://127\.0\.0\.1:\d+"), "[site]"),
    (re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]\b"), "[code]"),
)
RECEIPT_WORD = re.compile(r'(listitem\n +StaticText )"[a-z]+"$', re.MULTILINE)
"""Of a receipt in four words, each a thing of a list."""


def lines(page: Page) -> list[str]:
    """One line a node, indented by its depth among those that are heard; days, receipts and counts are masked."""
    wire = page.context.new_cdp_session(page)
    nodes = wire.send("Accessibility.getFullAXTree")["nodes"]
    wire.detach()
    by_id = {node["nodeId"]: node for node in nodes}
    return RECEIPT_WORD.sub(r'\1"[word]"', "\n".join(heard(nodes[0], by_id, 0, ""))).splitlines()


def heard(node: dict, by_id: dict[str, dict], depth: int, above: str) -> Iterator[str]:
    role, name = value(node, "role"), masked(value(node, "name"))
    if role == "StaticText" and above == IN_A_LABEL:
        return
    said = not node.get("ignored") and role not in SILENT and not (role == "StaticText" and name == above)
    if said:
        yield "  " * depth + " ".join(filter(None, (role, f'"{name}"' if name else "", described(node), *states(node))))
    for child in node.get("childIds", ()):
        if child in by_id:
            yield from heard(
                by_id[child], by_id, depth + said, IN_A_LABEL if role == "LabelText" else name if said else above
            )


def described(node: dict) -> str:
    text = masked(value(node, "description"))
    return f'described "{text}"' if text else ""


def states(node: dict) -> Iterator[str]:
    for one in node.get("properties", ()):
        worth = str(one["value"].get("value", "")).lower()
        if one["name"] in STATES and worth not in PLAIN and (one["name"], value(node, "role")) != ("level", "listitem"):
            yield one["name"] if worth == "true" else f"{one['name']}={worth}"


def value(node: dict, name: str) -> str:
    return " ".join(str(node.get(name, {}).get("value", "")).split())


def masked(text: str) -> str:
    for pattern, instead in CHANGING:
        text = pattern.sub(instead, text)
    return text
