"""Sending: once, as far as anybody can know."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from sqlalchemy import update

from bot.cases.queries import open_case
from bot.channels.base.errors import SendError, Trouble
from bot.channels.base.payloads import Bubble
from bot.contacts.models import ChannelAddress
from bot.contacts.queries import contact_key
from bot.contacts.service import meet
from bot.conversations.service import current
from bot.intake.service.desk import Desk
from bot.outbox.errors import DeliveryDelayed
from bot.outbox.models import Delivery, DeliveryState
from bot.outbox.service import Sender, post
from bot.testing.channel import FakeChannel
from bot.testing.clock import StandingClock

QUIET = SendError(Trouble.UNREACHABLE, retryable=True)


async def posted(desk: Desk, *, token: str | None = "token", urgent: bool = False) -> UUID:
    async with desk.database.transaction() as session:
        contact = await meet(session, desk.keyring, "line", "U1")
        key = await contact_key(session, desk.keyring, contact.id)
        conversation = await current(session, contact.id)
        return await post(
            session,
            desk.jobs,
            key,
            conversation.id,
            [Bubble("こんばんは。")],
            urgent=urgent,
            reply_token=token,
            reply_token_at=desk.clock(),
        )


async def stored(desk: Desk, delivery_id: UUID) -> Delivery:
    async with desk.database.transaction() as session:
        return await session.get_one(Delivery, delivery_id)


async def test_a_young_token_is_used(desk: Desk, sender: Sender, channel: FakeChannel) -> None:
    delivery_id = await posted(desk)
    await sender.send(delivery_id)
    assert channel.texts == ["こんばんは。"]
    assert channel.pushed == []
    assert (await stored(desk, delivery_id)).state is DeliveryState.SENT


async def test_an_old_token_is_not(
    desk: Desk, sender: Sender, channel: FakeChannel, clock: StandingClock
) -> None:
    delivery_id = await posted(desk)
    clock.advance(seconds=55)
    await sender.send(delivery_id)
    assert [(address, key) for address, _, key in channel.pushed] == [("U1", delivery_id)]


async def test_a_refused_token_is_followed_by_a_push(
    desk: Desk, sender: Sender, channel: FakeChannel
) -> None:
    channel.failing = [SendError(Trouble.TOKEN, retryable=False)]
    await sender.send(await posted(desk))
    assert len(channel.pushed) == 1


async def test_a_reply_that_was_taken_without_an_answer_is_not_sent_again(
    desk: Desk, sender: Sender, channel: FakeChannel, clock: StandingClock
) -> None:
    channel.silent_after_taking = 1
    delivery_id = await posted(desk)
    with pytest.raises(DeliveryDelayed):
        await sender.send(delivery_id)
    clock.advance(seconds=3)
    await sender.send(delivery_id)
    assert channel.texts == ["こんばんは。"]
    assert (await stored(desk, delivery_id)).state is DeliveryState.SENT


async def test_a_push_that_was_taken_without_an_answer_is_not_sent_again(
    desk: Desk, sender: Sender, channel: FakeChannel
) -> None:
    channel.silent_after_taking = 1
    delivery_id = await posted(desk, token=None)
    with pytest.raises(DeliveryDelayed):
        await sender.send(delivery_id)
    await sender.send(delivery_id)
    assert channel.texts == ["こんばんは。"]


async def test_in_doubt_after_the_token_has_died_it_is_left_and_shown(
    desk: Desk, sender: Sender, channel: FakeChannel, clock: StandingClock
) -> None:
    channel.failing = [QUIET]
    delivery_id = await posted(desk)
    with pytest.raises(DeliveryDelayed):
        await sender.send(delivery_id)
    clock.advance(minutes=5)
    await sender.send(delivery_id)
    delivery = await stored(desk, delivery_id)
    assert (delivery.state, channel.texts) == (DeliveryState.UNKNOWN, [])
    async with desk.database.transaction() as session:
        case = await open_case(session, delivery.conversation_id)
    assert case is not None
    assert case.reasons == ["not_delivered:unknown"]


async def test_words_in_danger_are_rather_said_twice_than_never(
    desk: Desk, sender: Sender, channel: FakeChannel, clock: StandingClock
) -> None:
    channel.failing = [QUIET]
    delivery_id = await posted(desk, urgent=True)
    with pytest.raises(DeliveryDelayed):
        await sender.send(delivery_id)
    clock.advance(minutes=5)
    await sender.send(delivery_id)
    assert len(channel.pushed) == 1


async def test_the_monthly_limit_ends_in_a_case(
    desk: Desk, sender: Sender, channel: FakeChannel
) -> None:
    channel.failing = [SendError(Trouble.QUOTA, retryable=False)]
    delivery_id = await posted(desk, token=None)
    await sender.send(delivery_id)
    delivery = await stored(desk, delivery_id)
    assert (delivery.state, delivery.trouble) == (DeliveryState.FAILED, "quota")


async def test_a_blocked_channel_is_not_written_to(
    desk: Desk, sender: Sender, channel: FakeChannel
) -> None:
    delivery_id = await posted(desk)
    async with desk.database.transaction() as session:
        await session.execute(update(ChannelAddress).values(blocked_at=desk.clock()))
    await sender.send(delivery_id)
    assert (await stored(desk, delivery_id)).state is DeliveryState.BLOCKED
    assert channel.texts == []


async def test_sending_again_what_was_sent_does_nothing(
    desk: Desk, sender: Sender, channel: FakeChannel
) -> None:
    delivery_id = await posted(desk)
    await sender.send(delivery_id)
    await sender.send(delivery_id)
    assert len(channel.texts) == 1


async def test_nothing_overtakes_what_was_said_before_it(
    desk: Desk, work: Callable[[], Awaitable[None]], channel: FakeChannel
) -> None:
    for number in range(6):
        await posted(desk, token=f"token {number}", urgent=number == 5)
    await work()
    assert [token for token, _ in channel.replied] == [f"token {number}" for number in range(6)]
