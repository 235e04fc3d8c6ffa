"""What messages go to in a scripted year and in tests: a real SMTP server and a stand-in of Notify. Both count.

They also behave badly: addresses that do not exist, servers that are busy, lines that break after the text was taken.
"""

from __future__ import annotations

import json
import socket
import threading
import uuid
from collections import Counter
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

NOTIFY_KEY = "tests-" + "00000000-0000-0000-0000-000000000001-00000000-0000-0000-0000-000000000002"


@dataclass(frozen=True, slots=True)
class Arrived:
    """One message that was taken for good. `reference` is what the sender calls it."""

    reference: str
    address: str
    subject: str
    text: str
    message: object = field(default=None, repr=False)


@dataclass
class Mailroom:
    """An SMTP server in this process. `broken` counts lines cut after a text was taken; `every` says how often."""

    cut_every: int = 0
    arrived: list[Arrived] = field(default_factory=list)
    broken: int = 0
    refused: Counter = field(default_factory=Counter)
    controller: Controller | None = None

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.refused[address] += 1
        if address.startswith("bounce"):
            return "550 5.1.1 there is nobody of that name"
        if address.startswith("busy") and self.refused[address] == 1:
            return "451 4.2.1 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        letter = message_from_bytes(envelope.content, policy=policy.default)
        self.arrived.append(arrived_letter(letter, envelope.rcpt_tos[0]))
        if self.cut_every and len(self.arrived) % self.cut_every == 0:
            self.broken += 1
            server.transport.close()
        return "250 OK"

    def start(self) -> int:
        """Listen; the port."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.controller = Controller(self, hostname="127.0.0.1", port=port)
        self.controller.start()
        return port

    def stop(self) -> None:
        self.controller.stop()


def arrived_letter(letter: EmailMessage, address: str) -> Arrived:
    reference = letter["Message-ID"].strip("<>").partition("@")[0]
    text = letter.get_body(("plain",)).get_content()
    return Arrived(reference, address, letter["Subject"], text, letter)


@dataclass
class NotifyStandIn:
    """A small HTTP server that speaks Notify's interface. Now and then it answers 500, with or without the message.

    What goes to a number that ends in 77 is taken, and comes back later; one that ends in 99 is refused at once.
    """

    fail_every: int = 0
    arrived: list[Arrived] = field(default_factory=list)
    statuses: dict[str, str] = field(default_factory=dict)
    asked: int = 0
    posts: int = 0
    server: ThreadingHTTPServer | None = None

    def start(self) -> int:
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                self.reply(*stand_in.take(body))

            def do_GET(self) -> None:
                self.reply(200, stand_in.look_up(parse_qs(urlsplit(self.path).query)))

            def reply(self, status: int, said: object) -> None:
                body = json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # a worker that is killed breaks its line
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self.server.server_port

    def take(self, body: dict) -> tuple[int, object]:
        self.posts += 1
        address = body.get("phone_number") or body.get("email_address")
        if address.endswith("99"):
            return 400, {"errors": [{"error": "ValidationError", "message": f"not a number: {address}"}]}
        fails = self.fail_every and self.posts % self.fail_every == 0
        if fails and (self.posts // self.fail_every) % 2:
            return 500, {"errors": [{"error": "Exception", "message": "Internal server error"}]}
        said = body["personalisation"]
        self.arrived.append(Arrived(body["reference"], address, said.get("subject", ""), said["body"], body))
        self.statuses[body["reference"]] = "permanent-failure" if address.endswith("77") else "sending"
        if fails:
            return 500, {"errors": [{"error": "Exception", "message": "Internal server error"}]}
        return 201, {"id": "1", "reference": body["reference"]}

    def look_up(self, query: dict[str, list[str]]) -> dict:
        self.asked += 1
        if query.get("status") == ["failed"]:
            return self.page_of_failed(query.get("older_than", [""])[0])
        reference = query.get("reference", [""])[0]
        found = [{"reference": reference, "status": self.statuses[reference]}] if reference in self.statuses else []
        return {"notifications": found, "links": {}}

    @property
    def failed(self) -> list[str]:
        """References of what was taken and did not arrive, the oldest first."""
        return [reference for reference, status in self.statuses.items() if status.endswith("failure")]

    def page_of_failed(self, older_than: str) -> dict:
        """Three at a time, the newest first, each page with a link to the next, as Notify has 250."""
        newest = self.failed[::-1]
        start = newest.index(older_than.replace("-", "")) + 1 if older_than else 0
        page = newest[start : start + 3]
        found = [{"reference": one, "status": self.statuses[one]} for one in page]
        next_link = f"/v2/notifications?older_than={uuid.UUID(page[-1])}&status=failed" if page else ""
        return {"notifications": found, "links": {"next": next_link}}

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
