"""A load of readers on one address: some processes, each with some kept-alive connections that ask without a pause.

Each connection asks, takes the whole answer, and asks again. The client's own work is on the same cores: it sends bytes
that were put together once and counts the bytes that come.
"""

from __future__ import annotations

import multiprocessing
import selectors
import socket
import time
from dataclasses import dataclass

PROCESSES, CONNECTIONS = 2, 8
"""Client processes, and the connections of each."""


@dataclass(frozen=True, slots=True)
class Load:
    """What a load came to: answers a second, and milliseconds of the middle one and of the 95th in a hundred."""

    rate: float
    median: float
    high: float


class Connection:
    """One reader: knows from the first answer how long all are, and comes again if a worker process is renewed."""

    def __init__(self, port: int, request: bytes) -> None:
        self.port, self.request, self.left, self.asked_at = port, request, 0, 0.0
        self.connect()
        self.length = self.first()

    def connect(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def first(self) -> int:
        self.socket.sendall(self.request)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self.socket.recv(262_144)
        head = answer.split(b"\r\n\r\n", 1)[0]
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.decode())
        fields = (line.split(b":", 1) for line in head.lower().split(b"\r\n")[1:])
        whole = len(head) + 4 + int(dict(fields)[b"content-length"])
        while len(answer) < whole:
            answer += self.socket.recv(262_144)
        return whole

    def ask(self) -> None:
        self.left, self.asked_at = self.length, time.perf_counter()
        self.socket.sendall(self.request)

    def took(self) -> float | None:
        """Seconds of the answer if it is whole now. Raises `ConnectionError` if the server has closed."""
        got = self.socket.recv(262_144)
        if not got:
            raise ConnectionResetError
        self.left -= len(got)
        return time.perf_counter() - self.asked_at if self.left <= 0 else None


def keep_asking(port: int, request: bytes, ends: float, done: multiprocessing.Queue) -> None:
    """One client process until `ends` of the monotonic clock; puts how long each answer took."""
    waiting, times = selectors.DefaultSelector(), []

    def begin(one: Connection) -> None:
        waiting.register(one.socket, selectors.EVENT_READ, one)
        one.ask()

    for _ in range(CONNECTIONS):
        begin(Connection(port, request))
    while time.monotonic() < ends:
        for key, _events in waiting.select(timeout=1):
            one = key.data
            try:
                took = one.took()
                if took is not None:
                    times.append(took)
                    one.ask()
            except ConnectionError:
                waiting.unregister(key.fileobj)
                one.connect()
                begin(one)
    done.put(times)


def request_for(path: str, *headers: str) -> bytes:
    """As a phone asks that taps a link in a newsletter."""
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Accept: text/html", "Accept-Encoding: gzip, deflate, br"]
    return "\r\n".join([*lines, "Accept-Language: en-GB,en;q=0.9", *headers, "", ""]).encode()


def measure(port: int, path: str, seconds: float, processes: int = PROCESSES, *headers: str) -> Load:
    done: multiprocessing.Queue = multiprocessing.Queue()
    began = time.monotonic()
    arguments = (port, request_for(path, *headers), began + seconds, done)
    clients = [multiprocessing.Process(target=keep_asking, args=arguments) for _ in range(processes)]
    for client in clients:
        client.start()
    times = sorted(took for _ in clients for took in done.get(timeout=seconds + 60))
    for client in clients:
        client.join()
    return Load(len(times) / seconds, 1000 * times[len(times) // 2], 1000 * times[int(len(times) * 0.95)])
