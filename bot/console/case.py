"""相談: the whole conversation, what was understood, and what can be done now."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.ext.asyncio import AsyncSession

from bot.audit.service import record
from bot.cases.models import Outcome
from bot.cases.queries import timeline
from bot.console.console import Console, Here
from bot.console.findings import gather
from bot.console.queries import CaseHead, case_head, last_said_at
from bot.console.rendering import Notice, fragment, is_htmx, page
from bot.console.session import Present, Watching
from bot.console.talk import read_talk
from bot.contacts.errors import ContactErased
from bot.contacts.queries import contact_key
from bot.conversations.models import Owner
from bot.conversations.queries import analyses
from bot.staff.service import SignedIn

router = APIRouter()

LONGEST_REPLY = 4_500  # UTF-16 units; LINE takes 5,000 in one message


@router.get("/cases/{case_id}")
async def show(request: Request, console: Here, me: Present, case_id: UUID) -> Response:
    return await whole_page(request, console, me, case_id)


@router.get("/cases/{case_id}/talk")
async def show_talk(request: Request, console: Here, me: Watching, case_id: UUID) -> Response:
    async with console.desk.database.transaction() as session:
        head = await case_head(session, case_id)
        await _note_direct_view(request, console, session, me, head)
        return fragment(request, "includes/talk.html", **await _talk(console, session, head))


@router.get("/cases/{case_id}/panel")
async def show_panel(request: Request, console: Here, me: Watching, case_id: UUID) -> Response:
    async with console.desk.database.transaction() as session:
        head = await case_head(session, case_id)
        await _note_direct_view(request, console, session, me, head)
        return fragment(request, "includes/panel.html", **await _panel(console, session, head))


@router.get("/cases/{case_id}/actions")
async def show_actions(request: Request, console: Here, me: Watching, case_id: UUID) -> Response:
    async with console.desk.database.transaction() as session:
        head = await case_head(session, case_id)
    return fragment(request, "includes/actions.html", **_actions(head, me))


async def whole_page(
    request: Request,
    console: Console,
    me: SignedIn,
    case_id: UUID,
    *,
    status: int = 200,
    notice: Notice | None = None,
    **drafts: Any,
) -> Response:
    """The page; `drafts` (`reply`, `reply_notice`, `note`, `note_notice`) is what stands in its boxes.

    Whoever opens it is written down. Raises CaseUnknown.
    """
    async with console.desk.database.transaction() as session:
        head = await case_head(session, case_id)
        await _note_view(console, session, me, head)
        context = {
            **await _talk(console, session, head),
            **await _panel(console, session, head),
            **_actions(head, me),
            **empty_boxes(),
            **drafts,
        }
        return await page(
            request, session, me, "case.html", status=status, notice=notice, **context
        )


def empty_boxes() -> dict[str, Any]:
    return {
        "reply": "",
        "reply_notice": None,
        "note": "",
        "note_notice": None,
        "limit": LONGEST_REPLY,
    }


async def _talk(console: Console, session: AsyncSession, head: CaseHead) -> dict[str, Any]:
    """`bubbles` is None once the contact has been erased."""
    try:
        key = await contact_key(session, console.desk.keyring, head.conversation.contact_id)
    except ContactErased:
        return {"bubbles": None}
    return {"bubbles": await read_talk(session, key, head.conversation.id)}


async def _panel(console: Console, session: AsyncSession, head: CaseHead) -> dict[str, Any]:
    """`findings` and `entries` are None once the contact has been erased."""
    context = {"head": head, "last_said_at": await last_said_at(session, head.conversation.id)}
    try:
        key = await contact_key(session, console.desk.keyring, head.conversation.contact_id)
    except ContactErased:
        return {**context, "findings": None, "entries": None}
    found = await analyses(session, key, head.conversation.id)
    return {
        **context,
        "findings": gather(analysis for _, analysis in found),
        "entries": await timeline(session, key, head.case.id),
    }


def _actions(head: CaseHead, me: SignedIn) -> dict[str, Any]:
    mine = head.is_held_by(me.coordinator)
    return {
        "head": head,
        "mine": mine,
        "may_speak": mine and head.conversation.owner is Owner.HUMAN,
        "outcomes": list(Outcome),
        "csrf_token": me.csrf_token,
    }


async def _note_direct_view(
    request: Request, console: Console, session: AsyncSession, me: SignedIn, head: CaseHead
) -> None:
    """A fragment that a page refreshes has been written down with the page; one opened by itself has not."""
    if not is_htmx(request):
        await _note_view(console, session, me, head)


async def _note_view(console: Console, session: AsyncSession, me: SignedIn, head: CaseHead) -> None:
    await record(
        session,
        at=console.desk.clock(),
        actor=f"coordinator:{me.coordinator.login_name}",
        action="case_viewed",
        subject=f"case:{head.case.number}",
    )
