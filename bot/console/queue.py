"""待っている相談: who waits, why, and how long; danger first."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.models import Case, State
from bot.cases.queries import QueuedCase, queue
from bot.console.console import Console, Here
from bot.console.queries import LastWords, last_words, recently_closed, watch
from bot.console.rendering import fragment, page
from bot.console.session import Present, Watching
from bot.conversations.models import Owner
from bot.staff.service import SignedIn
from bot.triage.models import Tier

router = APIRouter()


@dataclass(frozen=True)
class Row:
    case: Case
    owner: Owner
    assignee: str | None
    last_words: LastWords | None
    last_word_at: datetime | None


@dataclass(frozen=True)
class Lane:
    tier: Tier
    rows: list[Row]


@router.get("/")
async def door() -> Response:
    return RedirectResponse("/queue", 303)


@router.get("/queue")
async def show(request: Request, console: Here, me: Present) -> Response:
    async with console.desk.database.transaction() as session:
        return await page(
            request, session, me, "queue.html", **await _sections(console, session, me)
        )


@router.get("/queue/list")
async def show_list(request: Request, console: Here, me: Watching) -> Response:
    async with console.desk.database.transaction() as session:
        sections = await _sections(console, session, me)
    return fragment(request, "includes/queue_list.html", csrf_token=me.csrf_token, **sections)


@router.get("/queue/watch")
async def show_watch(request: Request, console: Here, _: Watching) -> Response:
    """The numbers and the danger banner that stand on every page."""
    async with console.desk.database.transaction() as session:
        return fragment(request, "includes/watch.html", watch=await watch(session))


async def _sections(console: Console, session: AsyncSession, me: SignedIn) -> dict[str, Any]:
    found = await queue(session, State.WAITING, State.CLAIMED)
    said = await last_words(
        session, console.desk.keyring, [line.case.conversation_id for line in found]
    )
    rows = [_row(line, said) for line in found]
    waiting = [row for row in rows if row.case.state is State.WAITING]
    claimed = [row for row in rows if row.case.state is State.CLAIMED]
    return {
        "lanes": [
            Lane(tier, list(lane)) for tier, lane in groupby(waiting, lambda row: row.case.tier)
        ],
        "mine": [row for row in claimed if row.case.assignee_id == me.coordinator.id],
        "others": [row for row in claimed if row.case.assignee_id != me.coordinator.id],
        "closed": await recently_closed(session),
    }


def _row(line: QueuedCase, said: dict[Any, LastWords]) -> Row:
    return Row(
        case=line.case,
        owner=line.owner,
        assignee=line.assignee,
        last_words=said.get(line.case.conversation_id),
        last_word_at=line.last_word_at,
    )
