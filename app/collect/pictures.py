"""The QR picture of a link. Drawn here, so that no other host learns of it."""

from __future__ import annotations

import io

import segno


def qr_svg(address: str, scale: int = 6) -> bytes:
    """A complete SVG file with a quiet zone on white, so that it scans in dark mode and on paper."""
    out = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(out, kind="svg", scale=scale, border=4, light="#ffffff", dark="#000000")
    return out.getvalue()


def qr_png(address: str, scale: int = 16) -> bytes:
    """The same as a PNG, for programs that take no SVG."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", scale=scale, border=4)
    return out.getvalue()
