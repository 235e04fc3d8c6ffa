"""`scripts/read_comments`: a CSV in, the same rows read out, and each error in one line."""

from __future__ import annotations

import csv
import io
import subprocess
import sys

import pytest

from app.config import ROOT

pytestmark = pytest.mark.whole


def run(content: bytes) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, str(ROOT / "scripts" / "read_comments")]
    return subprocess.run(command, input=content, capture_output=True, check=False, cwd=ROOT)


def test_rows_come_back_with_what_was_read() -> None:
    rows = ["id,text", "1,My son Callum loves it", "2,Nikt nas nie słuchał", "3,i want to kill myself", "4,"]
    done = run("\n".join([*rows, '5,"two\nlines, ok"', ""]).encode())
    assert (done.returncode, done.stderr) == (0, b"")
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode(), newline="")))
    assert list(rows[0]) == ["id", "text", "language", "sentiment", "concern", "masked"]
    assert rows[0]["masked"] == "My son [NAME] loves it"
    assert (rows[0]["language"], rows[0]["sentiment"], rows[0]["concern"]) == ("en", "positive", "none")
    assert (rows[1]["language"], rows[1]["sentiment"]) == ("pl", "unscored")
    assert rows[2]["concern"] == "urgent"
    assert [row["text"] for row in rows[3:]] == ["", "two\nlines, ok"]


@pytest.mark.parametrize(
    "content", [b"", b"id,words\n1,x\n", b"text,id\nonly one\n", b"text\n\xff\xfe\n", b'text\n"open\n']
)
def test_what_cannot_be_read_is_said_in_one_line_without_the_text(content: bytes) -> None:
    done = run(content)
    assert done.returncode == 1
    assert len(done.stderr.decode().splitlines()) == 1
    assert b"only one" not in done.stderr
