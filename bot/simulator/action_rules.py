"""Limits of actions: quick replies and template buttons."""

from collections.abc import Callable

from bot.simulator.findings import Findings
from bot.simulator.models import Json
from bot.simulator.text_units import graphemes, utf16_units

LABEL_LIMIT = 20
POSTBACK_DATA_LIMIT = 300
QUICK_REPLY_LIMIT = 13


def check_quick_reply(found: Findings, message: Json, path: str) -> None:
    quick_reply = message.get("quickReply")
    if quick_reply is None:
        return
    if not isinstance(quick_reply, dict):
        found.add(f"{path}.quickReply", "Must be an object")
        return
    inside = f"{path}.quickReply"
    for item_path, item in found.objects(quick_reply, "items", inside, QUICK_REPLY_LIMIT):
        found.one_of(item, "type", item_path, ["action"])
        found.https_url(item, "imageUrl", item_path, optional=True)
        check_action(found, item.get("action"), f"{item_path}.action")


def check_action(found: Findings, action: object, path: str) -> None:
    if not isinstance(action, dict):
        found.add(path, "May not be empty")
        return
    if not found.one_of(action, "type", path, list(_RULES)):
        return
    found.text(action, "label", path, LABEL_LIMIT, graphemes)
    _RULES[action["type"]](found, action, path)


def _message(found: Findings, action: Json, path: str) -> None:
    found.text(action, "text", path, 300, graphemes)


def _postback(found: Findings, action: Json, path: str) -> None:
    found.text(action, "data", path, POSTBACK_DATA_LIMIT, utf16_units)
    found.text(action, "displayText", path, 300, graphemes, optional=True)
    found.text(action, "fillInText", path, 300, graphemes, optional=True)


def _uri(found: Findings, action: Json, path: str) -> None:
    found.text(action, "uri", path, 1000, utf16_units)


def _date_picker(found: Findings, action: Json, path: str) -> None:
    found.text(action, "data", path, POSTBACK_DATA_LIMIT, utf16_units)
    found.one_of(action, "mode", path, ["date", "time", "datetime"])


def _clipboard(found: Findings, action: Json, path: str) -> None:
    found.text(action, "clipboardText", path, 1000, utf16_units)


def _label_only(found: Findings, action: Json, path: str) -> None:
    """Camera, camera roll and location actions hold nothing but their label."""


_RULES: dict[str, Callable[[Findings, Json, str], None]] = {
    "message": _message,
    "postback": _postback,
    "uri": _uri,
    "datetimepicker": _date_picker,
    "clipboard": _clipboard,
    "camera": _label_only,
    "cameraRoll": _label_only,
    "location": _label_only,
}
