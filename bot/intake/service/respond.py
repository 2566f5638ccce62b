"""Answering a conversation: open a turn, understand it, write the answer. Harmless to repeat."""

import asyncio
import json
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.models import Case, State
from bot.cases.queries import open_case
from bot.cases.service import open_or_raise, requeue
from bot.channels.base.payloads import Bubble
from bot.contacts.queries import contact_key
from bot.conversations.models import Author, Conversation, Outcome, Owner, Turn
from bot.conversations.payloads import OpenTurn
from bot.conversations.policies import bot_may_attend, check_bot_may_speak
from bot.conversations.queries import messages_of_turn, newest_unread
from bot.conversations.service import ANALYSIS, REPLY_TOKEN, TEXT, attend, lock, open_turn, say
from bot.db.announcements import announce
from bot.intake.policies import is_fragment
from bot.intake.service.desk import Desk
from bot.intake.service.understand import Understanding, understand
from bot.kit.text import is_readable
from bot.outbox.service.post import post
from bot.privacy.encryption import SealingKey
from bot.triage.danger_rules import glance
from bot.triage.models import Analysis, Reason, ReasonCode, Tier
from bot.triage.policies import tier_of


@dataclass(frozen=True)
class _Answer:
    """What is to be said, and what kind of answer it is. `analysis` is None where there were no words."""

    outcome: Outcome
    bubbles: tuple[Bubble, ...]
    analysis: Analysis | None = None
    model: str = ""


async def respond(desk: Desk, conversation_id: UUID) -> None:
    """Answer everything the resident has said and nobody has answered yet."""
    await _wait_for_the_rest(desk, conversation_id)
    turn = await _open(desk, conversation_id)
    if turn is None:
        return
    if any(map(is_readable, turn.texts)):
        answer = _choose_words(desk, turn, await understand(desk, turn))
    else:
        answer = _Answer(Outcome.REPLIED, desk.words.without_text(turn.kinds))
    await _write_down(desk, turn, answer)


async def _wait_for_the_rest(desk: Desk, conversation_id: UUID) -> None:
    """Give who writes in fragments a moment to finish; never when the words look like danger."""
    async with desk.database.transaction() as session:
        newest = await newest_unread(session, conversation_id)
        if newest is None:
            return
        conversation = await session.get_one(Conversation, conversation_id)
        key = await contact_key(session, desk.keyring, conversation.contact_id)
        text = key.open(newest.sealed_text, TEXT)
    left = desk.quiet - (desk.clock() - newest.recorded_at)
    if is_fragment(text) and not glance(text) and left.total_seconds() > 0:
        await asyncio.sleep(left.total_seconds())


async def _open(desk: Desk, conversation_id: UUID) -> OpenTurn | None:
    async with desk.database.transaction() as session:
        conversation = await lock(session, conversation_id)
        turn = await open_turn(session, conversation_id)
        if turn is None:
            return None
        key = await contact_key(session, desk.keyring, conversation.contact_id)
        messages = await messages_of_turn(session, turn.id)
        last = max(messages, key=lambda message: message.recorded_at)
        return OpenTurn(
            id=turn.id,
            conversation_id=conversation_id,
            texts=tuple(key.open(message.sealed_text, TEXT) for message in messages),
            kinds=tuple(message.kind for message in messages),
            attempts=turn.attempts,
            bot_listens=bot_may_attend(conversation),
            case_waits=await open_case(session, conversation_id) is not None,
            reply_token=key.open(last.sealed_reply_token, REPLY_TOKEN)
            if last.sealed_reply_token
            else None,
            reply_token_at=last.recorded_at,
        )


def _choose_words(desk: Desk, turn: OpenTurn, understood: Understanding) -> _Answer:
    """Fixed words when someone may be in danger or Rasa is down; what Rasa says otherwise."""
    text = "\n".join(turn.texts)
    dangers, model = understood.analysis.dangers, understood.model
    if dangers and dangers[0].certainty == "sure":
        bubbles = desk.words.danger(dangers, text, desk.clock())
        return _Answer(Outcome.DANGER, bubbles, understood.analysis, model)
    if understood.dialogue_down:
        return _Answer(
            Outcome.FALLBACK, desk.words.fallback(text, desk.clock()), understood.analysis, model
        )
    if dangers:
        bubbles = desk.words.danger(dangers, text, desk.clock())
        return _Answer(Outcome.REPLIED, bubbles, understood.analysis, model)
    return _Answer(Outcome.REPLIED, understood.bubbles, understood.analysis, model)


async def _write_down(desk: Desk, turn: OpenTurn, answer: _Answer) -> None:
    """One transaction: the analysis, the case, the words and the outbox row, while nobody else may speak."""
    async with desk.database.transaction() as session:
        conversation = await lock(session, turn.conversation_id)
        record = await session.get_one(Turn, turn.id)
        if record.answered_at is not None:
            return
        key = await contact_key(session, desk.keyring, conversation.contact_id)
        case = await _mind_the_case(desk, session, conversation, turn, answer)
        speaks = attend(conversation) and bool(answer.bubbles)
        if speaks:
            await _speak(desk, session, conversation, key, turn, answer)
        if conversation.owner is Owner.BOT and case is not None and case.state is State.WAITING:
            conversation.owner = Owner.QUEUE
        record.outcome = answer.outcome if speaks else Outcome.SILENT
        record.answered_at = desk.clock()
        record.model = answer.model
        if answer.analysis is not None:
            payload = json.dumps(answer.analysis.to_payload(), ensure_ascii=False)
            record.sealed_analysis = key.seal(payload, ANALYSIS)
        await announce(session, conversation.id)


async def _mind_the_case(
    desk: Desk, session: AsyncSession, conversation: Conversation, turn: OpenTurn, answer: _Answer
) -> Case | None:
    """Open a case for danger and for silence of our own machines; raise the one there is for worse."""
    waiting = await open_case(session, conversation.id)
    tier, reasons = _why(answer, has_case=waiting is not None)
    if not reasons:
        return waiting
    case = await open_or_raise(
        session, conversation.id, tier=tier, reasons=reasons, at=desk.clock(), turn_id=turn.id
    )
    handed_back = case.state is State.CLAIMED and conversation.owner is Owner.BOT
    if handed_back and tier is Tier.DANGER:
        await requeue(session, case, desk.clock())
    return case


def _why(answer: _Answer, *, has_case: bool) -> tuple[Tier, list[Reason]]:
    """What in this turn calls for a person, if anything. Needs alone raise a case and do not open one."""
    tier, reasons = Tier.THREE, list[Reason]()
    if answer.analysis is not None and (answer.analysis.dangers or has_case):
        decision = tier_of(answer.analysis.issues, answer.analysis.dangers, asked_for_human=False)
        tier = decision.tier
        reasons = [reason for reason in decision.reasons if reason.code is not ReasonCode.SINGLE]
    if answer.outcome is Outcome.FALLBACK:
        tier = min(tier, Tier.TWO, key=list(Tier).index)
        reasons.append(Reason(ReasonCode.DIALOGUE_DOWN))
    return tier, reasons


async def _speak(
    desk: Desk,
    session: AsyncSession,
    conversation: Conversation,
    key: SealingKey,
    turn: OpenTurn,
    answer: _Answer,
) -> None:
    check_bot_may_speak(conversation)
    speaker = desk.words.speakers.bot
    delivery_id = await post(
        session,
        desk.jobs,
        key,
        conversation.id,
        [replace(bubble, speaker=speaker) for bubble in answer.bubbles],
        urgent=answer.outcome in {Outcome.DANGER, Outcome.FALLBACK},
        reply_token=turn.reply_token,
        reply_token_at=turn.reply_token_at,
    )
    await say(
        session,
        key,
        conversation.id,
        [bubble.text for bubble in answer.bubbles],
        author=Author.BOT,
        delivery_id=delivery_id,
        at=desk.clock(),
        turn_id=turn.id,
    )
