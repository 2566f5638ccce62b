"""A simulator and a bot server, both real: each on its own port and event loop."""

import asyncio
import base64
import hashlib
import hmac
import json
import socket
import threading
import time
from collections import deque
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import pytest
import uvicorn
from linebot.v3.messaging import (
    AsyncApiClient,
    AsyncMessagingApi,
    AsyncMessagingApiBlob,
    Configuration,
)
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.simulator import SimulatorSettings, create_app

CHANNEL_SECRET = "stage-channel-secret"
ACCESS_TOKEN = "stage-access-token"
DESTINATION = "U" + "0123456789abcdef" * 2


class RunningServer:
    def __init__(self, app):
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True
        )

    def __enter__(self):
        self._thread.start()
        while not self._server.started:
            time.sleep(0.005)
        return self

    def stop_soon(self):
        self._server.should_exit = True

    def __exit__(self, *_):
        self.stop_soon()
        self._thread.join(timeout=10)
        self._socket.close()


@dataclass
class Webhook:
    body: bytes
    headers: dict
    at: float

    @property
    def content(self):
        return json.loads(self.body)

    @property
    def events(self):
        return self.content["events"]


class BotServer:
    """Keeps what arrives; `answers` holds (status, seconds to wait) for the next webhooks."""

    def __init__(self):
        self.webhooks = []
        self.answers = deque()
        self.app = Starlette(routes=[Route("/line/webhook", self._receive, methods=["POST"])])

    async def _receive(self, request: Request) -> Response:
        body = await request.body()
        self.webhooks.append(Webhook(body, dict(request.headers), time.time()))
        status, seconds = self.answers.popleft() if self.answers else (200, 0)
        await asyncio.sleep(seconds)
        return Response(status_code=status)

    @property
    def events(self):
        return [event for webhook in self.webhooks for event in webhook.events]

    def texts(self):
        return [event["message"]["text"] for event in self.events if event["type"] == "message"]


@dataclass
class MovableClock:
    ahead: float = 0

    def __call__(self):
        return time.time() + self.ahead


@dataclass
class Stage:
    url: str
    bot: BotServer
    clock: MovableClock
    http: httpx.Client = field(init=False)

    def __post_init__(self):
        self.http = httpx.Client(base_url=self.url, trust_env=False, timeout=10)

    def get(self, path):
        return self.http.get(f"/simulator/api{path}").raise_for_status().json()

    def post(self, path, **content):
        response = self.http.post(f"/simulator/api{path}", json=content).raise_for_status()
        return response.json() if response.content else None

    def resident(self, name=None, **more):
        return self.post("/residents", name=name, **{"follow": False, **more})["id"]

    def say(self, resident_id, text):
        return self.post(f"/residents/{resident_id}/messages", text=text)

    def chat(self, resident_id):
        return self.get(f"/residents/{resident_id}/chat")

    def shown(self, resident_id):
        entries = self.chat(resident_id)["entries"]
        return [entry["text"] for entry in entries if entry["origin"] == "account"]

    def fault(self, kind, **more):
        return self.post("/faults", kind=kind, **more)

    def line(self, method, path, **more):
        headers = {"Authorization": f"Bearer {ACCESS_TOKEN}", **more.pop("headers", {})}
        return self.http.request(method, path, headers=headers, **more)

    def push(self, to, *texts, key=None):
        messages = [{"type": "text", "text": text} for text in texts]
        headers = {"X-Line-Retry-Key": key} if key else {}
        body = {"to": to, "messages": messages}
        return self.line("POST", "/v2/bot/message/push", json=body, headers=headers)

    def reply(self, token, *texts, headers=None):
        messages = [{"type": "text", "text": text} for text in texts]
        body = {"replyToken": token, "messages": messages}
        return self.line("POST", "/v2/bot/message/reply", json=body, headers=headers or {})

    def reply_token(self, resident_id, text="相談したいです"):
        """Writes as the resident and gives the token of the webhook that arrived for it."""
        event_id = self.say(resident_id, text)["webhookEventId"]
        return self.arrived(event_id)["replyToken"]

    def arrived(self, event_id):
        found = lambda: [e for e in self.bot.events if e["webhookEventId"] == event_id]  # noqa: E731
        self.wait_for(found)
        return found()[-1]

    def wait_for(self, condition, seconds=5):
        until = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < until, "waited in vain"
            time.sleep(0.01)

    def settled(self):
        """Every webhook so far has been accepted or given up."""
        self.wait_for(
            lambda: all(d["state"] != "waiting" for d in self.get("/deliveries")), seconds=10
        )
        return self.get("/deliveries")

    @asynccontextmanager
    async def sdk(self):
        configuration = Configuration(host=self.url, access_token=ACCESS_TOKEN)
        async with AsyncApiClient(configuration) as client:
            yield AsyncMessagingApi(client)

    @asynccontextmanager
    async def sdk_blob(self):
        configuration = Configuration(host=self.url, access_token=ACCESS_TOKEN)
        async with AsyncApiClient(configuration) as client:
            yield AsyncMessagingApiBlob(client)


def signature_of(body):
    digest = hmac.new(CHANNEL_SECRET.encode(), body, hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


@pytest.fixture
def signed():
    return lambda webhook: webhook.headers["x-line-signature"] == signature_of(webhook.body)


@pytest.fixture
def make_stage():
    """Builds a stage with settings of one's own; takes them all down afterwards."""
    running = []

    def make(**changes):
        bot, clock = BotServer(), MovableClock()
        bot_server = RunningServer(bot.app).__enter__()
        running.append(bot_server)
        settings = {
            "webhook_url": f"{bot_server.url}/line/webhook",
            "channel_secret": CHANNEL_SECRET,
            "channel_access_token": ACCESS_TOKEN,
            "destination": DESTINATION,
            "redelivery_interval_seconds": 0.1,
            "redelivery_attempts": 3,
            "webhook_timeout_seconds": 0.4,
            "seed": 7,
            "clock": clock,
        }
        simulator = RunningServer(create_app(SimulatorSettings(**settings | changes))).__enter__()
        running.append(simulator)
        return Stage(simulator.url, bot, clock)

    yield make
    for server in running:
        server.stop_soon()
    for server in running:
        server.__exit__()


@pytest.fixture
def stage(make_stage):
    return make_stage()
