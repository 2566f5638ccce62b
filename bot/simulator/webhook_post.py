import asyncio
import base64
import hashlib
import hmac
import json

import aiohttp

from bot.simulator.models import Attempt, Json
from bot.simulator.settings import SimulatorSettings

# LINE opens many connections, yet a laptop has few ports: more posts than this wait their turn.
_CONCURRENT_POSTS = 200
# Shorter than the bot server's own, so that no post meets a connection about to close.
_KEEPALIVE_SECONDS = 2


def sign(channel_secret: str, body: bytes) -> str:
    digest = hmac.new(channel_secret.encode(), body, hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


class WebhookPost:
    """Hands one signed body to the bot server and says how that went; never raises for it."""

    def __init__(self, settings: SimulatorSettings) -> None:
        self._settings = settings
        self._slots = asyncio.Semaphore(_CONCURRENT_POSTS)
        self._client = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=_KEEPALIVE_SECONDS),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=settings.webhook_timeout_seconds),
        )

    async def close(self) -> None:
        await self._client.close()

    async def post(self, url: str, events: list[Json], *, is_redelivery: bool) -> Attempt:
        body = self._body(events)
        async with self._slots:
            started_at = self._settings.clock()
            status, reason, detail = await self._exchange(url, body)
        ended_at = self._settings.clock()
        return Attempt(started_at, ended_at, status, reason, is_redelivery, detail)

    def _body(self, events: list[Json]) -> bytes:
        content = {"destination": self._settings.destination, "events": events}
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()

    async def _exchange(self, url: str, body: bytes) -> tuple[int | None, str, str]:
        headers = {
            "content-type": "application/json; charset=utf-8",
            "user-agent": "LineBotWebhook/2.0",
            "x-line-signature": sign(self._settings.channel_secret, body),
        }
        posting = self._client.post(url, data=body, headers=headers, allow_redirects=False)
        try:
            async with posting as response:
                await response.read()
        except TimeoutError:
            return None, "request_timeout", "no answer in time"
        except aiohttp.ClientConnectorError as error:
            return None, "could_not_connect", str(error)
        except (aiohttp.ClientError, ValueError) as error:
            return None, "unclassified", str(error) or type(error).__name__
        accepted = 200 <= response.status < 300
        return response.status, "ok" if accepted else "error_status_code", response.reason or ""
