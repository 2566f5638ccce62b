"""What LINE's platform, and everybody else, gets for an answer."""

import base64
import hashlib
import hmac
import json
import logging
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select, text

from bot.channels.line.webhook import LARGEST_BODY, create_router
from bot.conversations.models import Message
from bot.intake.models import Disposal, InboundEvent
from bot.intake.queries import dead_letters
from bot.intake.service.desk import Desk

SECRET = "channel secret"
USER = "U" + "1" * 32


def signed(body: bytes, secret: str = SECRET) -> dict[str, str]:
    digest = hmac.digest(secret.encode(), body, hashlib.sha256)
    return {"X-Line-Signature": base64.b64encode(digest).decode()}


def message(text: str, event_id: str = "1", user: str = USER) -> dict[str, Any]:
    return {
        "type": "message",
        "mode": "active",
        "timestamp": 1_794_000_000_000,
        "webhookEventId": event_id,
        "source": {"type": "user", "userId": user},
        "replyToken": f"r{event_id}",
        "message": {"type": "text", "id": event_id, "text": text},
    }


def body_of(*events: Any) -> bytes:
    return json.dumps({"destination": "U0", "events": events}).encode()


@pytest.fixture
async def line(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(create_router(desk, [SECRET]))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://city"
    ) as client:
        yield client


async def stored(desk: Desk) -> list[InboundEvent]:
    async with desk.database.transaction() as session:
        return list((await session.execute(select(InboundEvent))).scalars())


async def test_an_event_is_stored_with_its_job_and_then_acknowledged(
    desk: Desk, line: httpx.AsyncClient
) -> None:
    body = body_of(message("こんばんは"))
    assert (
        await line.post("/webhooks/line", content=body, headers=signed(body))
    ).status_code == 200
    assert [event.disposal for event in await stored(desk)] == [Disposal.READ]
    async with desk.database.transaction() as session:
        jobs = await session.execute(text("SELECT task_name FROM procrastinate_jobs"))
        assert list(jobs.scalars()) == ["intake.respond"]


async def test_words_are_not_readable_in_the_tables(desk: Desk, line: httpx.AsyncClient) -> None:
    body = body_of(message("ひみつのことば"))
    await line.post("/webhooks/line", content=body, headers=signed(body))
    async with desk.database.transaction() as session:
        [said] = (await session.execute(select(Message))).scalars()
        [event] = (await session.execute(select(InboundEvent))).scalars()
    for sealed in (said.sealed_text, event.sealed_payload):
        assert "ひみつ".encode() not in sealed
        assert USER.encode() not in sealed


async def test_the_probe_without_events(desk: Desk, line: httpx.AsyncClient) -> None:
    body = body_of()
    assert (
        await line.post("/webhooks/line", content=body, headers=signed(body))
    ).status_code == 200
    assert await stored(desk) == []


async def test_several_residents_in_one_body(desk: Desk, line: httpx.AsyncClient) -> None:
    body = body_of(message("あ", "1"), message("い", "2", "U" + "2" * 32), message("う", "3"))
    await line.post("/webhooks/line", content=body, headers=signed(body))
    assert len({event.contact_id for event in await stored(desk)}) == 2
    assert len(await stored(desk)) == 3


async def test_the_same_body_again_changes_nothing(desk: Desk, line: httpx.AsyncClient) -> None:
    body = body_of(message("あ"))
    for _ in range(3):
        assert (
            await line.post("/webhooks/line", content=body, headers=signed(body))
        ).status_code == 200
    assert len(await stored(desk)) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Line-Signature": ""},
        {"X-Line-Signature": "attacker's words あ".encode()},
        signed(b"another body"),
        signed(body_of(message("attacker's words")), "another secret"),
    ],
)
async def test_whoever_cannot_sign_leaves_no_trace(
    desk: Desk, line: httpx.AsyncClient, caplog: pytest.LogCaptureFixture, headers: Any
) -> None:
    body = body_of(message("attacker's words"))
    with caplog.at_level(logging.DEBUG):
        answer = await line.post("/webhooks/line", content=body, headers=headers)
    assert answer.status_code == 400
    assert await stored(desk) == []
    assert "attacker" not in caplog.text


async def test_a_repeated_signature_is_refused(desk: Desk, line: httpx.AsyncClient) -> None:
    body = body_of(message("あ"))
    twice = [*signed(body).items()] * 2
    assert (await line.post("/webhooks/line", content=body, headers=twice)).status_code == 400
    assert await stored(desk) == []


async def test_a_body_too_large_is_refused(desk: Desk, line: httpx.AsyncClient) -> None:
    body = b" " * (LARGEST_BODY + 1)
    assert (
        await line.post("/webhooks/line", content=body, headers=signed(body))
    ).status_code == 413
    assert await stored(desk) == []


async def test_a_broken_body_under_a_true_signature_becomes_a_dead_letter(
    desk: Desk, line: httpx.AsyncClient
) -> None:
    body = b'{"events": [{"type": "mess'
    for _ in range(2):
        assert (
            await line.post("/webhooks/line", content=body, headers=signed(body))
        ).status_code == 200
    async with desk.database.transaction() as session:
        [letter] = await dead_letters(session)
    assert letter.problem == "not_json"


async def test_unknown_events_are_kept(desk: Desk, line: httpx.AsyncClient) -> None:
    strange = {"type": "teleport", "webhookEventId": "9", "source": {"type": "planet"}}
    body = body_of(strange, "not even an object", 5)
    assert (
        await line.post("/webhooks/line", content=body, headers=signed(body))
    ).status_code == 200
    assert [event.disposal for event in await stored(desk)] == [Disposal.SET_ASIDE] * 3


async def test_what_cannot_be_stored_is_not_acknowledged(
    desk: Desk, line: httpx.AsyncClient
) -> None:
    async with desk.database.transaction() as session:
        await session.execute(text("ALTER TABLE message RENAME TO message_gone"))
    try:
        body = body_of(message("あ"))
        answer = await line.post("/webhooks/line", content=body, headers=signed(body))
        assert answer.status_code == 500
        assert await stored(desk) == []
    finally:
        async with desk.database.transaction() as session:
            await session.execute(text("ALTER TABLE message_gone RENAME TO message"))
    assert (
        await line.post("/webhooks/line", content=body, headers=signed(body))
    ).status_code == 200
    async with desk.database.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(Message)) == 1
