"""Residents who write through the simulator, and the account of what became of every word."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Self

import httpx
from sqlalchemy import func, select

from bot.cases.models import Case
from bot.cli.town import Town
from bot.contacts.models import ChannelAddress
from bot.contacts.queries import contact_key
from bot.conversations.models import Author, Conversation, Message, Turn
from bot.conversations.service import TEXT
from bot.db.database import Database
from bot.outbox.models import Delivery, DeliveryState
from bot.privacy.encryption import Keyring

_AT_ONCE = 40


@dataclass
class Account:
    """What became of the words of some residents. All lists name residents by their LINE id."""

    written: int = 0
    answered: int = 0
    unanswered: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    out_of_order: list[str] = field(default_factory=list)
    cases: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        return not (self.unanswered or self.lost or self.doubled or self.out_of_order)


@dataclass
class Residents:
    """A crowd with telephones."""

    line: httpx.AsyncClient
    database: Database
    keyring: Keyring

    @classmethod
    @asynccontextmanager
    async def of(cls, town: Town, database: Database, keyring: Keyring) -> AsyncIterator[Self]:
        async with httpx.AsyncClient(
            base_url=f"{town.simulator_url}/simulator/api", timeout=60, trust_env=False
        ) as line:
            yield cls(line, database, keyring)

    async def arrive(self, number: int) -> list[str]:
        """That many people with the account added but nothing said yet; their LINE ids."""
        made = await self._each(
            [self.line.post("/residents", json={"follow": False}) for _ in range(number)]
        )
        return [answer.json()["id"] for answer in made]

    async def write(self, resident: str, text: str) -> None:
        (
            await self.line.post(f"/residents/{resident}/messages", json={"text": text})
        ).raise_for_status()

    async def chat(self, resident: str) -> list[dict[str, Any]]:
        """Everything on the resident's screen."""
        entries: list[dict[str, Any]] = (await self.line.get(f"/residents/{resident}/chat")).json()[
            "entries"
        ]
        return entries

    async def answers(self, resident: str) -> list[str]:
        return [
            entry["text"] for entry in await self.chat(resident) if entry["origin"] == "account"
        ]

    async def fault(self, kind: str, **how: Any) -> None:
        (await self.line.post("/faults", json={"kind": kind, **how})).raise_for_status()

    async def clear_faults(self) -> None:
        await self.line.delete("/faults")

    async def settle(self, people: Sequence[str], patience: float = 240) -> float:
        """Wait until every word is read and every answer sent; answer the seconds it took."""
        began = time.monotonic()
        while await self._owed(people):
            if time.monotonic() - began > patience:
                break
            await asyncio.sleep(0.5)
        return time.monotonic() - began

    async def account(self, people: Sequence[str]) -> Account:
        """Compare, person by person, what they wrote and see with what our tables say."""
        account = Account()
        for resident in people:
            await self._account_one(resident, account)
        return account

    async def _account_one(self, resident: str, account: Account) -> None:
        seen = await self.chat(resident)
        wrote = [entry["text"] for entry in seen if entry["origin"] == "resident"]
        shown = [entry["text"] for entry in seen if entry["origin"] == "account"]
        stored, said, outcomes, cases = await self._tables(resident)
        account.written += len(wrote)
        account.answered += sum(done for _, done in stored)
        account.unanswered += sum(not done for _, done in stored)
        account.cases += cases
        for outcome in outcomes:
            account.outcomes[outcome] = account.outcomes.get(outcome, 0) + 1
        if sorted(text for text, _ in stored) != sorted(wrote) or len(shown) < len(said):
            account.lost.append(resident)
        if len(shown) > len(said):
            account.doubled.append(resident)
        elif sorted(shown) == sorted(said) and shown != said:
            account.out_of_order.append(f"{resident}: shown {shown}, said {said}")
        if [text for text, _ in stored] != wrote:
            account.out_of_order.append(f"{resident}: stored {stored}, wrote {wrote}")

    async def _tables(
        self, resident: str
    ) -> tuple[list[tuple[str, bool]], list[str], list[str], int]:
        """The person's messages with whether each was answered, what the bot said, how turns ended, cases."""
        async with self.database.transaction() as session:
            address_hash = self.keyring.address_hash("line", resident)
            contact_id = await session.scalar(
                select(ChannelAddress.contact_id).where(ChannelAddress.address_hash == address_hash)
            )
            if contact_id is None:
                return [], [], [], 0
            key = await contact_key(session, self.keyring, contact_id)
            rows = await session.execute(
                select(Message, Turn)
                .join(Conversation, Conversation.id == Message.conversation_id)
                .outerjoin(Turn, Turn.id == Message.turn_id)
                .where(Conversation.contact_id == contact_id)
                .order_by(Message.occurred_at, Message.position)
            )
            cases = await session.scalar(
                select(func.count(Case.id))
                .join(Conversation, Conversation.id == Case.conversation_id)
                .where(Conversation.contact_id == contact_id)
            )
        opened = [(message, turn, key.open(message.sealed_text, TEXT)) for message, turn in rows]
        stored = [
            (text, turn is not None and turn.answered_at is not None)
            for message, turn, text in opened
            if message.author is Author.RESIDENT
        ]
        said = [
            text
            for message, _, text in sorted(opened, key=lambda row: row[0].position)
            if message.author is not Author.RESIDENT
        ]
        turns = {turn.id: turn.outcome.value for _, turn, _ in opened if turn and turn.outcome}
        return stored, said, list(turns.values()), cases or 0

    async def _owed(self, people: Sequence[str]) -> bool:
        written = sum(
            row["state"] == "waiting" for row in (await self.line.get("/deliveries")).json()
        )
        async with self.database.transaction() as session:
            unread = await session.scalar(
                select(func.count(Message.id)).where(
                    Message.author == Author.RESIDENT, Message.turn_id.is_(None)
                )
            )
            unanswered = await session.scalar(
                select(func.count(Turn.id)).where(Turn.answered_at.is_(None))
            )
            unsent = await session.scalar(
                select(func.count(Delivery.id)).where(Delivery.state == DeliveryState.PENDING)
            )
        return bool(written or unread or unanswered or unsent)

    @staticmethod
    async def _each(calls: Sequence[Any]) -> list[httpx.Response]:
        gate = asyncio.Semaphore(_AT_ONCE)

        async def one(call: Any) -> httpx.Response:
            async with gate:
                return await call

        return await asyncio.gather(*map(one, calls))
