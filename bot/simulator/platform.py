from bot.simulator.channel import Channel
from bot.simulator.faults import FaultPlan
from bot.simulator.feed import Feed
from bot.simulator.ids import MessageIds
from bot.simulator.journal import Journal
from bot.simulator.media import MediaShelf
from bot.simulator.models import Delivery
from bot.simulator.quota import MonthlyQuota
from bot.simulator.reply_tokens import ReplyTokens
from bot.simulator.residents import Residents
from bot.simulator.retry_keys import RetryKeys
from bot.simulator.settings import SimulatorSettings
from bot.simulator.webhook_events import WebhookEvents
from bot.simulator.webhook_sender import WebhookSender


class Platform:
    """All that the simulated LINE remembers, for one account, in memory.

    Must be created while an event loop runs.
    """

    def __init__(self, settings: SimulatorSettings) -> None:
        self.settings = settings
        self.channel = Channel(settings)
        self.residents = Residents()
        self.message_ids = MessageIds()
        self.reply_tokens = ReplyTokens(
            settings.reply_token_lifetime_seconds, settings.redelivered_reply_token_lifetime
        )
        self.retry_keys = RetryKeys()
        self.quota = MonthlyQuota(settings.monthly_quota)
        self.media = MediaShelf()
        self.journal = Journal()
        self.feed = Feed()
        self.faults = FaultPlan(settings.seed, lambda: self.feed.publish("faults"))
        self.events = WebhookEvents(self.reply_tokens)
        self.sender = WebhookSender(
            settings,
            self.channel,
            self.faults,
            self.reply_tokens,
            self.journal,
            self._note_settled,
        )

    def now(self) -> float:
        return self.settings.clock()

    async def reset(self) -> None:
        """Forgets residents, journals and faults; the channel's switches go back to the start."""
        await self.sender.forget()
        self.channel.restore(self.settings)
        self.quota.clear(self.settings.monthly_quota)
        for store in (
            self.residents,
            self.reply_tokens,
            self.retry_keys,
            self.media,
            self.faults,
            self.journal,
        ):
            store.clear()
        self.feed.publish("reload")

    async def close(self) -> None:
        await self.sender.close()

    def _note_settled(self, delivery: Delivery) -> None:
        for event in delivery.events:
            resident = self.residents.find(event.resident_id)
            entry = resident and event.message_id and resident.find_entry(event.message_id)
            if entry:
                entry.delivery = delivery.state
                self.feed.publish("chat", residentId=event.resident_id)
