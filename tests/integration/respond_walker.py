"""A person at a survey in the test client: sees a page, answers it, goes on. Every page is audited by the client."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from justhtml.dom import Element
from werkzeug.test import TestResponse

from tests.page_audit import Document, inside

YOUNG = "/s/young-person.general.my-confidence"
PULSE = "/s/parent-carer.general.pulse"
PARENT = "/s/parent-carer.general.our-confidence"
WORK = "/s/professional.general.our-confidence"
SURVEYS = (YOUNG, PARENT, WORK, PULSE)
CHOICES = ("radio", "checkbox")


@dataclass
class Walker:
    """`page` is the last answer that was not a redirect, `path` where it was."""

    client: FlaskClient
    page: TestResponse | None = None
    path: str = ""
    seen: list[str] = field(default_factory=list)

    def open(self, address: str) -> Walker:
        return self.arrive(self.client.get(address), address)

    def start(self, survey: str, language: str = "en") -> Walker:
        self.open(f"{survey}?lang={language}")
        return self.send("next")

    def send(self, action: str, **values: object) -> Walker:
        """Send the form of this page with its hidden fields, what is chosen on it, and `values` over that."""
        form = self.form() | {name.replace("__", "-"): value for name, value in values.items()} | {"action": action}
        return self.post(form)

    def post(self, form: dict[str, object]) -> Walker:
        return self.arrive(self.client.post(self.target(), data=form), self.target())

    def arrive(self, response: TestResponse, address: str) -> Walker:
        while response.status_code in (302, 303, 308):
            address = response.headers["Location"]
            response = self.client.get(address)
        self.page, self.path = response, address
        self.seen.append(self.place)
        return self

    def target(self) -> str:
        forms = [form for form in self.document.named("form") if form.attrs.get("method") == "post"]
        assert len(forms) == 1, f"{self.path} has {len(forms)} forms that post"
        return forms[0].attrs.get("action") or self.path

    def form(self) -> dict[str, object]:
        """What a browser would send without touching anything."""
        sent: dict[str, object] = {}
        for box in self.boxes("input", "textarea"):
            name, kind = box.attrs.get("name"), box.attrs.get("type", "text")
            if kind in CHOICES:
                if "checked" in box.attrs:
                    sent.setdefault(name, []).append(box.attrs["value"])
            else:
                sent[name] = box.to_text() if box.name == "textarea" else box.attrs.get("value") or ""
        return sent

    def offered(self) -> dict[str, list[str]]:
        """The choices of the page: field name to values."""
        found: dict[str, list[str]] = {}
        for box in self.boxes("input"):
            if box.attrs.get("type") in CHOICES:
                found.setdefault(box.attrs["name"], []).append(box.attrs["value"])
        return found

    def texts(self) -> list[str]:
        boxes = [box for box in self.boxes("input", "textarea") if box.attrs.get("type", "text") == "text"]
        return [box.attrs["name"] for box in boxes if "inputmode" not in box.attrs]

    def boxes(self, *names: str) -> list[Element]:
        return [box for box in self.document.named(*names) if inside(box, "form")]

    def to_the_end(self, choose: Callable[[str, list[str]], str], write: str = "") -> Walker:
        """Answer page after page up to the check page."""
        for _ in range(60):
            if self.place == "finish":
                return self
            values = {name: choose(name, options) for name, options in self.offered().items()}
            self.post(self.form() | values | dict.fromkeys(self.texts(), write) | {"action": "next"})
            assert self.page.status_code == 200, self.page.text
        raise AssertionError(f"no end: {self.seen}")

    @property
    def document(self) -> Document:
        return self.page.document

    @property
    def place(self) -> str:
        """The last part of the address: a page id, "finish", "receipt"."""
        return urlsplit(self.path).path.rsplit("/", 1)[-1]

    @property
    def heading(self) -> str:
        return self.document.query_one("h1").to_text().strip()

    def find(self, selector: str) -> Element:
        found = self.document.query_one(selector)
        assert found is not None, f"no {selector} on {self.path}"
        return found

    def words(self) -> str:
        return self.find("main").to_text()

    def receipt_code(self) -> str:
        return self.find(".receipt-code").to_text().strip()


def first(_name: str, options: list[str]) -> str:
    return options[0]


def second(_name: str, options: list[str]) -> str:
    return options[1]
