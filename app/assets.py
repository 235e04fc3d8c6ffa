"""Static files under names that carry their hash, compressed ahead, so that a phone fetches each only once.

A build is a folder named by the hash of everything in it: made once, never changed, shared by all processes.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from whitenoise.compress import Compressor

from app import style_sheets
from app.config import ROOT, Config

PREFIX = "/static/"
BUILDS = ROOT / "build" / "static"
REFERENCE = re.compile(r"url\(\s*[\"']?(?!data:|#)([^\"')]+)[\"']?\s*\)")


@dataclass(frozen=True, slots=True)
class Assets:
    """One build: its folder and, by source path ("css/site.css"), the hashed path."""

    folder: Path
    hashed: dict[str, str]
    texts: dict[str, str] = field(default_factory=dict, repr=False)

    def url(self, path: str) -> str:
        """The address of a static file. An unknown path is a mistake of ours: it raises `LookupError`."""
        if path not in self.hashed:
            raise LookupError(f"there is no static file {path!r}")
        return PREFIX + self.hashed[path]

    def text(self, path: str) -> str:
        """What a static file says, as it is sent."""
        self.url(path)
        if path not in self.texts:
            self.texts[path] = (self.folder / self.hashed[path]).read_text(encoding="utf-8")
        return self.texts[path]

    def picture(self, name: str) -> str:
        return self.url(f"pictures/{name}.svg")


def sources(config: Config) -> tuple[Path, ...]:
    """Our own static files, then the partnership's (its logo, pictures, audio), which win."""
    return ROOT / "app" / "static", config.partnership_dir / "static"


def build(folders: Iterable[Path]) -> Assets:
    """Make the build of these folders, or find it made. Safe when several processes start at once."""
    contents = linked(read(folders))
    hashed = {path: hashed_name(path, content) for path, content in contents.items()}
    tree = hashlib.sha256(json.dumps(sorted(hashed.values())).encode()).hexdigest()[:16]
    target = BUILDS / tree
    if not target.is_dir():
        write(target, {hashed[path]: content for path, content in contents.items()})
    return Assets(target, hashed)


def read(folders: Iterable[Path]) -> dict[str, bytes]:
    """Every file by its path inside its folder; a later folder's file replaces an earlier one's."""
    found = {}
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.is_file() and not file.name.startswith("."):
                found[file.relative_to(folder).as_posix()] = file.read_bytes()
    return found


def linked(contents: dict[str, bytes]) -> dict[str, bytes]:
    """The same with style sheets as they are sent, each `url(...)` of them pointing at the hashed name of its file."""
    sheets = {path: content.decode() for path, content in contents.items() if path.endswith(".css")}

    def point(sheet: str, text: str) -> str:
        def hashed_reference(match: re.Match[str]) -> str:
            target = resolve(sheet, match[1])
            if target not in contents:
                raise LookupError(f"{sheet} refers to {match[1]!r}, which is not there")
            return f'url("{PREFIX}{hashed_name(target, contents[target])}")'

        return REFERENCE.sub(hashed_reference, text)

    scripts = {path: without_remarks(content) for path, content in contents.items() if path.endswith(".js")}
    return contents | scripts | {path: point(path, style_sheets.sent(path, sheets)).encode() for path in sheets}


def without_remarks(script: bytes) -> bytes:
    """The script without the lines that only its readers need, and without indentation."""
    lines = [line.strip() for line in script.splitlines()]
    return b"\n".join(line for line in lines if line and not line.startswith(b"//"))


def resolve(sheet: str, reference: str) -> str:
    """Where a reference of a style sheet leads: ("css/site.css", "../fonts/a.woff2") is "fonts/a.woff2"."""
    parts: list[str] = []
    for part in (PurePosixPath(sheet).parent / reference).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def hashed_name(path: str, content: bytes) -> str:
    """("css/site.css", ...) is "css/site.0f3c5a7e9b1d.css"."""
    pure = PurePosixPath(path)
    return str(pure.with_name(f"{pure.stem}.{hashlib.sha256(content).hexdigest()[:12]}{pure.suffix}"))


def write(target: Path, contents: dict[str, bytes]) -> None:
    """Write and compress beside the target, then move it there in one step; whoever comes second gives way."""
    BUILDS.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=BUILDS, prefix=".making-"))
    folder.chmod(0o755)
    compressor = Compressor(quiet=True)
    for path, content in contents.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        if compressor.should_compress(path):
            compressor.compress(str(file))
    try:
        folder.rename(target)
    except OSError:
        shutil.rmtree(folder)
        if not target.is_dir():
            raise
