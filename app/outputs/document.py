"""A report as blocks, the same for a web page, a PDF and a document of a word processor. No format is written here."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Words:
    """A text and the language it is in; blank for the language of the report."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 2 or 3; the report's title is the only one of level 1."""

    level: int
    words: Words
    kind: str = field(default="heading", init=False)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `lead` stands before it in bold, `picture` beside it."""

    words: Words
    lead: str = ""
    picture: str = ""
    kind: str = field(default="paragraph", init=False)


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[Paragraph, ...]
    kind: str = field(default="bullets", init=False)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its caption, the heads of its columns, its rows, whose first cell is their head."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]
    kind: str = field(default="grid", init=False)


@dataclass(frozen=True, slots=True)
class Square:
    """A QR picture that leads to an address, with the address in words."""

    address: str
    alt: str
    kind: str = field(default="square", init=False)


Block = Heading | Paragraph | Bullets | Grid | Square


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report in one language. `name` begins its files' names; `easy` is the easy-read edition."""

    name: str
    title: str
    language: str
    direction: str
    blocks: tuple[Block, ...]
    easy: bool = False
    synthetic: bool = False

    @property
    def digest(self) -> str:
        """Another one whenever anything in it is."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]
