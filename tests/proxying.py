"""A real nginx with the example of the docs in front of a served application. No assertions."""

from __future__ import annotations

import http.client
import os
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.config import ROOT
from tests.serving import free_port, wait_for_answer

EXAMPLE = ROOT / "docs" / "nginx.conf"
PLACES = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
PARTS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def program() -> str | None:
    return shutil.which("nginx", path=PLACES)


def certificate(folder: Path) -> Path:
    """A certificate of this machine's own name, and its key, in files beside each other."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
    made = made.not_valid_after(now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    signed = made.sign(key, hashes.SHA256())
    (folder / "site.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "site.key").write_bytes(key.private_bytes(serialization.Encoding.PEM, *plain))
    return folder / "site.pem"


def settings(folder: Path, port: int, behind: int) -> str:
    """The example with places of this test; each answer says besides whether it was kept."""
    example = EXAMPLE.read_text(encoding="utf-8")
    for was, now in (
        ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl; add_header X-Kept $upstream_cache_status always;"),
        ("server 127.0.0.1:8000;", f"server 127.0.0.1:{behind};"),
        ("/var/cache/nginx/said-and-done", f"{folder}/kept"),
        ("/var/log/nginx/said-and-done.log", f"{folder}/site.log"),
        ("/etc/ssl/feedback.example.org", f"{folder}/site"),
        ("feedback.example.org", "localhost"),
    ):
        if was not in example:
            raise LookupError(f"{EXAMPLE.name} has no {was!r} any more")
        example = example.replace(was, now)
    owner = "user root;" if os.getuid() == 0 else ""
    temporary = " ".join(f"{part}_temp_path {folder}/{part};" for part in PARTS)
    head = f"daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/errors.log; {owner}"
    return f"{head}\nevents {{ worker_connections 128; }}\nhttp {{ access_log off; {temporary}\n{example}\n}}\n"


@contextmanager
def nginx(folder: Path, behind: int) -> Iterator[int]:
    """In front of the port `behind`; yields the port of its TLS."""
    port, file = free_port(), folder / "nginx.conf"
    certificate(folder)
    file.write_text(settings(folder, port, behind), encoding="utf-8")
    command = [program() or "nginx", "-p", str(folder), "-e", str(folder / "errors.log"), "-c", str(file)]
    process = subprocess.Popen(command)
    try:
        wait_for_answer(port, process, folder / "errors.log")
        yield port
    finally:
        process.terminate()
        process.wait(30)


def ask(folder: Path, port: int, path: str, **headers: str) -> tuple[http.client.HTTPResponse, str]:
    """One request by TLS, on a connection of its own."""
    context = ssl.create_default_context(cafile=str(folder / "site.pem"))
    connection = http.client.HTTPSConnection("localhost", port, context=context, timeout=30)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer, text


def until(done: object, seconds: float = 30) -> bool:
    """Ask again and again whether something is so."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
