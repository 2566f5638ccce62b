import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

import httpx
import pytest
import uvicorn
from sqlalchemy import update

from bot.cases.models import Case
from bot.console import events
from bot.console.app import create_console
from bot.db.announcements import Announcements, announce
from bot.db.database import Database
from bot.intake.service.desk import Desk
from bot.staff.models import Coordinator
from tests.bot.console.conftest import PASSWORD, Browsing


@pytest.fixture
async def server(desk: Desk) -> AsyncIterator[uvicorn.Server]:
    """The console on a real port, because an endless answer needs a real connection."""
    announcements = Announcements(desk.database.url)
    app = create_console(desk, announcements, secure_cookies=False, city="ひだまり市")
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
    serving = asyncio.create_task(server.serve())
    listening = asyncio.create_task(announcements.run())
    await _become(lambda: server.started)
    yield server
    server.should_exit = True
    async with asyncio.timeout(10):
        await serving
    listening.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await listening


@pytest.fixture
async def http(server: uvicorn.Server, sato: Coordinator) -> AsyncIterator[httpx.AsyncClient]:
    port = server.servers[0].sockets[0].getsockname()[1]
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{port}", timeout=10, trust_env=False
    ) as client:
        await client.post("/sign-in", data={"login_name": "sato", "password": PASSWORD})
        yield client


async def _become(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not is_so():  # noqa: ASYNC110 - the server has no event to wait for
            await asyncio.sleep(0.02)


async def _until(lines: AsyncIterator[str], name: str) -> list[str]:
    """The names of events up to and with this one."""
    names = []
    async with asyncio.timeout(5):
        async for line in lines:
            if line.startswith("event: "):
                names.append(line.removeprefix("event: "))
                if names[-1] == name:
                    break
    return names


async def test_a_change_is_told_by_name_and_without_content(
    http: httpx.AsyncClient, database: Database, danger_case: Case
):
    conversation_id = danger_case.conversation_id
    async with http.stream("GET", "/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert stream.headers["X-Frame-Options"] == "DENY"
        lines = stream.aiter_lines()
        assert await _until(lines, events.REFRESH) == [events.REFRESH]
        async with database.transaction() as session:
            await announce(session, conversation_id)
        assert events.QUEUE in await _until(lines, f"case-{conversation_id}")


async def test_the_stream_ends_when_the_server_does(
    http: httpx.AsyncClient, server: uvicorn.Server
):
    async with http.stream("GET", "/events") as stream:
        lines = stream.aiter_lines()
        await _until(lines, events.REFRESH)
        server.should_exit = True
        async with asyncio.timeout(5):
            async for _ in lines:
                pass


async def test_the_stream_ends_with_the_session(
    http: httpx.AsyncClient, database: Database, danger_case: Case
):
    async with http.stream("GET", "/events") as stream:
        lines = stream.aiter_lines()
        await _until(lines, events.REFRESH)
        async with database.transaction() as session:
            await session.execute(update(Coordinator).values(active=False))
            await announce(session, danger_case.conversation_id)
        async with asyncio.timeout(5):
            async for _ in lines:
                pass


async def test_a_reader_who_leaves_is_forgotten(http: httpx.AsyncClient, server: uvicorn.Server):
    async with http.stream("GET", "/events") as stream:
        await _until(stream.aiter_lines(), events.REFRESH)
    await _become(lambda: not server.server_state.tasks)


async def test_without_a_session_there_is_no_stream(open_browser: Browsing):
    answer = await (await open_browser()).get("/events")
    assert answer.status_code == 401


async def test_a_burst_is_one_refresh_and_a_gap_refreshes_everything(danger_case: Case):
    changed: asyncio.Queue[object] = asyncio.Queue()
    for _ in range(50):
        changed.put_nowait(danger_case.conversation_id)
    assert await events._next(changed) == [events.QUEUE, f"case-{danger_case.conversation_id}"]
    changed.put_nowait(danger_case.conversation_id)
    changed.put_nowait(None)
    assert await events._next(changed) == [events.REFRESH]
