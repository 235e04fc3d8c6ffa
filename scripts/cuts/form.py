"""A page's form as somebody without JavaScript has it before them, and how they fill it in. No network here."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

WORDS = ("The people here listen.", "لا أحد يسأل ابني.", "Nie wiem 🙂", "They said “wait”; we wait.", "x" * 300)
SILENT = 0.15
"""How often a question is left blank."""


@dataclass
class Form(HTMLParser):
    """The one form of a page that posts: its hidden fields, choices, boxes, buttons, and the questions it shows."""

    address: str
    html: str
    hidden: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    boxes: dict[str, bool] = field(default_factory=dict)
    buttons: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    target: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = dict(attributes)
        name, value = named.get("name") or "", named.get("value") or ""
        if tag == "form":
            self.target = urljoin(self.address, named.get("action") or self.address)
        elif tag == "a":
            self.links.append(named.get("href") or "")
        elif tag == "button" and name == "action":
            self.buttons.append(value)
        elif (named.get("id") or "").startswith("q-"):
            self.questions.append(named["id"].removeprefix("q-"))
        elif tag in ("input", "textarea") and name:
            self.take(named.get("type") or "text", name, value, "inputmode" in named)

    def take(self, kind: str, name: str, value: str, number: bool) -> None:
        if kind == "hidden":
            self.hidden[name] = value
        elif kind in ("radio", "checkbox"):
            self.choices.setdefault(name, []).append(value)
        else:
            self.boxes[name] = number

    def filled(self, chance: random.Random) -> list[tuple[str, str]]:
        """One of all that somebody may say here; without what the hidden fields say."""
        fields = []
        for name, values in self.choices.items():
            first_place = not name.rpartition(".")[2].isdigit() or name.endswith(".1")
            if first_place and name not in self.boxes and chance.random() > SILENT:
                fields.append((name, chance.choice(values)))
        for name, number in self.boxes.items():
            if chance.random() > SILENT:
                fields.append((name, str(chance.randrange(9)) if number else chance.choice(WORDS)))
        return fields
