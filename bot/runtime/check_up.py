"""Looking over a house before it is trusted: every connection, and every setting that can lose a message."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import httpx
from sqlalchemy import text

from bot.audit.service import verify
from bot.directory.queries import due_for_check
from bot.directory.registry import load_hotlines
from bot.directory.responses import load_responses
from bot.runtime.house import House


class Verdict(StrEnum):
    GOOD = "good"
    LOOK = "look"
    """A person must look at it."""
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    verdict: Verdict
    what: str


async def check_up(house: House) -> AsyncIterator[Finding]:
    """Findings, as they are made. Sends no message and reads none."""
    checks: list[Callable[[House], Awaitable[list[Finding]]]] = [
        _database,
        _dialogue,
        _line,
        _directory,
    ]
    for check in checks:
        try:
            for finding in await check(house):
                yield finding
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
            yield Finding(
                Verdict.BAD, f"{check.__name__.strip('_')}: {type(error).__name__}: {error}"
            )


async def _database(house: House) -> list[Finding]:
    async with house.database.transaction() as session:
        version = await session.scalar(text("SELECT version_num FROM alembic_version"))
        audited = await verify(session)
    return [
        Finding(Verdict.GOOD, f"database at revision {version}"),
        Finding(Verdict.GOOD, f"audit chain whole, {audited} entries"),
    ]


async def _dialogue(house: House) -> list[Finding]:
    ready = await house.desk.dialogue.is_ready()
    return [
        Finding(
            Verdict.GOOD if ready else Verdict.BAD, f"Rasa {'answers' if ready else 'is silent'}"
        )
    ]


async def _line(house: House) -> list[Finding]:
    token = house.settings.line_channel_access_token.get_secret_value()
    async with httpx.AsyncClient(
        base_url=house.settings.line_api_host,
        headers={"Authorization": f"Bearer {token}"},
        timeout=10,
    ) as line:
        info = await _get(line, "/v2/bot/info")
        endpoint = await _get(line, "/v2/bot/channel/webhook/endpoint")
        quota = await _get(line, "/v2/bot/message/quota")
        used = await _get(line, "/v2/bot/message/quota/consumption")
    chat_off = info.get("chatMode") == "bot"
    return [
        Finding(
            Verdict.GOOD if chat_off else Verdict.BAD, f"LINE chat mode is {info.get('chatMode')}"
        ),
        Finding(
            Verdict.GOOD if endpoint.get("active") else Verdict.BAD,
            f"LINE webhook {'active' if endpoint.get('active') else 'not active'}",
        ),
        _quota(quota, used),
        Finding(
            Verdict.LOOK,
            "webhook redelivery ON and greeting OFF: no API tells, look in the LINE console",
        ),
    ]


async def _get(line: httpx.AsyncClient, path: str) -> dict[str, Any]:
    response = await line.get(path)
    response.raise_for_status()
    answer: dict[str, Any] = response.json()
    return answer


def _quota(quota: dict[str, Any], used: dict[str, Any]) -> Finding:
    limit, spent = quota.get("value"), used.get("totalUsage", 0)
    if limit is None:
        return Finding(Verdict.GOOD, f"LINE messages this month: {spent}, no limit")
    scarce = spent > 0.7 * limit
    return Finding(
        Verdict.LOOK if scarce else Verdict.GOOD, f"LINE messages this month: {spent} of {limit}"
    )


async def _directory(house: House) -> list[Finding]:
    return [*_hotlines(house.clock()), *_texts()]


def _hotlines(now: datetime) -> list[Finding]:
    directory = load_hotlines()
    due = due_for_check(directory, now.date())
    findings = [
        Finding(Verdict.LOOK, f"hotline {line.key}: not verified for 90 days") for line in due
    ]
    if not directory.local:
        findings.append(Finding(Verdict.LOOK, "no local numbers of the municipality are filled in"))
    return findings or [Finding(Verdict.GOOD, "every hotline verified within 90 days")]


def _texts() -> list[Finding]:
    drafts = load_responses().drafts()
    return [
        Finding(Verdict.LOOK, f"fixed text {name}: not reviewed by a person yet") for name in drafts
    ]
