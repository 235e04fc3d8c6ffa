"""`/healthz` and `/readyz`, for whatever watches this instance. Nothing here is for people."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from app.guards import public
from app.here import house
from app.services.running import health

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
def alive() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
def ready() -> tuple[Response, int]:
    """200 when database, migrations and worker are all in order; else 503, naming each part."""
    parts = health.checks(house())
    is_ready = all(state == health.OK for state in parts.values())
    return jsonify(ready=is_ready, **parts), 200 if is_ready else 503
