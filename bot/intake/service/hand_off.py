"""Handing a conversation to people because the resident asked for it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.models import State
from bot.cases.service import open_or_raise, requeue
from bot.contacts.queries import contact_key
from bot.conversations.models import Conversation, Owner
from bot.conversations.queries import analyses
from bot.conversations.service import lock
from bot.db.announcements import announce
from bot.intake.service.desk import Desk
from bot.triage.models import Issue
from bot.triage.policies import tier_of


async def hand_off(desk: Desk, conversation_id: UUID, turn_id: UUID) -> None:
    """Open the conversation's case, or put it in front of people again. Once per turn, however often called.

    The bot's last words of this turn are still to be written: it stays the owner until they are.
    """
    async with desk.database.transaction() as session:
        conversation = await lock(session, conversation_id)
        decision = tier_of(
            await _issues_so_far(desk, session, conversation), (), asked_for_human=True
        )
        case = await open_or_raise(
            session,
            conversation_id,
            tier=decision.tier,
            reasons=decision.reasons,
            at=desk.clock(),
            turn_id=turn_id,
        )
        if case.state is State.CLAIMED and conversation.owner is Owner.BOT:
            await requeue(session, case, desk.clock())
        await announce(session, conversation_id)


async def _issues_so_far(
    desk: Desk, session: AsyncSession, conversation: Conversation
) -> tuple[Issue, ...]:
    key = await contact_key(session, desk.keyring, conversation.contact_id)
    named = {
        issue["name"]
        for _, analysis in await analyses(session, key, conversation.id)
        for issue in analysis["issues"]
    }
    return tuple(Issue(name) for name in sorted(named))
