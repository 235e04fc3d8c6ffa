"""A tiny pack of recordings: half a second of a low tone for a few questions. No assertions."""

from __future__ import annotations

import math
import shutil
import struct
import wave
from pathlib import Path

from app.config import SHIPPED_PARTNERSHIP

SURVEY = "young-person.general.my-confidence"
QUESTION = "belong"
RATE = 8000


def pack_with_audio(folder: Path, *languages: str) -> Path:
    """A copy of the shipped partnership in which the first question of a survey is recorded in these languages."""
    pack = shutil.copytree(SHIPPED_PARTNERSHIP, folder / "pack")
    for language in languages:
        record(pack / "audio" / language / SURVEY / f"{QUESTION}.wav")
    return pack


def record(file: Path, seconds: float = 0.5) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    tone = [int(8000 * math.sin(2 * math.pi * 220 * n / RATE)) for n in range(int(RATE * seconds))]
    with wave.open(str(file), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(struct.pack(f"<{len(tone)}h", *tone))
