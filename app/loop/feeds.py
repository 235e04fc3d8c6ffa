"""Public entries for other sites: Atom, JSON with its CSVW description, CSV, and an embed. The pages are `views`."""

from __future__ import annotations

import csv
import io
import re
from xml.etree import ElementTree

from flask import Blueprint, Response, jsonify, render_template, request

from app.guards import public
from app.here import house
from app.languages import current_language, gettext, keep_language
from app.loop.words import REPLY_WORDS
from app.outputs import voices
from app.page_cache import for_everyone
from app.services.loop import entry_search, entry_voices
from app.services.loop.entries import EntryView
from app.services.loop.entry_search import Wish

blueprint = Blueprint("feeds", __name__, url_prefix="/you-said-we-did")
blueprint.url_defaults(keep_language)
ATOM = "http://www.w3.org/2005/Atom"
ElementTree.register_namespace("", ATOM)
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NOT_IN_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
"""Signs that no XML may hold, and that a paste from elsewhere may bring in."""
EMBEDDED = 5
FROM_ANYWHERE = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
"""What is public may be read by the scripts of any site; nothing here depends on a cookie."""
COLUMNS = (
    ("id", "string", "The entry's permanent id"),
    ("address", "anyURI", "Its public page"),
    ("language", "language", "The language of its texts"),
    ("translated", "string", "Blank as it was written; else the state of the translation: draft, checked or live"),
    ("published", "date", "The day it was published first"),
    ("updated", "date", "The day of its last update; blank if never"),
    ("audience", "string", "Who said it; blank for everyone"),
    ("journey_point", "string", "The part of the journey it is about"),
    ("you_said", "string", "What was said, in full"),
    ("you_said_easy", "string", "What was said, in easy read"),
    ("said_by", "string", "audience people/all wave: about how many of all who wrote said it, joined by ;"),
    ("quotes", "string", "Words of people who allowed that, joined by |"),
    ("indicators", "string", "Indicators that should get better, joined by ;"),
    ("priority_areas", "string", "Priority areas of the improvement plan that it is about, joined by ;"),
    ("criteria", "string", "Inspectors' criteria for which it is evidence, joined by ;"),
    ("limb", "string", "What of the local offer it is about: content, accessibility, development; blank for nothing"),
    ("reply", "integer", "The number of the answer within the entry, from 1"),
    ("reply_kind", "string", "we-did, we-will or we-cannot"),
    ("reply_text", "string", "The answer in full"),
    ("reply_easy", "string", "The answer in easy read"),
    ("instead", "string", "What is offered instead, where it is not possible"),
    ("organisation", "string", "Who answers"),
    ("owner", "string", "The role that keeps a promise"),
    ("date", "date", "Done, due or decided on"),
    ("standing", "string", "Of a promise: kept, kept-late, late or open"),
)
"""The columns of the CSV and the keys of the JSON: name, datatype of the W3C's CSV on the Web, and what it says."""
SEVERAL = ("said_by", "indicators", "priority_areas", "criteria")


@blueprint.get("/feed.atom")
@public
@for_everyone
def atom() -> Response:
    """The newest entries as Atom (RFC 4287)."""
    address = f"{house().config.public_url}/you-said-we-did"
    views = entry_search.find(house(), Wish(), language=current_language().code).entries
    feed = ElementTree.Element(f"{{{ATOM}}}feed")
    feed.set(LANG, current_language().code)
    add(feed, "title", f"{gettext('You said, we did')}: {house().partnership.name}")
    add(feed, "id", f"{address}/")
    add(feed, "updated", moment(views[0]) if views else "1970-01-01T00:00:00Z")
    add(feed, "link", rel="self", href=f"{address}/feed.atom", type="application/atom+xml")
    add(feed, "link", rel="alternate", href=f"{address}/", type="text/html")
    author = add(feed, "author")
    add(author, "name", house().partnership.name)
    for view in views:
        entry = add(feed, "entry")
        add(entry, "title", view.content.you_said_easy).set(LANG, view.content.language)
        add(entry, "id", f"{address}/{view.slug}")
        add(entry, "link", rel="alternate", href=f"{address}/{view.slug}", type="text/html")
        add(entry, "published", f"{view.published_on.isoformat()}T00:00:00Z")
        add(entry, "updated", moment(view))
        add(entry, "content", text_of(view), type="text").set(LANG, view.content.language)
    body = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return shared(Response(body, mimetype="application/atom+xml"))


def add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    child.text = NOT_IN_XML.sub("", text) or None
    return child


def moment(view: EntryView) -> str:
    """The day of the last publication, at its first minute: no time of day is kept."""
    return f"{(view.updated_on or view.published_on).isoformat()}T00:00:00Z"


def text_of(view: EntryView) -> str:
    said = view.content
    words = (f"{gettext('In their own words')}: {quote.text}" for quote in view.quotes)
    replies = (f"{gettext(REPLY_WORDS[reply.kind])}: {reply.text}" for reply in said.replies)
    note = voices.language_note(view)
    lines = [said.you_said, *voices.count_lines(view), *words, *replies, *([note] if note else [])]
    return "\n\n".join(lines)


@blueprint.get("/entries.json")
@public
@for_everyone
def entries_json() -> Response:
    rows = list(map(dict_of, entry_search.all_public(house(), current_language().code)))
    licence = "https://creativecommons.org/licenses/by/4.0/"
    about = {"title": "You said, we did", "publisher": house().partnership.name, "licence": licence}
    described = f"{house().config.public_url}/you-said-we-did/entries.csv-metadata.json"
    return shared(jsonify({**about, "described_by": described, "entries": rows}))


def dict_of(view: EntryView) -> dict[str, object]:
    said, today = view.content, house().today()
    replies = [
        {
            "kind": reply.kind,
            "text": reply.text,
            "easy": reply.text_easy,
            "instead": reply.instead,
            "organisation": reply.organisation,
            "owner": reply.owner,
            "date": reply.date.isoformat(),
            "standing": view.standing(reply, today),
        }
        for reply in said.replies
    ]
    return {
        "id": view.id,
        "address": f"{house().config.public_url}/you-said-we-did/{view.slug}",
        "language": said.language,
        "published": view.published_on.isoformat(),
        "updated": view.updated_on.isoformat() if view.updated_on else "",
        "audience": said.audience,
        "journey_point": said.journey_point,
        "you_said": said.you_said,
        "you_said_easy": said.you_said_easy,
        "translated": view.translated,
        "said_by": [f"{count.audience} {count.people}/{count.n} {count.wave}" for count in entry_voices.counts(said)],
        "quotes": [quote.text for quote in view.quotes],
        **{name: list(getattr(said, name)) for name in ("indicators", "priority_areas", "criteria")},
        "limb": said.limb,
        "replies": replies,
    }


@blueprint.get("/entries.csv")
@public
@for_everyone
def entries_csv() -> Response:
    """One line an answer. Text that a spreadsheet could take for a formula is neutralised."""
    out = io.StringIO(newline="")
    lines = csv.writer(out)
    lines.writerow([name for name, *_rest in COLUMNS])
    for view in entry_search.all_public(house(), current_language().code):
        own = dict_of(view)
        own |= {name: ";".join(own[name]) for name in SEVERAL} | {"quotes": " | ".join(own["quotes"])}
        for number, reply in enumerate(own.pop("replies"), 1):
            answer = {"reply_kind": reply["kind"], "reply_text": reply["text"], "reply_easy": reply["easy"]}
            row = {**own, **reply, **answer, "reply": number}
            lines.writerow([plain(row[name]) for name, *_rest in COLUMNS])
    return shared(Response(out.getvalue(), mimetype="text/csv"))


def plain(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


@blueprint.get("/entries.csv-metadata.json")
@public
@for_everyone
def metadata() -> Response:
    """What the columns are, as W3C's CSV on the Web."""
    columns = [{"name": name, "titles": name, "datatype": kind, "dc:description": text} for name, kind, text in COLUMNS]
    table = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": f"{house().config.public_url}/you-said-we-did/entries.csv",
        "dc:title": "You said, we did",
        "dc:publisher": house().partnership.name,
        "dc:license": {"@id": "https://creativecommons.org/licenses/by/4.0/"},
        "tableSchema": {"columns": columns, "primaryKey": ["id", "reply"]},
    }
    response = jsonify(table)
    response.mimetype = "application/csvm+json"
    return shared(response)


@blueprint.get("/embed")
@public
@for_everyone
def embed() -> Response:
    """A few answers for a frame inside another website, or with `?plain=1` a piece of HTML without any style."""
    wish = Wish.read(request.args)
    views = entry_search.find(house(), wish, language=current_language().code).entries[:EMBEDDED]
    template = "loop/embed_plain.html" if request.args.get("plain") == "1" else "loop/embed.html"
    page = render_template(template, entries=views, partnership_url=house().config.public_url)
    response = shared(Response(page))
    policy = "default-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'; frame-ancestors *"
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Frame-Options"] = ""
    return response


def shared(response: Response) -> Response:
    """May be kept for a minute by anyone, and checked by its tag."""
    response.headers.update(FROM_ANYWHERE)
    response.headers["Cache-Control"] = "public, max-age=60"
    response.add_etag()
    return response.make_conditional(request)
