"""What a page's own script gets when it sends a form: where to go next, in place of a redirect. No pages.

A script cannot read where a redirect leads without fetching it, and the browser would fetch it again to show it.
"""

from __future__ import annotations

import json

from flask import Response, request

from app.respond.blueprint import blueprint

JSON = "application/json"


def by_script() -> bool:
    return request.headers.get("Accept") == JSON


@blueprint.after_request
def where_to_go(response: Response) -> Response:
    """The same answer as for everybody, cookies and all, with the address in its body."""
    if request.method == "POST" and response.status_code == 303 and by_script():
        response.status_code = 200
        response.mimetype = JSON
        response.set_data(json.dumps({"to": response.headers.pop("Location")}))
    return response
