"""Sending one delivery: note the attempt, call the platform, note how it ended. No transaction is open
while the platform is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.service import open_or_raise
from bot.channels.base.errors import SendError, Trouble
from bot.channels.base.payloads import Bubble, SendResult
from bot.channels.base.protocol import Channel
from bot.contacts.queries import Destination, contact_key, destination
from bot.conversations.models import Conversation
from bot.conversations.service import REPLY_TOKEN
from bot.db.announcements import announce
from bot.db.database import Database
from bot.kit.clock import Clock
from bot.outbox.errors import DeliveryDelayed
from bot.outbox.models import Delivery, DeliveryState
from bot.outbox.payloads import load
from bot.outbox.policies import Route, is_over, route, wait_before
from bot.outbox.service.post import BUBBLES
from bot.privacy.encryption import Keyring
from bot.triage.models import Reason, ReasonCode, Tier


@dataclass(frozen=True)
class _Attempt:
    """One call to be made, with everything it needs, so that no transaction need stay open."""

    delivery_id: UUID
    number: int
    route: Route
    to: Destination
    bubbles: tuple[Bubble, ...]
    token: str | None
    maybe_taken_before: bool


@dataclass(frozen=True)
class Sender:
    """What sending needs: the database, the keys, and the channels by name."""

    database: Database
    keyring: Keyring
    channels: Mapping[str, Channel]
    clock: Clock

    async def send(self, delivery_id: UUID) -> None:
        """Try once. Raises DeliveryDelayed when it should be tried again later; harmless to repeat."""
        attempt = await self._begin(delivery_id)
        if attempt is None:
            return
        try:
            result = await self._call(attempt)
        except SendError as error:
            await self._went_wrong(attempt, error)
        else:
            await self._settle(attempt, DeliveryState.SENT, request_id=result.request_id)

    async def _begin(self, delivery_id: UUID) -> _Attempt | None:
        async with self.database.transaction() as session:
            delivery = await _locked(session, delivery_id)
            if delivery.state is not DeliveryState.PENDING:
                return None
            conversation = await session.get_one(Conversation, delivery.conversation_id)
            key = await contact_key(session, self.keyring, conversation.contact_id)
            to = await destination(session, key, conversation.contact_id)
            way = route(delivery, self.clock(), self.channels[to.channel].reply_token_seconds)
            if to.blocked or way is Route.LEAVE or is_over(delivery, self.clock()):
                await self._give_up(
                    session, delivery, blocked=to.blocked, unknown=way is Route.LEAVE
                )
                return None
            sealed_token = delivery.sealed_reply_token
            attempt = _Attempt(
                delivery_id=delivery.id,
                number=delivery.attempts + 1,
                route=way,
                to=to,
                bubbles=load(key.open(delivery.sealed_bubbles, BUBBLES)),
                token=key.open(sealed_token, REPLY_TOKEN) if sealed_token else None,
                maybe_taken_before=delivery.maybe_taken,
            )
            self._note_attempt(delivery, way)
            return attempt

    def _note_attempt(self, delivery: Delivery, way: Route) -> None:
        delivery.attempts += 1
        delivery.first_attempt_at = delivery.first_attempt_at or self.clock()
        delivery.pushed = way is Route.PUSH
        # Until we hear otherwise: should we die in the call, the next attempt must know.
        delivery.maybe_taken = delivery.maybe_taken or way is Route.REPLY

    async def _call(self, attempt: _Attempt) -> SendResult:
        channel = self.channels[attempt.to.channel]
        if attempt.route is Route.REPLY and attempt.token:
            return await channel.reply(attempt.token, attempt.bubbles)
        return await channel.push(attempt.to.address, attempt.bubbles, attempt.delivery_id)

    async def _went_wrong(self, attempt: _Attempt, error: SendError) -> None:
        if error.trouble is Trouble.TOKEN and attempt.maybe_taken_before:
            # A young token refused after an attempt that nobody answered: that attempt was taken.
            await self._settle(attempt, DeliveryState.SENT)
            return
        if error.retryable:
            await self._note_trouble(attempt, error)
            raise DeliveryDelayed(wait_before(attempt.number))
        if error.trouble is Trouble.TOKEN:
            await self._note_trouble(attempt, error, push_next=True)
            await self.send(attempt.delivery_id)
            return
        await self._settle(attempt, DeliveryState.FAILED, trouble=error.trouble)

    async def _note_trouble(
        self, attempt: _Attempt, error: SendError, *, push_next: bool = False
    ) -> None:
        in_doubt = error.trouble in {Trouble.UNREACHABLE, Trouble.BROKEN}
        async with self.database.transaction() as session:
            delivery = await _locked(session, attempt.delivery_id)
            delivery.trouble = error.trouble
            delivery.pushed = delivery.pushed or push_next
            delivery.maybe_taken = attempt.maybe_taken_before or (in_doubt and not delivery.pushed)

    async def _settle(
        self,
        attempt: _Attempt,
        state: DeliveryState,
        *,
        trouble: Trouble | None = None,
        request_id: str | None = None,
    ) -> None:
        async with self.database.transaction() as session:
            delivery = await _locked(session, attempt.delivery_id)
            delivery.request_id = request_id
            await self._end(session, delivery, state, self.clock(), trouble)

    async def _give_up(
        self, session: AsyncSession, delivery: Delivery, *, blocked: bool, unknown: bool
    ) -> None:
        state = DeliveryState.UNKNOWN if unknown else DeliveryState.FAILED
        await self._end(
            session,
            delivery,
            DeliveryState.BLOCKED if blocked else state,
            self.clock(),
            delivery.trouble,
        )

    @staticmethod
    async def _end(
        session: AsyncSession,
        delivery: Delivery,
        state: DeliveryState,
        now: datetime,
        trouble: str | None,
    ) -> None:
        """Write down the end; what did not go out becomes a case, so that a person sees it."""
        delivery.state, delivery.settled_at, delivery.trouble = state, now, trouble
        if state is not DeliveryState.SENT:
            await open_or_raise(
                session,
                delivery.conversation_id,
                tier=Tier.TWO,
                reasons=[Reason(ReasonCode.NOT_DELIVERED, state)],
                at=now,
            )
        await announce(session, delivery.conversation_id)


async def _locked(session: AsyncSession, delivery_id: UUID) -> Delivery:
    found = await session.execute(
        select(Delivery).where(Delivery.id == delivery_id).with_for_update()
    )
    return found.scalar_one()
