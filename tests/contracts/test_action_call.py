"""What Rasa 3.6.21 posts to an action server, and what ours (rasa-sdk 3.21) makes of it.

The body beside this file was written by Rasa 3.6.21's own `RemoteAction._action_call_format`.
"""

import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from bot.cases.models import Case
from bot.cli.processes import Processes
from bot.cli.town import Town
from bot.conversations.models import Turn
from bot.intake.service.desk import Desk
from bot.intake.service.receive import receive
from bot.testing.events import said
from tests.conftest import MASTER_KEY

RECORDED = Path(__file__).parent / "rasa_3_6_21_action_call.json"


@pytest.fixture
async def action_server(database_url: str, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The real process behind `madoguchi actions`, and a client that knows its token."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    town = Town(tmp_path, database_url, "c" * 40, web=0, simulator=0, rasa=0, actions=port)
    actions = next(process for process in town.processes() if process.name == "actions")
    environment = {**town.environment, "MADOGUCHI_MASTER_KEYS": MASTER_KEY}
    with Processes(tmp_path / "logs", environment) as processes:
        processes.start(actions)
        processes.wait_until_ready("actions")
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}",
            headers={"Authorization": f"Bearer {town.environment['MADOGUCHI_ACTIONS_TOKEN']}"},
            trust_env=False,
        ) as client:
            yield client


async def recorded_for(desk: Desk, work: Callable[[], Awaitable[None]]) -> dict[str, Any]:
    """The recorded body, about a turn that exists."""
    await receive(desk, [said("人と話したいです。")])
    await work()
    async with desk.database.transaction() as session:
        turn = (await session.execute(select(Turn))).scalar_one()
    body = json.loads(RECORDED.read_text())
    body["sender_id"] = body["tracker"]["sender_id"] = str(turn.conversation_id)
    body["tracker"]["latest_message"]["metadata"]["turn_id"] = str(turn.id)
    return body


async def test_a_recorded_call_opens_the_case_once_and_is_answered_in_words_rasa_understands(
    desk: Desk, work: Callable[[], Awaitable[None]], action_server: httpx.AsyncClient
) -> None:
    body = await recorded_for(desk, work)
    for _ in range(3):
        answer = await action_server.post("/webhook", json=body)
        assert answer.status_code == 200
    result = answer.json()
    [slot] = result["events"]
    assert (slot["event"], slot["name"], slot["value"]) == ("slot", "handed_off", True)
    [response] = result["responses"]
    assert response["response"] == "utter_handed_off"
    assert response["reading_hours"]
    async with desk.database.transaction() as session:
        assert await session.scalar(select(func.count(Case.id))) == 1


@pytest.mark.parametrize("token", ["", "Bearer wrong", "Basic xyz"])
async def test_nobody_without_the_token_is_heard(
    desk: Desk,
    work: Callable[[], Awaitable[None]],
    action_server: httpx.AsyncClient,
    token: str,
) -> None:
    body = await recorded_for(desk, work)
    answer = await action_server.post("/webhook", json=body, headers={"Authorization": token})
    assert answer.status_code == 401
    async with desk.database.transaction() as session:
        assert await session.scalar(select(func.count(Case.id))) == 0
