"""What a coordinator does with a case. The right to speak passes in the same transaction as the case."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.audit.service import record
from bot.cases import service as cases
from bot.cases.models import Case, Outcome
from bot.channels.base.payloads import Bubble
from bot.contacts.queries import contact_key
from bot.conversations import service as conversations
from bot.conversations.models import Author, Conversation, Owner
from bot.conversations.policies import check_coordinator_may_speak
from bot.db.announcements import announce
from bot.intake.service.desk import Desk
from bot.outbox.service.post import post
from bot.staff.models import Coordinator


async def claim(desk: Desk, case_id: UUID, coordinator: Coordinator) -> None:
    """Take a waiting case; the bot falls silent. Raises CaseAlreadyClaimed, CaseClosed, CaseUnknown."""
    async with desk.database.transaction() as session:
        conversation = await _conversation(session, case_id)
        case = await cases.claim(session, case_id, coordinator.id, desk.clock())
        conversation.owner = Owner.HUMAN
        await _note(desk, session, case, coordinator, "case_claimed")


async def reply(desk: Desk, case_id: UUID, coordinator: Coordinator, text: str) -> None:
    """Say something to the resident. Raises NotTheAssignee, CoordinatorMayNotSpeak …"""
    async with desk.database.transaction() as session:
        case, conversation = await _held(session, case_id, coordinator)
        check_coordinator_may_speak(conversation)
        key = await contact_key(session, desk.keyring, conversation.contact_id)
        speaker = desk.words.speakers.coordinator_named(coordinator.display_name)
        bubbles = [Bubble(text, speaker=speaker)]
        delivery_id = await post(session, desk.jobs, key, conversation.id, bubbles)
        await conversations.say(
            session,
            key,
            conversation.id,
            [text],
            author=Author.COORDINATOR,
            delivery_id=delivery_id,
            at=desk.clock(),
            coordinator_id=coordinator.id,
        )
        await _note(desk, session, case, coordinator, "reply_sent")


async def add_note(desk: Desk, case_id: UUID, coordinator: Coordinator, text: str) -> None:
    """Keep something for colleagues; anybody on the staff may. Raises CaseUnknown."""
    async with desk.database.transaction() as session:
        case = await cases.find(session, case_id)
        conversation = await session.get_one(Conversation, case.conversation_id)
        key = await contact_key(session, desk.keyring, conversation.contact_id)
        await cases.add_note(session, case, coordinator.id, key, text, desk.clock())
        await _note(desk, session, case, coordinator, "note_added")


async def hand_back(desk: Desk, case_id: UUID, coordinator: Coordinator) -> None:
    """Let the bot speak again; the case stays with the coordinator. Raises NotTheAssignee …"""
    async with desk.database.transaction() as session:
        case, conversation = await _held(session, case_id, coordinator)
        conversation.owner = Owner.BOT
        await cases.passed_to_bot(session, case, coordinator.id, desk.clock())
        await _note(desk, session, case, coordinator, "case_handed_back")


async def take_back(desk: Desk, case_id: UUID, coordinator: Coordinator) -> None:
    """Silence the bot again in a case handed back to it earlier. Raises NotTheAssignee …"""
    async with desk.database.transaction() as session:
        case, conversation = await _held(session, case_id, coordinator)
        conversation.owner = Owner.HUMAN
        await cases.taken_over(session, case, coordinator.id, desk.clock())
        await _note(desk, session, case, coordinator, "case_taken_over")


async def release(desk: Desk, case_id: UUID, coordinator: Coordinator) -> None:
    """Put the case back into the queue for somebody else. Raises NotTheAssignee …"""
    async with desk.database.transaction() as session:
        case, conversation = await _held(session, case_id, coordinator)
        await cases.release(session, case, coordinator.id, desk.clock())
        conversation.owner = Owner.QUEUE
        await _note(desk, session, case, coordinator, "case_released")


async def close(desk: Desk, case_id: UUID, coordinator: Coordinator, outcome: Outcome) -> None:
    """End the case and the conversation. What the resident writes later begins a new one."""
    async with desk.database.transaction() as session:
        case, conversation = await _held(session, case_id, coordinator)
        await cases.close(session, case, coordinator.id, outcome, desk.clock())
        conversations.close(conversation, desk.clock())
        await _note(desk, session, case, coordinator, "case_closed", outcome=outcome)


async def reopen(desk: Desk, case_id: UUID, coordinator: Coordinator) -> None:
    """Raises CaseNotOpenable, ConversationMovedOn, CaseUnknown."""
    async with desk.database.transaction() as session:
        conversation = await _conversation(session, case_id)
        case = await cases.find(session, case_id)
        await cases.reopen(session, case, coordinator.id, desk.clock())
        await conversations.reopen(session, conversation)
        await _note(desk, session, case, coordinator, "case_reopened")


async def _held(
    session: AsyncSession, case_id: UUID, coordinator: Coordinator
) -> tuple[Case, Conversation]:
    conversation = await _conversation(session, case_id)
    return await cases.hold(session, case_id, coordinator.id), conversation


async def _conversation(session: AsyncSession, case_id: UUID) -> Conversation:
    # Locked before the case, everywhere, so that two transactions never wait for each other.
    return await conversations.lock(session, await cases.conversation_of(session, case_id))


async def _note(
    desk: Desk,
    session: AsyncSession,
    case: Case,
    coordinator: Coordinator,
    action: str,
    **detail: str,
) -> None:
    await record(
        session,
        at=desk.clock(),
        actor=f"coordinator:{coordinator.login_name}",
        action=action,
        subject=f"case:{case.number}",
        **detail,
    )
    await announce(session, case.conversation_id)
