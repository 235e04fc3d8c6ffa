"""A facilitator in front of a room, for the tests of group sessions: opens one, counts hands page by page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.integration.staff_sign_in import post, token_of
from tests.page_audit import Document

YOUNG = "young-person.general.my-confidence"
LAST_DAY = "2026-11-16"
"""The day on which the clock of the tests stands."""


def open_session(client: FlaskClient, survey: str = YOUNG, **fields: object) -> str:
    """Open a session by its form and return its code."""
    given = {"survey": survey, "size": "12", "languages": ["en"], "last_day": LAST_DAY} | fields
    answer = post(client, "/staff/groups/new", **given)
    assert answer.status_code == 302, answer.text
    return answer.location.rpartition("/")[2]


@dataclass
class Room:
    """The pages for hands up as one browser without JavaScript goes through them."""

    client: FlaskClient
    code: str
    page: TestResponse | None = None
    path: str = ""

    def begin(self, leave: tuple[str, ...] | None = None, **fields: object) -> Room:
        """Say how many people there are and what is asked; `leave` are the only questions that stay."""
        plan = f"/staff/groups/{self.code}/hands"
        self.page = self.client.get(plan)
        ticked = [box.attrs["value"] for box in self.document.query("input[name=questions]")]
        chosen = [name for name in ticked if leave is None or name in leave]
        given = {"size": "12", "language": "en", "questions": chosen} | fields
        return self.arrive(self.client.post(plan, data={"token": token_of(self.page), **given}), plan)

    def send(self, action: str, hands: dict[str, int | str] | None = None, note: str | None = None) -> Room:
        form = {box.attrs["name"]: box.attrs.get("value") or "" for box in self.document.query("form input")}
        form |= {box.attrs["name"]: box.to_text() for box in self.document.query("form textarea")}
        form |= {f"count.{key}": str(number) for key, number in (hands or {}).items()} | {"action": action}
        if note is not None:
            form["note"] = note
        return self.arrive(self.client.post(self.path, data=form), self.path)

    def open(self, path: str) -> Room:
        return self.arrive(self.client.get(path), path)

    def arrive(self, answer: TestResponse, path: str) -> Room:
        while answer.status_code in (302, 303):
            path = answer.location.partition("#")[0]
            answer = self.client.get(path)
        self.page, self.path = answer, path
        return self

    def to_the_end(self) -> Room:
        for _ in range(80):
            if self.place == "check":
                return self
            first = re.search(r'name="count\.([^"]+)"', self.page.text)
            self.send("next", {first[1]: 7} if first else None, None if first else "More quiet rooms.")
            assert self.page.status_code == 200, self.page.text
        raise AssertionError(f"no end: {self.path}")

    @property
    def document(self) -> Document:
        return self.page.document

    @property
    def place(self) -> str:
        return urlsplit(self.path).path.rsplit("/", 1)[-1]

    @property
    def heading(self) -> str:
        return self.document.query_one("h1").to_text().strip()

    def hands(self) -> dict[str, str]:
        """What stands in the boxes of the page."""
        boxes = self.document.query("input[inputmode=numeric]")
        return {box.attrs["name"].removeprefix("count."): box.attrs["value"] for box in boxes}
