"""The Atom feed keeps to RFC 4287 and says in which language each text is, whatever an entry holds."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.house import House
from tests.integration.entry_steps import made_public
from tests.integration.test_loop import REPLY, STORY

ATOM, LANG = "{http://www.w3.org/2005/Atom}", "{http://www.w3.org/XML/1998/namespace}lang"
RFC3339 = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})")
ONCE, AT_MOST_ONCE = ("id", "title", "updated"), ("published", "content", "summary", "rights", "source", "subtitle")
STRANGE = "Tabs\tand \x0b\x0c signs <b>&amp;</b> ]]> of a paste \x1f, \ufffe"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_feed_is_valid(app: Flask, house: House, client: FlaskClient, language: str) -> None:
    with app.app_context():
        made_public(house, STORY)
        made_public(
            house, replace(STORY, you_said=STRANGE, you_said_easy=STRANGE, replies=(replace(REPLY, text=STRANGE),))
        )
    answer = client.get(f"/you-said-we-did/feed.atom?lang={language}")
    assert answer.mimetype == "application/atom+xml"
    feed = ElementTree.fromstring(answer.data)
    assert feed.tag == f"{ATOM}feed"
    assert feed.attrib[LANG] == language
    assert feed.find(f"{ATOM}author/{ATOM}name").text
    check(feed)
    entries = feed.findall(f"{ATOM}entry")
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries) == 2
    for entry in entries:
        check(entry)
        assert entry.find(f"{ATOM}title").attrib[LANG] == "en"
    newest = max(entry.findtext(f"{ATOM}updated") for entry in entries)
    assert feed.findtext(f"{ATOM}updated") == newest


def test_an_empty_feed_is_valid(client: FlaskClient) -> None:
    check(ElementTree.fromstring(client.get("/you-said-we-did/feed.atom").data))


def check(part: ElementTree.Element) -> None:
    """What RFC 4287 asks of a feed and of an entry."""
    for name in ONCE:
        assert len(part.findall(f"{ATOM}{name}")) == 1, name
        assert part.findtext(f"{ATOM}{name}").strip(), name
    for name in AT_MOST_ONCE:
        assert len(part.findall(f"{ATOM}{name}")) <= 1, name
    assert urlsplit(part.findtext(f"{ATOM}id")).scheme in ("http", "https")
    for name in ("updated", "published"):
        for found in part.findall(f"{ATOM}{name}"):
            assert RFC3339.fullmatch(found.text), name
    links = part.findall(f"{ATOM}link")
    assert [link for link in links if link.attrib["rel"] == "alternate"]
    kinds = [(link.attrib["rel"], link.attrib.get("type"), link.attrib.get("hreflang")) for link in links]
    assert len(kinds) == len(set(kinds))
    assert all(urlsplit(link.attrib["href"]).netloc for link in links)
    assert {child.tag.removeprefix(ATOM) for child in part} <= {*ONCE, *AT_MOST_ONCE, "link", "author", "entry"}
