import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from bot.simulator.channel import Channel
from bot.simulator.faults import Fault, FaultKind, FaultPlan
from bot.simulator.journal import Journal
from bot.simulator.models import Attempt, Delivery, DeliveryState, Json, WebhookEvent
from bot.simulator.reply_tokens import ReplyTokens
from bot.simulator.settings import SimulatorSettings
from bot.simulator.shuffle_window import ShuffleWindow
from bot.simulator.webhook_post import WebhookPost

type OnSettled = Callable[[Delivery], None]


class WebhookSender:
    """Carries events to the bot server as LINE does, and as badly as the faults demand.

    First deliveries of one resident keep their order; redeliveries come whenever they come.
    """

    def __init__(
        self,
        settings: SimulatorSettings,
        channel: Channel,
        faults: FaultPlan,
        reply_tokens: ReplyTokens,
        journal: Journal,
        on_settled: OnSettled,
    ) -> None:
        self._settings = settings
        self._channel = channel
        self._faults = faults
        self._reply_tokens = reply_tokens
        self._journal = journal
        self._on_settled = on_settled
        self._post = WebhookPost(settings)
        self._shuffle = ShuffleWindow(faults.chance)
        self._lanes: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._tasks: set[asyncio.Task[None]] = set()

    def submit(self, events: list[WebhookEvent]) -> Delivery:
        delivery = self._journal.open_delivery(events, self._settings.clock())
        if self._channel.active:
            task = asyncio.create_task(self._carry(delivery))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        else:
            self._settle(delivery, DeliveryState.NOT_SENT)
        return delivery

    async def probe(self, url: str) -> Attempt:
        """Posts a body without events, as the webhook test of LINE does."""
        return await self._post.post(url, [], is_redelivery=False)

    async def forget(self) -> None:
        """Stops everything that is still on its way."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._shuffle.forget()
        self._lanes.clear()

    async def close(self) -> None:
        await self.forget()
        await self._post.close()

    async def _carry(self, delivery: Delivery) -> None:
        struck = self._faults.strike_webhook()
        if FaultKind.DELAY in struck:
            await asyncio.sleep(struck[FaultKind.DELAY].seconds)
        async with self._turn(delivery, struck):
            accepted = await self._deliver_first(delivery, struck)
        if not accepted and not self._is_abandoned(struck):
            accepted = await self._redeliver(delivery)
        self._settle(delivery, DeliveryState.ACCEPTED if accepted else DeliveryState.GIVEN_UP)

    @asynccontextmanager
    async def _turn(
        self, delivery: Delivery, struck: dict[FaultKind, Fault]
    ) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            if FaultKind.SHUFFLE in struck:
                seconds = struck[FaultKind.SHUFFLE].seconds
                await stack.enter_async_context(self._shuffle.turn(seconds))
            # Always in the same order, so that two batches never wait for each other.
            for resident_id in sorted({event.resident_id for event in delivery.events}):
                await stack.enter_async_context(self._lanes[resident_id])
            yield

    async def _deliver_first(self, delivery: Delivery, struck: dict[FaultKind, Fault]) -> bool:
        if FaultKind.DROP_FIRST in struck:
            now = self._settings.clock()
            delivery.attempts.append(Attempt(now, now, None, "dropped", False))
            return False
        times = 2 if FaultKind.DUPLICATE in struck else 1
        outcomes = [await self._attempt(delivery, is_redelivery=False) for _ in range(times)]
        return any(outcomes)

    def _is_abandoned(self, struck: dict[FaultKind, Fault]) -> bool:
        dropped = struck.get(FaultKind.DROP_FIRST)
        return not self._channel.redelivery or (dropped is not None and not dropped.redelivers)

    async def _redeliver(self, delivery: Delivery) -> bool:
        for number in range(self._settings.redelivery_attempts):
            await asyncio.sleep(self._settings.redelivery_interval_seconds * 2**number)
            if await self._attempt(delivery, is_redelivery=True):
                return True
        return False

    async def _attempt(self, delivery: Delivery, *, is_redelivery: bool) -> bool:
        for event in delivery.events:
            if event.reply_token is not None:
                now = self._settings.clock()
                self._reply_tokens.note_delivery(
                    event.reply_token, now, is_redelivery=is_redelivery
                )
        bodies = [_on_the_wire(event, is_redelivery) for event in delivery.events]
        attempt = await self._post.post(
            self._channel.webhook_url, bodies, is_redelivery=is_redelivery
        )
        delivery.attempts.append(attempt)
        return attempt.accepted

    def _settle(self, delivery: Delivery, state: DeliveryState) -> None:
        delivery.state = state
        self._on_settled(delivery)


def _on_the_wire(event: WebhookEvent, is_redelivery: bool) -> Json:
    return event.body | {"deliveryContext": {"isRedelivery": is_redelivery}}
