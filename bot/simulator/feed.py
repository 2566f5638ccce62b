import asyncio
from collections.abc import AsyncIterator

from bot.simulator.models import Json

_BACKLOG = 500


class Feed:
    """Tells open pages what changed. A page too slow to follow is told to load everything anew."""

    def __init__(self) -> None:
        self._queues: set[asyncio.Queue[Json]] = set()

    def publish(self, kind: str, **content: object) -> None:
        for queue in self._queues:
            if queue.full():
                _empty(queue)
                queue.put_nowait({"kind": "reload"})
            queue.put_nowait({"kind": kind, **content})

    async def follow(self) -> AsyncIterator[Json]:
        queue: asyncio.Queue[Json] = asyncio.Queue(_BACKLOG)
        self._queues.add(queue)
        try:
            yield {"kind": "reload"}
            while True:
                yield await queue.get()
        finally:
            self._queues.discard(queue)


def _empty(queue: asyncio.Queue[Json]) -> None:
    while not queue.empty():
        queue.get_nowait()
