"""Scores as JSON: what the release is, what it means, and its rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from app.downloads.base import DownloadContext, Format, rows_of

if TYPE_CHECKING:
    from analysis.disclosure import SafeTable


def write(table: SafeTable, context: DownloadContext) -> bytes:
    content = {
        "title": context.title,
        "example_data": context.synthetic,
        "release": dict(context.facts),
        "about": [{"heading": heading, "text": list(text)} for heading, text in context.about],
        "columns": list(table.columns),
        "rows": [dict(row) for row in rows_of(table, context)],
        "baseline_rows": [] if context.exact is not None else [row.to_dict() for row in table.baseline_rows],
        "tables": {other.kind: table_of(other) for other in context.beside},
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


def table_of(table: SafeTable) -> dict[str, Any]:
    notes = [str(note) for note in table.notes]
    return {"title": table.title, "columns": list(table.columns), "rows": list(table.records()), "notes": notes}


FORMAT = Format("json", "application/json", write)
