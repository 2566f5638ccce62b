"""One stream for each open page: it says that something has changed, never what."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import anyio
from fastapi import APIRouter, Request
from fastapi.responses import Response
from sse_starlette import EventSourceResponse, ServerSentEvent

from bot.console.console import Console, Here
from bot.console.session import Watching, watching
from bot.staff.errors import NotSignedIn

router = APIRouter()

REFRESH = "refresh"
"""Changes may have been missed: everything looks again."""
QUEUE = "queue"
_GATHER_SECONDS = 0.2  # a burst of messages is one refresh
_LOOK_SECONDS = 30.0
_PING_SECONDS = 15
_FAREWELL_SECONDS = 2.0


@router.get("/events")
async def events(request: Request, console: Here, _: Watching) -> Response:
    leaving = anyio.Event()
    return EventSourceResponse(
        _events(request, console, leaving),
        ping=_PING_SECONDS,
        shutdown_event=leaving,
        shutdown_grace_period=_FAREWELL_SECONDS,
    )


async def _events(
    request: Request, console: Console, leaving: anyio.Event
) -> AsyncIterator[ServerSentEvent]:
    async for name in changes(request, console, leaving):
        # A browser drops events without data.
        yield ServerSentEvent(event=name, data="changed")


async def changes(request: Request, console: Console, leaving: anyio.Event) -> AsyncIterator[str]:
    """Names of events, for as long as the coordinator is signed in and the server is not `leaving`.

    Begins with a refresh: what changed between the page and the stream would be missed otherwise.
    """
    async with console.announcements.subscribe() as changed:
        waking = asyncio.create_task(_wake(changed, leaving))
        try:
            yield REFRESH
            while await _is_still_here(request, console):
                names = await _next(changed)
                if leaving.is_set():
                    return
                for name in names:
                    yield name
        finally:
            waking.cancel()


async def _wake(changed: asyncio.Queue[UUID | None], leaving: anyio.Event) -> None:
    """End the wait for a change when the server is about to stop."""
    await leaving.wait()
    changed.put_nowait(None)


async def _is_still_here(request: Request, console: Console) -> bool:
    try:
        await watching(request, console)
    except NotSignedIn:
        return False
    return True


async def _next(changed: asyncio.Queue[UUID | None]) -> list[str]:
    """The events for what changed within a moment; none when nothing did for a while."""
    try:
        subjects = {await asyncio.wait_for(changed.get(), _LOOK_SECONDS)}
    except TimeoutError:
        return []
    await asyncio.sleep(_GATHER_SECONDS)
    while not changed.empty():
        subjects.add(changed.get_nowait())
    if None in subjects:
        return [REFRESH]
    return [QUEUE, *(f"case-{subject}" for subject in subjects)]
