"""What the columns of a CSV are, as the W3C's CSV on the Web: the file that stands beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from app.downloads.base import DownloadContext, Format
from app.downloads.columns import Column, columns

if TYPE_CHECKING:
    from analysis.disclosure import SafeTable

MEDIA_TYPE = "application/csvm+json"


def write(table: SafeTable, context: DownloadContext) -> bytes:
    """Of the CSV that lies in the same folder."""
    return json.dumps(describe(table, context.csv_name, context.facts), ensure_ascii=False, indent=1).encode() + b"\n"


def describe(table: SafeTable, url: str, facts: Mapping[str, str]) -> dict[str, Any]:
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": url,
        "dc:title": f"{table.title}, {table.release}",
        "dc:source": facts.get("Source", ""),
        "dc:rights": facts.get("Licence", ""),
        "dc:description": "; ".join(f"{name}: {value}" for name, value in facts.items()),
        "rdfs:comment": [str(note) for note in table.notes],
        "dialect": {"encoding": "utf-8", "header": True},
        "tableSchema": {"columns": [column_of(each) for each in columns(table.kind)]},
    }


def column_of(column: Column) -> dict[str, Any]:
    kind = "integer" if column.whole else "string"
    own = {"name": column.name, "titles": column.name, "datatype": kind, "dc:description": column.about}
    return own | {"required": not column.may_be_empty}


FORMAT = Format("csv-metadata.json", MEDIA_TYPE, write, "CSVW")
