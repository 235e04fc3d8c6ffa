"""What the worker does: jobs by the clock; tasks that wait, run or failed, and why. For administrators."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, url_for

from app.guards import allow, current_staff
from app.here import house
from app.languages import gettext
from app.services.running import health, jobs, tasks
from app.services.trail import in_london
from app.work import OFTEN

blueprint = Blueprint("running", __name__)
FINISHED = 30


@blueprint.get("/what-runs")
@allow("administrator")
def what_runs() -> str:
    return render_template(
        "account/what_runs.html",
        worker=health.worker_state(house()),
        plans=jobs.plans(house(), OFTEN),
        failed=tasks.listed(house(), ("failed",)),
        unfinished=tasks.listed(house(), ("running", "waiting")),
        finished=tasks.listed(house(), ("done",), FINISHED),
        clock=lambda at: in_london(at).strftime("%Y-%m-%d %H:%M"),
    )


@blueprint.post("/what-runs/<task_id>/retry")
@allow("administrator")
def retry(task_id: str) -> Response:
    tasks.retry(house(), task_id, current_staff().email)
    flash(gettext("It will be tried again in a moment."))
    return redirect(url_for("account.running.what_runs"))
