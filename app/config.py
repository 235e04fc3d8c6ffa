"""One frozen object with every setting, read once from the environment. Defaults are safe in production."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHIPPED_PARTNERSHIP = min((ROOT / "surveys" / "partnerships").glob("*/partnership.toml")).parent
"""The pack that comes with the software: there is one, and the code does not know whose."""

SHORTEST_SECRET = 32
SMTP_SECURITY = {"starttls": 587, "tls": 465, "none": 25}
"""How the line to the mail server is protected, with the usual port of each."""


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting of one running instance. `docs/configuration.md` documents each; a test compares the two."""

    host: str
    port: int
    data_dir: Path
    database_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    partnership_dir: Path
    public_url: str
    web_workers: int
    secure_cookies: bool
    trusted_proxies: int = 0
    pseudo_locales: bool = False
    contacts_key: str = field(default="", repr=False)
    mail_from: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_security: str = "starttls"
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    notify_api_key: str = field(default="", repr=False)
    notify_url: str = ""
    notify_email_template: str = ""
    notify_sms_template: str = ""

    @property
    def sealing_key(self) -> str:
        """What contacts are encrypted under at rest."""
        return self.contacts_key or self.secret_key


class ConfigError(Exception):
    """A setting that cannot be used; the message says which and what to do."""


def from_environment(environ: Mapping[str, str] = os.environ) -> Config:
    """Read the settings; make the data folder and, for the embedded default, its secret."""
    data_dir = Path(environ.get("DATA_DIR") or ROOT / "data").resolve()
    database_url = environ.get("DATABASE_URL", "")
    host, port = environ.get("HOST") or "127.0.0.1", whole_number(environ, "PORT", 8000)
    public_url = (environ.get("PUBLIC_URL") or f"http://{host}:{port}").rstrip("/")
    return Config(
        host=host,
        port=port,
        data_dir=data_dir,
        database_url=database_url or f"sqlite:///{data_dir / 'said-and-done.sqlite3'}",
        secret_key=given_secret(environ) or own_secret(data_dir, embedded=not database_url),
        partnership_dir=Path(environ.get("PARTNERSHIP_DIR") or SHIPPED_PARTNERSHIP).resolve(),
        public_url=public_url,
        web_workers=whole_number(environ, "WEB_WORKERS", 2),
        secure_cookies=public_url.startswith("https://"),
        trusted_proxies=whole_number(environ, "TRUSTED_PROXIES", 0),
        pseudo_locales=environ.get("PSEUDO_LOCALES") == "1",
        contacts_key=given_contacts_key(environ),
        **message_settings(environ),
    )


def message_settings(environ: Mapping[str, str]) -> dict[str, str | int]:
    """How messages leave. With none of them set nothing does."""
    security = environ.get("SMTP_SECURITY") or "starttls"
    if security not in SMTP_SECURITY:
        raise ConfigError(f"SMTP_SECURITY must be one of {', '.join(SMTP_SECURITY)}, not {security!r}")
    return {
        "mail_from": environ.get("MAIL_FROM", ""),
        "smtp_host": environ.get("SMTP_HOST", ""),
        "smtp_port": whole_number(environ, "SMTP_PORT", SMTP_SECURITY[security]),
        "smtp_security": security,
        "smtp_user": environ.get("SMTP_USER", ""),
        "smtp_password": environ.get("SMTP_PASSWORD", ""),
        "notify_api_key": environ.get("NOTIFY_API_KEY", ""),
        "notify_url": environ.get("NOTIFY_URL", "").rstrip("/"),
        "notify_email_template": environ.get("NOTIFY_EMAIL_TEMPLATE", ""),
        "notify_sms_template": environ.get("NOTIFY_SMS_TEMPLATE", ""),
    }


def whole_number(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, "")
    if not text:
        return default
    if not text.isascii() or not text.isdigit():
        raise ConfigError(f"{name} must be a whole number, not {text!r}")
    return int(text)


def given_secret(environ: Mapping[str, str]) -> str:
    return long_enough("SECRET_KEY", environ.get("SECRET_KEY", ""))


def given_contacts_key(environ: Mapping[str, str]) -> str:
    return long_enough("CONTACTS_KEY", environ.get("CONTACTS_KEY", ""))


def long_enough(name: str, secret: str) -> str:
    if secret and len(secret) < SHORTEST_SECRET:
        raise ConfigError(f"{name} is too short: give at least {SHORTEST_SECRET} characters")
    return secret


def own_secret(data_dir: Path, embedded: bool) -> str:
    """The embedded default makes its own secret once, readable by its owner only; else it must be given."""
    if not embedded:
        raise ConfigError("SECRET_KEY is missing: with DATABASE_URL set, give a secret of at least 32 characters")
    path = data_dir / "secret-key"
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32) + "\n")
    return path.read_text().strip()
