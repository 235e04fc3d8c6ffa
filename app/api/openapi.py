"""The OpenAPI 3.1 document of the feed, made from the same columns as the tables themselves."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from analysis.framework import Indicator
from analysis.rows import ROWS
from app.api.asking import MOST_PER_PAGE, PER_PAGE
from app.downloads.columns import Column, columns

Json = dict[str, Any]
TEXT: Json = {"type": "string"}
WHOLE: Json = {"type": "integer"}
TEXTS: Json = {"type": "array", "items": TEXT}
ENTRY = ("id", "address", "language", "published", "updated", "audience", "journey_point", "you_said", "you_said_easy")
REPLY = ("kind", "text", "easy", "instead", "organisation", "owner", "date", "standing")
PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
REFUSALS = {
    "401": {"description": "The key opens nothing", "content": PROBLEM},
    "404": {"description": "There is no such thing", "content": PROBLEM},
    "422": {"description": "The address asks for what cannot be", "content": PROBLEM},
}


def document(public_url: str, publisher: str) -> Json:
    licence = {"name": "Open Government Licence v3.0", "identifier": "OGL-UK-3.0"}
    about = "Closed releases and public entries. Without a key the public tier; with one the board's too."
    return {
        "openapi": "3.1.0",
        "info": {"title": publisher, "version": "1", "description": about, "license": licence},
        "servers": [{"url": f"{public_url}/api/v1"}],
        "security": [{}, {"key": []}],
        "paths": paths(),
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas(),
            "parameters": parameters(),
        },
    }


def paths() -> Json:
    one, kind = "/releases/{release}", "/releases/{release}/tables/{kind}"
    rows = {"anyOf": [ref(f"Row-{name}") for name in ROWS]}
    return {
        "/openapi.json": get("This document", json_of({"type": "object"}), refusals=()),
        "/releases": get("Closed releases", page(ref("Release")), paged=True),
        one: get("One release, and which tables it has", json_of(ref("WholeRelease")), "release"),
        kind: get("The lines of a table", page(rows), "release", "kind", paged=True),
        f"{kind}.csv": get("The whole table as CSV", {"text/csv": {"schema": TEXT}}, "release", "kind"),
        f"{kind}.csv-metadata.json": get(
            "What the columns are (CSV on the Web)",
            {"application/csvm+json": {"schema": {"type": "object"}}},
            "release",
            "kind",
        ),
        "/indicators": get("What is measured", page(ref("Indicator")), paged=True, refusals=("422",)),
        "/indicators.csv": get("What is measured, as CSV", {"text/csv": {"schema": TEXT}}, refusals=()),
        "/entries": get("You said, we did", page(ref("Entry")), paged=True, refusals=("422",)),
    }


def get(
    summary: str, content: Json, *names: str, paged: bool = False, refusals: tuple[str, ...] = tuple(REFUSALS)
) -> Json:
    tag = {"ETag": {"description": "Send it as If-None-Match to ask for news only", "schema": TEXT}}
    answers = {"200": {"description": summary, "headers": tag, "content": content}, "304": {"description": "No news"}}
    asked = [*names, *(("page", "per_page") if paged else ())]
    own = {"summary": summary, "responses": answers | {code: REFUSALS[code] for code in refusals}}
    if asked:
        own["parameters"] = [{"$ref": f"#/components/parameters/{name}"} for name in asked]
    return {"get": own}


def parameters() -> Json:
    most = {"page": (1_000_000, 1), "per_page": (MOST_PER_PAGE, PER_PAGE)}
    asked = {
        name: {
            "name": name,
            "in": "query",
            "schema": {**WHOLE, "minimum": 1, "maximum": maximum, "default": default},
        }
        for name, (maximum, default) in most.items()
    }
    release = {"name": "release", "in": "path", "required": True, "schema": TEXT, "example": "latest"}
    release["description"] = "The id of a release, or latest"
    kind = {"name": "kind", "in": "path", "required": True, "schema": {**TEXT, "enum": list(ROWS)}}
    return {**asked, "release": release, "kind": kind}


def schemas() -> Json:
    rows = {f"Row-{kind}": record({each.name: cell(each) for each in columns(kind)}) for kind in ROWS}
    texts = dict.fromkeys(("id", "wave", "tier", "framework_version", "url"), TEXT)
    release = texts | {"number": WHOLE, "closed_on": {**TEXT, "format": "date"}, "example_data": {"type": "boolean"}}
    release["baseline_wave"] = {"type": ["string", "null"]}
    table = record({"kind": TEXT, "title": TEXT, "rows": WHOLE, "url": TEXT})
    whole = {"facts": {"type": "object", "additionalProperties": TEXT}, "notes": TEXTS, "tables": list_of(table)}
    replies = list_of(record(dict.fromkeys(REPLY, TEXT)))
    return {
        **rows,
        "Release": record(release),
        "WholeRelease": record(release | whole),
        "Indicator": record({each.name: indicator_field(str(each.type)) for each in fields(Indicator)}),
        "Entry": record(dict.fromkeys(ENTRY, TEXT) | {"indicators": TEXTS, "replies": replies}),
        "Problem": record({"status": WHOLE, "title": TEXT, "detail": TEXT}),
    }


def cell(column: Column) -> Json:
    """A text that is not there is a blank one; a number that is not there is null."""
    if not column.whole:
        return {"type": "string", "description": column.about}
    return {"type": ["integer", "null"] if column.may_be_empty else "integer", "description": column.about}


def indicator_field(kind: str) -> Json:
    return {"bool": {"type": "boolean"}, "str": TEXT}.get(kind, TEXTS)


def page(item: Json) -> Json:
    return json_of(record(dict.fromkeys(("total", "page", "pages", "per_page"), WHOLE) | {"items": list_of(item)}))


def record(properties: Json) -> Json:
    """An object with exactly these."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def list_of(item: Json) -> Json:
    return {"type": "array", "items": item}


def ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def json_of(schema: Json) -> Json:
    return {"application/json": {"schema": schema}}
