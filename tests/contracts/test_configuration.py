"""Every setting is documented, and everything documented is a setting."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from app.config import ROOT, ConfigError, from_environment

READ = re.compile(r"""environ(?:\.get\(|\[|,\s*)\s*["']([A-Z][A-Z_]+)["']""")
DOCUMENTED = re.compile(r"^\|\s*`([A-Z][A-Z_]+)`", re.MULTILINE)
NOT_SETTINGS = {"DEBIAN_FRONTEND", "BARE_DATABASE", "REQUEST_METHOD", "PATH_INFO", "HTTP_IF_NONE_MATCH"}
"""Of apt, of the benchmark's bare reference, and of a request to a WSGI application."""


def sources() -> list[Path]:
    scripts = [file for file in (ROOT / "scripts").rglob("*") if file.is_file() and file.suffix in ("", ".py")]
    return [*(ROOT / "app").rglob("*.py"), *scripts, ROOT / "gunicorn.conf.py", ROOT / "wsgi.py"]


def settings_read() -> set[str]:
    found = {name for file in sources() for name in READ.findall(file.read_text(encoding="utf-8"))}
    return found - NOT_SETTINGS


def test_the_table_of_settings_is_complete() -> None:
    documented = set(DOCUMENTED.findall((ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")))
    assert settings_read() == documented


def test_the_embedded_default_makes_its_own_secret_for_its_owner_only(tmp_path: Path) -> None:
    config = from_environment({"DATA_DIR": str(tmp_path / "data")})
    assert len(config.secret_key) == 64
    assert from_environment({"DATA_DIR": str(tmp_path / "data")}).secret_key == config.secret_key
    assert (tmp_path / "data" / "secret-key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_any_other_database_refuses_to_start_without_a_secret(tmp_path: Path) -> None:
    environ = {"DATA_DIR": str(tmp_path), "DATABASE_URL": "postgresql+psycopg://host/name"}
    with pytest.raises(ConfigError, match="SECRET_KEY is missing"):
        from_environment(environ)
    assert list(tmp_path.iterdir()) == []


def test_a_short_secret_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="at least 32 characters"):
        from_environment({"DATA_DIR": str(tmp_path), "SECRET_KEY": "short"})


@pytest.mark.parametrize("port", ["eighty", "-1", "8000 "])
def test_a_number_that_is_none_is_refused_by_name(tmp_path: Path, port: str) -> None:
    with pytest.raises(ConfigError, match="PORT"):
        from_environment({"DATA_DIR": str(tmp_path), "PORT": port})


def test_secrets_are_not_in_what_is_printed(tmp_path: Path) -> None:
    config = from_environment(
        {"DATA_DIR": str(tmp_path), "SECRET_KEY": "x" * 40, "DATABASE_URL": "postgresql://a:b@c/d"}
    )
    assert "xxxx" not in repr(config)
    assert "a:b@c" not in repr(config)


def test_the_environment_of_the_tests_does_not_leak_in() -> None:
    assert "PSEUDO_LOCALES" not in os.environ
