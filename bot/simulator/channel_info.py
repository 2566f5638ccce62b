"""Questions about the account itself, its quota and its webhook."""

from datetime import UTC, datetime

from bot.simulator.errors import InvalidProperty, NotFound
from bot.simulator.gate import Answer, Call
from bot.simulator.models import Attempt
from bot.simulator.platform import Platform


async def bot_info(platform: Platform, _call: Call) -> Answer:
    settings, channel = platform.settings, platform.channel
    return Answer(
        body={
            "userId": settings.destination,
            "basicId": settings.basic_id,
            "displayName": settings.display_name,
            "chatMode": channel.chat_mode,
            "markAsReadMode": channel.mark_as_read_mode,
        }
    )


async def quota(platform: Platform, _call: Call) -> Answer:
    limit = platform.quota.limit
    return Answer(body={"type": "none"} if limit is None else {"type": "limited", "value": limit})


async def quota_consumption(platform: Platform, call: Call) -> Answer:
    return Answer(body={"totalUsage": platform.quota.used(call.at)})


async def get_webhook_endpoint(platform: Platform, _call: Call) -> Answer:
    channel = platform.channel
    return Answer(body={"endpoint": channel.webhook_url, "active": channel.active})


async def set_webhook_endpoint(platform: Platform, call: Call) -> Answer:
    """Takes plain http as well: the bot server stands on the same machine."""
    platform.channel.webhook_url = _webhook_url(call.body.get("endpoint"))
    return Answer()


async def test_webhook_endpoint(platform: Platform, call: Call) -> Answer:
    given = call.body.get("endpoint")
    url = platform.channel.webhook_url if given is None else _webhook_url(given)
    attempt = await platform.sender.probe(url)
    return Answer(
        body={
            "success": attempt.accepted,
            "timestamp": datetime.fromtimestamp(attempt.at, UTC).isoformat(timespec="milliseconds"),
            "statusCode": attempt.status or 0,
            "reason": _test_reason(attempt),
            "detail": str(attempt.status or attempt.detail),
        }
    )


async def profile(platform: Platform, call: Call) -> Answer:
    """Every call is in the journal: a product that keeps residents anonymous never asks."""
    resident = platform.residents.find(call.path_params["user_id"])
    call.record.resident_id = call.path_params["user_id"]
    if resident is None or resident.blocked:
        raise NotFound
    name = resident.name or str(resident.number)
    return Answer(body={"userId": resident.id, "displayName": name, "language": "ja"})


def _webhook_url(value: object) -> str:
    if (
        not isinstance(value, str)
        or not value.startswith(("https://", "http://"))
        or len(value) > 500
    ):
        raise InvalidProperty("endpoint")
    return value


def _test_reason(attempt: Attempt) -> str:
    return "OK" if attempt.accepted else attempt.reason.upper()
