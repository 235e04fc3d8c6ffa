"""A phone's network between a person and the server: it cuts, stalls, delays, refuses and goes away. Knows no pages."""

from __future__ import annotations

import asyncio
import random
import threading
from collections import Counter
from dataclasses import dataclass, field

FAULTS = ("refused", "cut on the way there", "cut on the way back", "stalled", "late")
LONGEST_WAIT = 0.6
"""Seconds that a stalled connection hangs before it breaks."""
LATEST = 1.2
"""Seconds after which what the sender gave up for lost still arrives, whole."""
LATE_ENOUGH = 0.05


class CutError(Exception):
    """The connection ends here."""


@dataclass
class Network:
    """One person's way to the server at `upstream`: the port to go through, and what may happen on it."""

    upstream: int
    chance: random.Random
    likely: float
    port: int = 0
    offline: bool = False
    seen: Counter[str] = field(default_factory=Counter)
    open: set[asyncio.Task] = field(default_factory=set)
    server: asyncio.Server | None = None

    async def serve(self) -> None:
        self.server = await asyncio.start_server(self.connected, "127.0.0.1", 0)
        self.port = self.server.sockets[0].getsockname()[1]

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open.add(asyncio.current_task())
        try:
            await self.carry(reader, writer)
        except (OSError, CutError, asyncio.IncompleteReadError):
            writer.transport.abort()
        finally:
            writer.close()
            self.open.discard(asyncio.current_task())

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        fault = self.chance.choice(FAULTS) if self.chance.random() < self.likely else ""
        if self.offline:
            self.seen["offline"] += 1
            raise CutError
        if fault:
            self.seen[fault] += 1
        if fault == "refused":
            raise CutError
        if fault == "stalled":
            await asyncio.sleep(self.chance.uniform(0, LONGEST_WAIT))
            raise CutError
        if fault == "late":
            await self.deliver_late(reader, writer)
            return
        there = self.chance.randrange(1500) if fault == "cut on the way there" else None
        back = int(self.chance.expovariate(1 / 2500)) if fault == "cut on the way back" else None
        await self.join(reader, writer, there, back)

    async def join(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, there: int | None, back: int | None
    ) -> None:
        """Both ways at once until one ends; a number is how many bytes may pass before the cut."""
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.upstream)
        slow = self.chance.random() < self.likely / 2
        ways = [
            asyncio.ensure_future(self.pump(reader, far_writer, there, slow)),
            asyncio.ensure_future(self.pump(far_reader, writer, back, slow)),
        ]
        _, rest = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in rest:
            way.cancel()
        ended = await asyncio.gather(*ways, return_exceptions=True)
        if self.chance.random() < 0.5:
            far_writer.transport.abort()
        far_writer.close()
        for fault in ended:
            if isinstance(fault, OSError | CutError):
                raise fault

    async def pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, most: int | None, slow: bool
    ) -> None:
        while data := await reader.read(4096):
            if slow:
                await asyncio.sleep(self.chance.uniform(0.01, 0.1))
            part = data if most is None else data[:most]
            writer.write(part)
            await writer.drain()
            if most is not None:
                most -= len(part)
            if self.offline or most == 0:
                raise CutError

    async def deliver_late(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take in what is sent, break off, and hand it over when its sender has long tried again."""
        request = b""
        try:
            while data := await asyncio.wait_for(reader.read(65536), LATE_ENOUGH):
                request += data
        except TimeoutError:
            pass
        writer.transport.abort()
        await asyncio.sleep(self.chance.uniform(0.05, LATEST))
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.upstream)
        far_writer.write(request)
        far_writer.write_eof()
        await asyncio.wait_for(far_reader.read(), 10)
        far_writer.close()

    async def settle(self) -> None:
        """Wait until nothing is on its way any more, then close."""
        self.server.close()
        if self.open:
            await asyncio.wait(self.open, timeout=LATEST + 1)
        for task in self.open:
            task.cancel()


class Networks:
    """The thread in which all networks live."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    def make(self, upstream: int, chance: random.Random, likely: float) -> Network:
        network = Network(upstream, chance, likely)
        asyncio.run_coroutine_threadsafe(network.serve(), self.loop).result(10)
        return network

    def settle(self, network: Network) -> None:
        asyncio.run_coroutine_threadsafe(network.settle(), self.loop).result(30)

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
