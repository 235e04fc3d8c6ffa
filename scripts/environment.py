"""Makes the virtual environment from the locks and goes on inside it. Standard library only: it runs first of all.

A script begins with `enter()`, before it imports anything that is not in the standard library.
"""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
RUN, TEST = "requirements.lock", "requirements-test.lock"
CONTAINS = {RUN: (RUN,), TEST: (TEST, RUN)}
OLDEST = (3, 11)


def enter(lock: str = RUN) -> None:
    """Install what `lock` names unless that is done, then run the same command with the environment's Python."""
    if not installed(lock):
        check_python()
        try:
            install(lock)
        except (OSError, subprocess.CalledProcessError) as error:
            sys.exit(f"Could not install {lock} into .venv: {error}. See the lines above; then run this again.")
    if Path(sys.prefix).resolve() != VENV.resolve():
        os.execv(PYTHON, [str(PYTHON), *sys.argv])
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))


def check_python() -> None:
    if sys.version_info < OLDEST:
        sys.exit(f"Python {'.'.join(map(str, OLDEST))} or newer is needed; this is {platform.python_version()}.")


def installed(lock: str) -> bool:
    mark = VENV / f".installed-{lock}"
    return PYTHON.exists() and mark.exists() and mark.read_text() == fingerprint(lock)


def fingerprint(lock: str) -> str:
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()


def install(lock: str) -> None:
    """Every package is checked against its hash; nothing that is not in the lock is installed."""
    if not PYTHON.exists():
        print("Making a virtual environment in .venv", file=sys.stderr, flush=True)
        make_environment()
    print(f"Installing {lock}, checked against its hashes (about a minute, once)", file=sys.stderr, flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / lock)], check=True, stdout=sys.stderr)
    for name in CONTAINS[lock]:
        (VENV / f".installed-{name}").write_text(fingerprint(name))


def make_environment() -> None:
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False, stdout=sys.stderr)
    if made.returncode:
        sys.exit("Python could not make a virtual environment. On Debian or Ubuntu: apt-get install python3-venv")
