"""The part of LINE's Messaging API that a bot server needs, at LINE's own paths."""

from starlette.routing import BaseRoute, Route

from bot.simulator import channel_info, contents, sending
from bot.simulator.errors import NotFound
from bot.simulator.gate import Answer, Call, Endpoint, Gate, PlatformOf
from bot.simulator.platform import Platform


async def _unknown(_platform: Platform, _call: Call) -> Answer:
    raise NotFound


_MESSAGE = "/v2/bot/message"
_WEBHOOK = "/v2/bot/channel/webhook"

ENDPOINTS = (
    Endpoint("reply", "POST", f"{_MESSAGE}/reply", sending.reply),
    Endpoint("push", "POST", f"{_MESSAGE}/push", sending.push, takes_retry_key=True),
    Endpoint("validate", "POST", f"{_MESSAGE}/validate/reply", sending.validate),
    Endpoint("validate", "POST", f"{_MESSAGE}/validate/push", sending.validate),
    Endpoint("loading", "POST", "/v2/bot/chat/loading/start", sending.show_loading),
    Endpoint("info", "GET", "/v2/bot/info", channel_info.bot_info),
    Endpoint("quota", "GET", f"{_MESSAGE}/quota", channel_info.quota),
    Endpoint(
        "quota_consumption", "GET", f"{_MESSAGE}/quota/consumption", channel_info.quota_consumption
    ),
    Endpoint("webhook_endpoint", "GET", f"{_WEBHOOK}/endpoint", channel_info.get_webhook_endpoint),
    Endpoint("webhook_endpoint", "PUT", f"{_WEBHOOK}/endpoint", channel_info.set_webhook_endpoint),
    Endpoint("webhook_test", "POST", f"{_WEBHOOK}/test", channel_info.test_webhook_endpoint),
    Endpoint("content", "GET", f"{_MESSAGE}/{{message_id}}/content", contents.content),
    Endpoint(
        "transcoding", "GET", f"{_MESSAGE}/{{message_id}}/content/transcoding", contents.transcoding
    ),
    Endpoint("profile", "GET", "/v2/bot/profile/{user_id}", channel_info.profile),
)
_ELSEWHERE = tuple(
    Endpoint("unknown", method, "/v2/{rest:path}", _unknown)
    for method in ("GET", "POST", "PUT", "DELETE")
)


def line_routes(platform_of: PlatformOf) -> list[BaseRoute]:
    return [
        Route(endpoint.path, Gate(endpoint, platform_of).answer, methods=[endpoint.method])
        for endpoint in (*ENDPOINTS, *_ELSEWHERE)
    ]
