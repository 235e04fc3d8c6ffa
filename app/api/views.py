"""The addresses of the feed, under /api/v1. What a key opens and how lists are cut is in `asking`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify

from app.api.asking import kept, page_of, shown_release, tiers
from app.api.openapi import document
from app.downloads import csvw
from app.downloads.csv_file import csv_bytes, csv_of
from app.guards import public
from app.here import house
from app.languages import N_
from app.loop import feeds
from app.services.errors import NotFound
from app.services.loop import entry_search
from app.services.scoring import releases
from app.services.scoring.exports import facts_of
from app.services.scoring.releases import ReleaseView

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


def address(path: str) -> str:
    return f"{house().config.public_url}/api/v1/{path}"


@blueprint.get("/openapi.json")
@public
def described() -> Response:
    """What there is, for programs: OpenAPI 3.1."""
    return kept(jsonify(document(house().config.public_url, house().partnership.name)))


@blueprint.get("/releases")
@public
def all_releases() -> Response:
    found = [release for tier in tiers() for release in releases.listed(tier)]
    return page_of(found, summary)


@blueprint.get("/releases/<release_id>")
@public
def release(release_id: str) -> Response:
    found = shown_release(release_id)
    tables = [
        {"kind": kind, "title": table.title, "rows": len(table.rows), "url": table_address(found, kind)}
        for kind, table in found.tables.items()
    ]
    notes = [str(note) for note in found.table.notes]
    return kept(jsonify({**summary(found), "facts": facts_of(house(), found), "notes": notes, "tables": tables}))


def summary(found: ReleaseView) -> dict[str, Any]:
    return {
        "id": found.id,
        "wave": found.wave,
        "tier": found.tier,
        "number": found.number,
        "closed_on": found.closed_on.isoformat(),
        "baseline_wave": found.baseline_wave,
        "framework_version": found.framework_version,
        "example_data": found.synthetic,
        "url": address(f"releases/{found.id}"),
    }


def table_address(found: ReleaseView, kind: str) -> str:
    return address(f"releases/{found.id}/tables/{kind}")


def table_of(found: ReleaseView, kind: str) -> Any:
    if kind not in found.tables:
        raise NotFound(N_("This release has no table of this kind."))
    return found.tables[kind]


@blueprint.get("/releases/<release_id>/tables/<kind>")
@public
def table(release_id: str, kind: str) -> Response:
    found = shown_release(release_id)
    return page_of(list(table_of(found, kind).records()), dict)


@blueprint.get("/releases/<release_id>/tables/<kind>.csv")
@public
def table_csv(release_id: str, kind: str) -> Response:
    """The whole table: a spreadsheet reads it by this address."""
    found = shown_release(release_id)
    response = csv_answer(csv_of(table_of(found, kind)))
    response.headers["Link"] = f'<{table_address(found, kind)}.csv-metadata.json>; rel="describedby"'
    return response


@blueprint.get("/releases/<release_id>/tables/<kind>.csv-metadata.json")
@public
def table_metadata(release_id: str, kind: str) -> Response:
    """What the columns of the CSV are, as the W3C's CSV on the Web."""
    found = shown_release(release_id)
    about = csvw.describe(table_of(found, kind), f"{table_address(found, kind)}.csv", facts_of(house(), found))
    response = jsonify(about)
    response.mimetype = csvw.MEDIA_TYPE
    return kept(response)


def csv_answer(content: bytes) -> Response:
    return kept(Response(content, mimetype="text/csv"))


@blueprint.get("/indicators")
@public
def indicators() -> Response:
    return page_of(house().framework.indicators, asdict)


@blueprint.get("/indicators.csv")
@public
def indicators_csv() -> Response:
    """Several ids of one cell are joined by a semicolon."""
    lines = [{key: plain(value) for key, value in asdict(each).items()} for each in house().framework.indicators]
    return csv_answer(csv_bytes(tuple(lines[0]) if lines else (), lines))


def plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else ";".join(value)


@blueprint.get("/entries")
@public
def entries() -> Response:
    """Public entries of "You said, we did", the newest first."""
    return page_of(entry_search.all_public(house()), feeds.dict_of)
