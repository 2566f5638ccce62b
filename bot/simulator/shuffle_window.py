import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class _Ticket:
    def __init__(self) -> None:
        self.called = asyncio.Event()
        self.finished = asyncio.Event()


class ShuffleWindow:
    """Holds what arrives within a window, then lets it go one by one in another order."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._waiting: list[_Ticket] = []
        self._closing: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def turn(self, seconds: float) -> AsyncIterator[None]:
        ticket = _Ticket()
        self._waiting.append(ticket)
        if self._closing is None:
            self._closing = asyncio.create_task(self._close_after(seconds))
        try:
            await ticket.called.wait()
            yield
        finally:
            ticket.finished.set()

    def forget(self) -> None:
        if self._closing is not None:
            self._closing.cancel()
        self._waiting, self._closing = [], None

    async def _close_after(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        waiting, self._waiting, self._closing = self._waiting, [], None
        for ticket in self._in_another_order(waiting):
            ticket.called.set()
            await ticket.finished.wait()

    def _in_another_order(self, tickets: list[_Ticket]) -> list[_Ticket]:
        shuffled = self._chance.sample(tickets, len(tickets))
        return shuffled if shuffled != tickets else tickets[::-1]
