"""The rooms of those who watch over the data: the audit trail, and what is kept how long."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template, request

from app.guards import allow
from app.here import house
from app.services import staff, trail
from app.services.running import retention as kept_until

blueprint = Blueprint("watch", __name__)


@blueprint.get("/trail")
@allow("dpo")
def trail_page() -> str:
    asked = request.args
    page, action, actor = max(asked.get("page", 1, int), 1), asked.get("action", ""), asked.get("actor", "").strip()
    until = asked.get("until", None, date.fromisoformat)
    found = trail.read(house(), action, actor, until, page)
    narrowed = {"action": action, "actor": actor, "until": until.isoformat() if until else ""}
    return render_template("account/trail.html", found=found, actions=trail.actions(house()), page=page, asked=narrowed)


@blueprint.get("/retention")
@allow("dpo", "administrator")
def retention() -> str:
    kept = house().partnership.retention
    about = {"audit_years": kept_until.audit_years(house()), "runs_days": kept_until.JOB_RUNS_KEPT.days}
    about |= {"link_days": staff.LINK_DAYS, "runs": trail.last_runs(house())}
    return render_template("account/retention.html", kept=kept, **about)
