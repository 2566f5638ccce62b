"""Bytes of what residents sent: Get content and Get transcoding status."""

from bot.simulator.gate import Answer, Call
from bot.simulator.platform import Platform


async def content(platform: Platform, call: Call) -> Answer:
    stored = platform.media.get(call.path_params["message_id"])
    if call.at < stored.ready_at:
        return Answer(status=202)
    return Answer(content=stored.data, media_type=stored.content_type)


async def transcoding(platform: Platform, call: Call) -> Answer:
    stored = platform.media.get(call.path_params["message_id"])
    return Answer(body={"status": "processing" if call.at < stored.ready_at else "succeeded"})
