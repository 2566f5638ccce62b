"""From the control API's message to LINE's message object and the bytes behind it."""

import base64

from bot.simulator.models import Json
from bot.simulator.payloads import File, Image, ImageSet, NewMessage, Place, Recording, Sticker
from bot.simulator.phone import Attachment, default_attachment

_PROVIDED_BY_LINE: Json = {"contentProvider": {"type": "line"}}


def content_of(message: NewMessage) -> tuple[Json, Attachment | None]:
    """The attachment is None for what holds no bytes: text, sticker, location."""
    if message.image is not None:
        return _image(message.image)
    if message.video is not None:
        return _recording("video", message.video)
    if message.audio is not None:
        return _recording("audio", message.audio)
    if message.file is not None:
        return _file(message.file)
    return _without_bytes(message), None


def _without_bytes(message: NewMessage) -> Json:
    if message.sticker is not None:
        return {"type": "sticker", **_wire(message.sticker)}
    if message.location is not None:
        return {"type": "location", **_wire(message.location)}
    return message.raw or {"type": "text", "text": message.text}


def _image(image: Image) -> tuple[Json, Attachment]:
    content = {"type": "image", **_PROVIDED_BY_LINE}
    if image.image_set is not None:
        content["imageSet"] = _wire(image.image_set)
    if image.base64 is None:
        return content, default_attachment()
    return content, Attachment(base64.b64decode(image.base64), image.content_type)


def _recording(kind: str, recording: Recording) -> tuple[Json, Attachment]:
    content = {"type": kind, "duration": recording.duration, **_PROVIDED_BY_LINE}
    data = base64.b64decode(recording.base64)
    return content, Attachment(data, recording.content_type, recording.transcoding_seconds)


def _file(file: File) -> tuple[Json, Attachment]:
    data = base64.b64decode(file.base64)
    content = {"type": "file", "fileName": file.name, "fileSize": len(data)}
    return content, Attachment(data, file.content_type)


def _wire(payload: Sticker | ImageSet | Place) -> Json:
    return payload.model_dump(by_alias=True, exclude_none=True)
