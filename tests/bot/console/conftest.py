"""A console, browsers signed in to it, and residents with a story."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from bs4 import BeautifulSoup
from fastapi import FastAPI

from bot.cases.models import Case
from bot.cases.service import open_or_raise
from bot.channels.base.payloads import Bubble
from bot.console.app import create_console
from bot.contacts.queries import contact_key
from bot.contacts.service import meet
from bot.conversations.models import Author, Message, Owner, Turn
from bot.conversations.service import ANALYSIS, TEXT, current, say
from bot.db.announcements import Announcements
from bot.intake.service.desk import Desk
from bot.outbox.models import Delivery, DeliveryState
from bot.outbox.service.post import post
from bot.staff.models import Coordinator
from bot.testing.clock import StandingClock
from bot.triage.models import Reason, ReasonCode, Tier

PASSWORD = "correct horse battery"
HTMX = {"HX-Request": "true"}

type Browsing = Callable[..., Awaitable["Browser"]]
type Telling = Callable[..., Awaitable[Case]]


@dataclass
class Browser:
    """What a coordinator has open: cookies are kept, redirects are not followed."""

    http: httpx.AsyncClient
    csrf_token: str = ""

    async def sign_in(self, login_name: str) -> None:
        answer = await self.http.post(
            "/sign-in", data={"login_name": login_name, "password": PASSWORD}
        )
        assert answer.status_code == 303
        page = await self.page("/queue")
        self.csrf_token = str(page.select_one("input[name=csrf_token]")["value"])

    async def get(self, path: str, *, htmx: bool = False) -> httpx.Response:
        return await self.http.get(path, headers=HTMX if htmx else {})

    async def page(self, path: str) -> BeautifulSoup:
        answer = await self.get(path)
        assert answer.status_code == 200, answer.text
        return soup(answer)

    async def post(self, path: str, *, htmx: bool = True, **form: str) -> httpx.Response:
        headers = {"X-CSRF-Token": self.csrf_token} | (HTMX if htmx else {})
        return await self.http.post(path, data=form, headers=headers)


def soup(answer: httpx.Response | str) -> BeautifulSoup:
    return BeautifulSoup(answer if isinstance(answer, str) else answer.text, "html.parser")


def words(element: Any) -> str:
    """The text of an element as it is read, with runs of white space as one."""
    return " ".join(element.get_text().split())


@pytest.fixture
def console(desk: Desk) -> FastAPI:
    announcements = Announcements(desk.database.url)
    return create_console(desk, announcements, secure_cookies=False, city="ひだまり市")


@pytest.fixture
async def open_browser(console: FastAPI) -> AsyncIterator[Browsing]:
    """Open a browser of its own, signed in when a coordinator is named."""
    async with AsyncExitStack() as stack:

        async def open_one(coordinator: Coordinator | None = None) -> Browser:
            transport = httpx.ASGITransport(console)
            client = httpx.AsyncClient(transport=transport, base_url="http://console.test")
            browser = Browser(await stack.enter_async_context(client))
            if coordinator is not None:
                await browser.sign_in(coordinator.login_name)
            return browser

        yield open_one


@pytest.fixture
def tell(desk: Desk, clock: StandingClock) -> Telling:
    """A resident says something in one turn, is answered, and a case is opened."""

    async def tell_it(
        *said: str,
        tier: Tier = Tier.TWO,
        reasons: Sequence[Reason] = (Reason(ReasonCode.ASKED_FOR_HUMAN),),
        issues: Sequence[tuple[str, str]] = (),
        dangers: Sequence[tuple[str, str]] = (),
        answer: str = "話してくれてありがとうございます。",
        delivery: DeliveryState = DeliveryState.SENT,
        kind: str = "text",
        household: Sequence[dict[str, Any]] = (),
    ) -> Case:
        """`issues` and `dangers`: name or kind, and the words that raised it."""
        async with desk.database.transaction() as session:
            contact = await meet(session, desk.keyring, "line", f"U{uuid4()}")
            key = await contact_key(session, desk.keyring, contact.id)
            conversation = await current(session, contact.id)
            conversation.owner = Owner.QUEUE
            turn = Turn(id=uuid4(), conversation_id=conversation.id, answered_at=clock())
            text = "\n".join(said)
            analysis = _analysis(text, issues, dangers) | {"household": list(household)}
            turn.sealed_analysis = key.seal(json.dumps(analysis), ANALYSIS)
            session.add(turn)
            await session.flush()
            for line in said:
                session.add(_message(conversation.id, turn.id, key.seal(line, TEXT), clock, kind))
                await session.flush()
            delivery_id = await post(session, desk.jobs, key, conversation.id, [Bubble(answer)])
            (await session.get_one(Delivery, delivery_id)).state = delivery
            await say(
                session,
                key,
                conversation.id,
                [answer],
                author=Author.BOT,
                delivery_id=delivery_id,
                at=clock(),
            )
            return await open_or_raise(
                session, conversation.id, tier=tier, reasons=reasons, at=clock(), turn_id=turn.id
            )

    return tell_it


def _message(
    conversation_id: UUID, turn_id: UUID, sealed: bytes, clock: StandingClock, kind: str
) -> Message:
    return Message(
        conversation_id=conversation_id,
        author=Author.RESIDENT,
        kind=kind,
        sealed_text=sealed,
        turn_id=turn_id,
        occurred_at=clock(),
    )


def _analysis(
    text: str, issues: Sequence[tuple[str, str]], dangers: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    return {
        "issues": [{"name": name, "evidence": [_evidence(text, quote)]} for name, quote in issues],
        "dangers": [
            {
                "kind": kind,
                "level": 2,
                "certainty": "sure",
                "source": "rule",
                "evidence": [_evidence(text, quote)],
            }
            for kind, quote in dangers
        ],
        "patterns": [],
    }


def _evidence(text: str, quote: str) -> dict[str, Any]:
    start = text.index(quote)
    return {"start": start, "end": start + len(quote), "text": quote}


@pytest.fixture
async def danger_case(tell: Telling) -> Case:
    return await tell(
        "もう消えたい",
        tier=Tier.DANGER,
        reasons=[Reason(ReasonCode.SURE_DANGER, "suicide")],
        dangers=[("suicide", "消えたい")],
    )


@pytest.fixture
def secure_console(desk: Desk) -> FastAPI:
    return create_console(
        replace(desk), Announcements(desk.database.url), secure_cookies=True, city="ひだまり市"
    )
