"""Limits of the messages in a reply or push (Messaging API reference, "Message objects")."""

import json
from collections.abc import Callable

from bot.simulator.action_rules import check_action, check_quick_reply
from bot.simulator.errors import InvalidRequest
from bot.simulator.findings import Findings
from bot.simulator.models import Json
from bot.simulator.text_units import graphemes, utf16_units

MESSAGES_LIMIT = 5
TEXT_LIMIT = 5000
ALT_TEXT_LIMIT = 1500
SENDER_NAME_LIMIT = 20
_FLEX_BYTES = {"bubble": 30 * 1024, "carousel": 50 * 1024}


def checked_messages(body: Json) -> list[Json]:
    """Raises InvalidRequest with every problem found."""
    found = Findings()
    messages = found.objects(body, "messages", "", MESSAGES_LIMIT)
    for path, message in messages:
        _check_message(found, message, path)
    if found.details:
        raise InvalidRequest(found.details)
    return [message for _, message in messages]


def _check_message(found: Findings, message: Json, path: str) -> None:
    if not found.one_of(message, "type", path, list(_RULES)):
        return
    _RULES[message["type"]](found, message, path)
    check_quick_reply(found, message, path)
    _check_sender(found, message.get("sender"), f"{path}.sender")


def _check_sender(found: Findings, sender: object, path: str) -> None:
    if sender is None:
        return
    if not isinstance(sender, dict):
        found.add(path, "Must be an object")
        return
    found.text(sender, "name", path, SENDER_NAME_LIMIT, graphemes, optional=True)
    found.https_url(sender, "iconUrl", path, optional=True)
    if "LINE" in str(sender.get("name", "")):
        found.add(f"{path}.name", "Contains a word that may not be used")


def _text(found: Findings, message: Json, path: str) -> None:
    found.text(message, "text", path, TEXT_LIMIT, utf16_units)


def _sticker(found: Findings, message: Json, path: str) -> None:
    found.text(message, "packageId", path, 20, len)
    found.text(message, "stickerId", path, 20, len)


def _picture(found: Findings, message: Json, path: str) -> None:
    found.https_url(message, "originalContentUrl", path)
    found.https_url(message, "previewImageUrl", path)


def _audio(found: Findings, message: Json, path: str) -> None:
    found.https_url(message, "originalContentUrl", path)
    found.number(message, "duration", path, 1, 24 * 60 * 60 * 1000)


def _location(found: Findings, message: Json, path: str) -> None:
    found.text(message, "title", path, 100, graphemes)
    found.text(message, "address", path, 100, graphemes)
    found.number(message, "latitude", path, -90, 90)
    found.number(message, "longitude", path, -180, 180)


def _imagemap(found: Findings, message: Json, path: str) -> None:
    found.text(message, "altText", path, ALT_TEXT_LIMIT, utf16_units)
    found.https_url(message, "baseUrl", path)


def _flex(found: Findings, message: Json, path: str) -> None:
    found.text(message, "altText", path, ALT_TEXT_LIMIT, utf16_units)
    contents = message.get("contents")
    if not isinstance(contents, dict):
        found.add(f"{path}.contents", "May not be empty")
        return
    inside = f"{path}.contents"
    if not found.one_of(contents, "type", inside, list(_FLEX_BYTES)):
        return
    if len(json.dumps(contents, ensure_ascii=False).encode()) > _FLEX_BYTES[contents["type"]]:
        found.add(inside, "Too large")
    if contents["type"] == "carousel":
        found.objects(contents, "contents", inside, 12)


def _template(found: Findings, message: Json, path: str) -> None:
    found.text(message, "altText", path, ALT_TEXT_LIMIT, utf16_units)
    template = message.get("template")
    if not isinstance(template, dict):
        found.add(f"{path}.template", "May not be empty")
        return
    inside = f"{path}.template"
    if found.one_of(template, "type", inside, list(_TEMPLATES)):
        _TEMPLATES[template["type"]](found, template, inside)


def _buttons(found: Findings, template: Json, path: str) -> None:
    adorned = bool(template.get("title") or template.get("thumbnailImageUrl"))
    found.text(template, "title", path, 40, graphemes, optional=True)
    found.text(template, "text", path, 60 if adorned else 160, graphemes)
    _check_actions(found, template, path, 4)


def _confirm(found: Findings, template: Json, path: str) -> None:
    found.text(template, "text", path, 240, graphemes)
    _check_actions(found, template, path, 2)


def _carousel(found: Findings, template: Json, path: str) -> None:
    for column_path, column in found.objects(template, "columns", path, 10):
        adorned = bool(column.get("title") or column.get("thumbnailImageUrl"))
        found.text(column, "text", column_path, 60 if adorned else 120, graphemes)
        _check_actions(found, column, column_path, 3)


def _check_actions(found: Findings, holder: Json, path: str, most: int) -> None:
    for action_path, action in found.objects(holder, "actions", path, most):
        check_action(found, action, action_path)


_TEMPLATES: dict[str, Callable[[Findings, Json, str], None]] = {
    "buttons": _buttons,
    "confirm": _confirm,
    "carousel": _carousel,
}
_RULES: dict[str, Callable[[Findings, Json, str], None]] = {
    "text": _text,
    "textV2": _text,
    "sticker": _sticker,
    "image": _picture,
    "video": _picture,
    "audio": _audio,
    "location": _location,
    "imagemap": _imagemap,
    "template": _template,
    "flex": _flex,
}
