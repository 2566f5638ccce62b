"""Storing what came in: every event of a webhook body in one transaction, each of them once."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.queries import open_case
from bot.channels.base.payloads import EventKind, IncomingEvent
from bot.contacts.models import Contact
from bot.contacts.queries import key_of
from bot.contacts.service import mark_blocked, meet
from bot.conversations.models import Author, Message
from bot.conversations.service import REPLY_TOKEN, TEXT, current
from bot.db.announcements import announce
from bot.db.jobs import Priority, defer
from bot.intake.models import Disposal, InboundEvent
from bot.intake.service.desk import RESPOND, Desk, conversation_lock
from bot.privacy.encryption import SealingKey
from bot.triage.danger_rules import glance

_PAYLOAD = "inbound event"


async def receive(desk: Desk, events: Iterable[IncomingEvent]) -> None:
    """Store the events and defer the jobs that will read them. All or nothing."""
    async with desk.database.transaction() as session:
        for event in events:
            await _receive_one(desk, session, event)


async def bury(desk: Desk, channel: str, event_id: str, body: str, problem: str) -> None:
    """Keep a properly signed body that we cannot make sense of, for a coordinator to see."""
    async with desk.database.transaction() as session:
        event = IncomingEvent(channel, event_id, EventKind.OTHER, desk.clock(), raw=body)
        sealed = desk.keyring.system_key.seal(body, _PAYLOAD)
        await _store(session, event, None, sealed, Disposal.DEAD_LETTER, problem)
        await announce(session)


async def _receive_one(desk: Desk, session: AsyncSession, event: IncomingEvent) -> None:
    if event.address is None:
        sealed = desk.keyring.system_key.seal(event.raw, _PAYLOAD)
        await _store(session, event, None, sealed, Disposal.SET_ASIDE)
        return
    contact = await meet(session, desk.keyring, event.channel, event.address)
    key = key_of(desk.keyring, contact)
    starts_turn = event.kind in {EventKind.MESSAGE, EventKind.FOLLOWED}
    disposal = Disposal.READ if starts_turn else Disposal.SET_ASIDE
    if not await _store(session, event, contact.id, key.seal(event.raw, _PAYLOAD), disposal):
        return
    await _mind_the_door(desk, session, contact, event)
    if starts_turn:
        await _add_message(desk, session, contact, key, event)


async def _mind_the_door(
    desk: Desk, session: AsyncSession, contact: Contact, event: IncomingEvent
) -> None:
    if event.kind is EventKind.BLOCKED:
        await mark_blocked(session, contact, desk.clock())
    elif event.kind is EventKind.FOLLOWED:
        await mark_blocked(session, contact, None)


async def _add_message(
    desk: Desk, session: AsyncSession, contact: Contact, key: SealingKey, event: IncomingEvent
) -> None:
    conversation = await current(session, contact.id)
    message = Message(
        id=uuid4(),
        conversation_id=conversation.id,
        author=Author.RESIDENT,
        kind="follow" if event.kind is EventKind.FOLLOWED else event.message_kind,
        sealed_text=key.seal(event.text, TEXT),
        sealed_reply_token=key.seal(event.reply_token, REPLY_TOKEN) if event.reply_token else None,
        occurred_at=event.occurred_at,
        recorded_at=desk.clock(),
    )
    session.add(message)
    await session.flush()
    await defer(
        session,
        desk.jobs,
        RESPOND,
        lock=conversation_lock(conversation.id),
        priority=Priority.URGENT if glance(event.text) else Priority.ORDINARY,
        conversation_id=str(conversation.id),
    )
    if await open_case(session, conversation.id):
        await announce(session, conversation.id)


async def _store(
    session: AsyncSession,
    event: IncomingEvent,
    contact_id: UUID | None,
    sealed: bytes,
    disposal: Disposal,
    problem: str | None = None,
) -> bool:
    """Whether the event was new."""
    stored = await session.execute(
        insert(InboundEvent)
        .values(
            id=uuid4(),
            channel=event.channel,
            event_id=event.event_id,
            contact_id=contact_id,
            sealed_payload=sealed,
            disposal=disposal,
            problem=problem,
            occurred_at=event.occurred_at,
        )
        .on_conflict_do_nothing(index_elements=["channel", "event_id"])
        .returning(InboundEvent.id)
    )
    return stored.scalar_one_or_none() is not None


async def dismiss_dead_letter(session: AsyncSession, event_id: UUID, at: datetime) -> None:
    """A coordinator has seen it; it stays stored and leaves the list."""
    await session.execute(
        update(InboundEvent)
        .where(InboundEvent.id == event_id, InboundEvent.disposal == Disposal.DEAD_LETTER)
        .values(disposal=Disposal.SET_ASIDE, problem=f"seen {at:%Y-%m-%d %H:%M} UTC")
    )
