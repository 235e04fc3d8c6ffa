"""Every table of a release as one SPSS file: its first variable says which table a line is from."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.downloads.base import HEADINGS, DownloadContext, Format, rows_of, words_in
from app.downloads.columns import Column, columns

if TYPE_CHECKING:
    from analysis.disclosure import SafeTable

KIND = Column("table", whole=False, may_be_empty=False, about="Which table of the release the line is from")
CODED = tuple(HEADINGS)
"""Ids that stand as numbers with value labels too: SPSS makes tables and charts of these."""
LONGEST_NOTE = 80


def write(table: SafeTable, context: DownloadContext) -> bytes:
    """Ids as they are in the CSV, whole numbers, missing where there is nothing to show."""
    import pyreadstat

    variables, lines = variables_of((table, *context.beside)), list(lines_of(table, context))
    data, labels = frame(variables, lines), labels_of(lines, context)
    for name, values in labels.items():
        data[f"{name}_code"] = [code_of(values, code_key(name, line) if line.get(name) else None) for line in lines]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scores.sav"
        pyreadstat.write_sav(
            data,
            str(path),
            file_label=context.title[:64],
            column_labels={
                **{each.name: each.about for each in variables},
                **{f"{n}_code": HEADINGS[n] for n in labels},
            },
            variable_value_labels={f"{name}_code": codes(values) for name, values in labels.items()},
            variable_format=dict.fromkeys([f"{name}_code" for name in labels], "F3.0")
            | ({each.name: "F4.0" for each in variables if each.whole} if context.exact is None else {}),
            note=notes(context),
        )
        return path.read_bytes()


def variables_of(tables: tuple[SafeTable, ...]) -> list[Column]:
    """Each column of any of the tables once, in order."""
    named = {each.name: each for table in tables for each in columns(table.kind)}
    return [KIND, *named.values()]


def lines_of(table: SafeTable, context: DownloadContext) -> Iterator[Mapping[str, Any]]:
    yield from ({**row, "table": table.kind} for row in rows_of(table, context))
    for other in context.beside:
        yield from ({**row, "table": other.kind} for row in other.records())


def frame(variables: list[Column], lines: list[Mapping[str, Any]]) -> Any:
    import pandas

    made = {
        each.name: pandas.Series(values(each, lines), dtype="float64" if each.whole else "str") for each in variables
    }
    return pandas.DataFrame(made)


def values(column: Column, lines: list[Mapping[str, Any]]) -> list[Any]:
    nothing = None if column.whole else ""
    return [line.get(column.name, nothing) for line in lines]


def labels_of(lines: list[Mapping[str, Any]], context: DownloadContext) -> dict[str, dict[str, str]]:
    """Of each coded column that holds anything: its ids in order, with their words."""
    found: dict[str, dict[str, str]] = {}
    for name in CODED:
        own = {code_key(name, line): words_in(context.names, name, line) for line in lines if line.get(name)}
        if own:
            found[name] = dict(sorted(own.items()))
    return found


def code_key(name: str, line: Mapping[str, Any]) -> str:
    """What has a code of its own: an id, and of answers an id of a question."""
    return f"{line['question']}/{line[name]}" if name == "option" else line[name]


def codes(values: Mapping[str, str]) -> dict[int, str]:
    return {number: text[:120] for number, text in enumerate(values.values(), start=1)}


def code_of(values: Mapping[str, str], value: str | None) -> float | None:
    return float(list(values).index(value) + 1) if value else None


def notes(context: DownloadContext) -> list[str]:
    """SPSS shows lines of 80 characters: longer ones are folded."""
    import textwrap

    texts = [f"{name}: {value}" for name, value in context.facts.items()]
    texts += [f"{heading}: {text}" for heading, paragraphs in context.about for text in paragraphs]
    if context.synthetic:
        texts.insert(0, "Example data. These figures are made up and say nothing about anybody.")
    return [line for text in texts for line in textwrap.wrap(text, LONGEST_NOTE)]


FORMAT = Format("sav", "application/x-spss-sav", write)
