"""Runs the web server and the worker side by side, and stops both when asked to or when one of them ends."""

from __future__ import annotations

import ipaddress
import json
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

from app.config import ROOT, Config

READY_WITHIN = 60
STOP_WITHIN = 30
COMMANDS = {
    "web server": [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py")],
    "worker": [sys.executable, str(ROOT / "scripts" / "worker")],
}


def run(config: Config) -> int:
    """Until SIGINT or SIGTERM (0), or until one of the two ends by itself (1)."""
    if not is_free(config):
        return fail(f"{config.host}:{config.port} is in use already. Set PORT to another one.")
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    processes = {
        name: subprocess.Popen(command, cwd=ROOT, start_new_session=True) for name, command in COMMANDS.items()
    }
    try:
        return watch(config, processes, stop)
    finally:
        end(processes)


def watch(config: Config, processes: dict[str, subprocess.Popen], stop: threading.Event) -> int:
    deadline, said = time.monotonic() + READY_WITHIN, False
    while not stop.wait(0.2 if not said else 1):
        ended = next((name for name, process in processes.items() if process.poll() is not None), None)
        if ended:
            return fail(f"The {ended} ended by itself (code {processes[ended].returncode}); stopping.")
        if said:
            continue
        missing = not_ready(config)
        if not missing:
            print(f"Ready: http://{config.host}:{config.port}", flush=True)
            said = True
        elif time.monotonic() > deadline:
            return fail(f"Not ready after {READY_WITHIN} seconds: {missing}")
    return 0


def not_ready(config: Config) -> str:
    """What `/readyz` still misses; empty when it misses nothing."""
    address = f"http://{reachable(config.host)}:{config.port}/readyz"
    try:
        urllib.request.urlopen(address, timeout=5).close()
    except urllib.error.HTTPError as error:
        with error:
            parts = json.load(error)
        return ", ".join(f"{part}: {state}" for part, state in parts.items() if state not in ("ok", False))
    except OSError as error:
        return f"no answer ({error})"
    return ""


def reachable(host: str) -> str:
    """Where this machine reaches itself when the server listens at every address."""
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return host
    if not address.is_unspecified:
        return host
    return "127.0.0.1" if address.version == 4 else "[::1]"


def is_free(config: Config) -> bool:
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((config.host.strip("[]"), config.port))
        except OSError:
            return False
    return True


def end(processes: dict[str, subprocess.Popen]) -> None:
    """Ask both to end, and insist after `STOP_WITHIN` seconds."""
    for process in processes.values():
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + STOP_WITHIN
    for process in processes.values():
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def fail(message: str) -> int:
    print(message, file=sys.stderr, flush=True)
    return 1
