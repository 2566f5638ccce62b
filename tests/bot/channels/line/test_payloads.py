"""Reading LINE's bodies: what is known, what is new, what is broken."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base.payloads import EventKind
from bot.channels.line.payloads import UnreadableBody, parse

NOW = datetime(2026, 11, 23, tzinfo=UTC)
USER = "U" + "1" * 32


def event(**changes: Any) -> dict[str, Any]:
    return {
        "type": "message",
        "mode": "active",
        "timestamp": 1_794_000_000_123,
        "webhookEventId": "01JD0000000000000000000001",
        "deliveryContext": {"isRedelivery": False},
        "source": {"type": "user", "userId": USER},
        "replyToken": "r1",
        "message": {"type": "text", "id": "1", "quoteToken": "q", "text": "こんばんは"},
        **changes,
    }


def body(*events: Any) -> bytes:
    return json.dumps({"destination": "U0", "events": events}, ensure_ascii=False).encode()


def test_a_text_message() -> None:
    [read] = parse(body(event()), NOW)
    assert (read.kind, read.text, read.address, read.reply_token) == (
        EventKind.MESSAGE, "こんばんは", USER, "r1"
    )  # fmt: skip
    assert read.occurred_at == datetime.fromtimestamp(1_794_000_000.123, UTC)


def test_a_probe_without_events() -> None:
    assert parse(body(), NOW) == []


def test_several_residents_in_one_body_keep_their_order() -> None:
    other = event(webhookEventId="2", source={"type": "user", "userId": "U" + "2" * 32})
    assert [e.address for e in parse(body(event(), other), NOW)] == [USER, "U" + "2" * 32]


def test_escaped_and_plain_bodies_read_the_same() -> None:
    escaped = json.dumps({"events": [event()]}, ensure_ascii=True).encode()
    assert parse(escaped, NOW)[0].text == "こんばんは"


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"type": "follow"}, EventKind.FOLLOWED),
        ({"type": "unfollow"}, EventKind.BLOCKED),
        ({"type": "something new"}, EventKind.OTHER),
        ({"type": 5}, EventKind.OTHER),
        ({"mode": "standby"}, EventKind.OTHER),
        ({"message": None}, EventKind.OTHER),
    ],
)
def test_kinds(changes: dict[str, Any], kind: EventKind) -> None:
    assert parse(body(event(**changes)), NOW)[0].kind is kind


def test_a_message_of_a_new_kind_still_has_its_sender_and_token() -> None:
    [read] = parse(body(event(message={"type": "hologram", "id": "7"})), NOW)
    assert (read.kind, read.message_kind, read.text) == (EventKind.MESSAGE, "hologram", "")
    assert (read.address, read.reply_token) == (USER, "r1")


def test_an_event_in_a_group_has_nobody_to_answer() -> None:
    [read] = parse(body(event(source={"type": "group", "groupId": "C1", "userId": USER})), NOW)
    assert read.address is None


@pytest.mark.parametrize("timestamp", [None, "soon", 10**30, float("nan"), True and "x"])
def test_an_absurd_time_becomes_ours(timestamp: Any) -> None:
    assert parse(body(event(timestamp=timestamp)), NOW)[0].occurred_at == NOW


def test_without_an_event_id_the_same_event_still_has_the_same_id() -> None:
    bare = event()
    del bare["webhookEventId"]
    assert parse(body(bare), NOW)[0].event_id == parse(body(bare), NOW)[0].event_id


@pytest.mark.parametrize(
    "broken", [b"", b"{", b"[]", b"null", b'{"events": 5}', b"\xff\xfe", b"[" * 100_000]
)
def test_what_is_not_a_body_is_refused(broken: bytes) -> None:
    with pytest.raises(UnreadableBody):
        parse(broken, NOW)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
_NAMES = ("type", "mode", "timestamp", "webhookEventId", "source", "replyToken", "message")


@given(
    st.lists(_JSON | st.fixed_dictionaries({}, optional=dict.fromkeys(_NAMES, _JSON)), max_size=5)
)
def test_whatever_an_event_holds_it_is_kept(events: list[Any]) -> None:
    assert len(parse(json.dumps({"events": events}).encode(), NOW)) == len(events)
