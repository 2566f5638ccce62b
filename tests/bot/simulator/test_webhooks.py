import re

import pytest
from linebot.v3 import WebhookParser
from linebot.v3.webhooks import MessageEvent, TextMessageContent

from bot.simulator.webhook_post import sign

ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")


def test_the_signature_is_lines_own():
    body = b'{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'
    signature = sign("8c570fa6dd201bb328f1c1eac23a96d8", body)
    assert signature == "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="


def test_a_text_arrives_signed_and_in_lines_shape(stage, signed):
    resident = stage.resident()
    sent = stage.say(resident, "母が認知症で…😢")
    event = stage.arrived(sent["webhookEventId"])
    webhook = stage.bot.webhooks[0]
    assert signed(webhook)
    assert "母が認知症で…😢".encode() in webhook.body
    assert webhook.content["destination"] == "U" + "0123456789abcdef" * 2
    assert event["source"] == {"type": "user", "userId": resident}
    assert (event["type"], event["mode"]) == ("message", "active")
    assert event["deliveryContext"] == {"isRedelivery": False}
    assert event["message"]["id"] == sent["messageId"]
    assert event["message"]["id"].isdigit()
    assert event["message"]["quoteToken"]
    assert event["message"]["markAsReadToken"]
    assert ULID.fullmatch(event["webhookEventId"])
    assert abs(event["timestamp"] / 1000 - webhook.at) < 2
    assert re.fullmatch(r"[0-9a-f]{32}", event["replyToken"])


def test_the_sdk_reads_it(stage):
    stage.arrived(stage.say(stage.resident(), "相談です")["webhookEventId"])
    webhook = stage.bot.webhooks[0]
    parser = WebhookParser("stage-channel-secret")
    (event,) = parser.parse(webhook.body.decode(), webhook.headers["x-line-signature"])
    assert isinstance(event, MessageEvent)
    assert isinstance(event.message, TextMessageContent)


KINDS = [
    ({"sticker": {"keywords": ["sad"]}}, "sticker", {"packageId": "446", "keywords": ["sad"]}),
    ({"image": {}}, "image", {"contentProvider": {"type": "line"}}),
    (
        {"image": {"imageSet": {"id": "E1", "index": 1, "total": 2}}},
        "image",
        {"imageSet": {"id": "E1", "index": 1, "total": 2}},
    ),
    ({"audio": {"duration": 1500}}, "audio", {"duration": 1500}),
    ({"video": {"duration": 9000}}, "video", {"duration": 9000}),
    (
        {"file": {"name": "家計.pdf", "base64": "AAAA"}},
        "file",
        {"fileName": "家計.pdf", "fileSize": 3},
    ),
    ({"location": {"latitude": 35.5, "longitude": 139}}, "location", {"latitude": 35.5}),
    ({"raw": {"type": "hologram", "depth": 3}}, "hologram", {"depth": 3}),
]


@pytest.mark.parametrize(("content", "kind", "expected"), KINDS)
def test_every_kind_of_message_arrives(stage, content, kind, expected):
    sent = stage.post(f"/residents/{stage.resident()}/messages", **content)
    message = stage.arrived(sent["webhookEventId"])["message"]
    assert message["type"] == kind
    assert {key: message[key] for key in expected} == expected


def test_following_blocking_and_coming_back(stage):
    resident = stage.resident(follow=True)
    stage.wait_for(lambda: len(stage.bot.events) == 1)
    stage.post(f"/residents/{resident}/block")
    stage.wait_for(lambda: len(stage.bot.events) == 2)
    stage.post(f"/residents/{resident}/unblock")
    stage.wait_for(lambda: len(stage.bot.events) == 3)
    followed, blocked, returned = stage.bot.events
    assert (followed["type"], followed["follow"]) == ("follow", {"isUnblocked": False})
    assert blocked["type"] == "unfollow"
    assert "replyToken" not in blocked
    assert (returned["type"], returned["follow"]) == ("follow", {"isUnblocked": True})
    assert stage.reply(returned["replyToken"], "おかえりなさい").status_code == 200


def test_someone_who_blocked_cannot_write(stage):
    resident = stage.resident()
    stage.post(f"/residents/{resident}/block")
    path = f"/simulator/api/residents/{resident}/messages"
    assert stage.http.post(path, json={"text": "もしもし"}).status_code == 409
    assert stage.http.post(f"/simulator/api/residents/{resident}/block").status_code == 409


def test_unsending_takes_the_words_off_the_phone_and_tells_the_bot(stage):
    resident = stage.resident()
    sent = stage.say(resident, "やっぱりやめます")
    answer = stage.post(f"/residents/{resident}/unsend", messageId=sent["messageId"])
    event = stage.arrived(answer["webhookEventId"])
    assert (event["type"], event["unsend"]) == ("unsend", {"messageId": sent["messageId"]})
    assert "replyToken" not in event
    (entry,) = stage.chat(resident)["entries"]
    assert (entry["unsent"], entry["text"]) == (True, None)


def test_a_tapped_postback_shows_its_words_and_sends_only_its_data(stage):
    resident = stage.resident()
    sent = stage.post(f"/residents/{resident}/postbacks", data="menu=1", displayText="話したい")
    event = stage.arrived(sent["webhookEventId"])
    assert event["postback"] == {"data": "menu=1"}
    assert [event["type"] for event in stage.bot.events] == ["postback"]
    assert stage.chat(resident)["entries"][0]["text"] == "話したい"


def test_events_of_several_residents_come_in_one_body(stage):
    one, two = stage.resident(), stage.resident()
    messages = [{"residentId": one, "text": "一"}, {"residentId": two, "text": "二"}]
    sent = stage.post("/deliveries", messages=messages)
    stage.settled()
    (webhook,) = stage.bot.webhooks
    assert [e["source"]["userId"] for e in webhook.events] == [one, two]
    assert [e["webhookEventId"] for e in webhook.events] == [
        event["webhookEventId"] for event in sent["events"]
    ]


def test_short_messages_of_one_resident_keep_their_order(stage):
    resident = stage.resident()
    texts = [str(number) for number in range(30)]
    for text in texts:
        stage.say(resident, text)
    stage.settled()
    assert stage.bot.texts() == texts


def test_what_gets_no_2xx_comes_again_with_the_same_identity(stage, signed):
    stage.bot.answers.extend([(500, 0), (503, 0), (200, 0)])
    stage.say(stage.resident(), "届いて")
    (delivery,) = stage.settled()
    first, second, third = stage.bot.webhooks
    assert all(signed(webhook) for webhook in stage.bot.webhooks)
    flags = [w.events[0].pop("deliveryContext")["isRedelivery"] for w in (first, second, third)]
    assert flags == [False, True, True]
    same = [{**w.events[0], "deliveryContext": None} for w in (first, second, third)]
    assert same[0] == same[1] == same[2]
    assert third.at - second.at > second.at - first.at
    assert delivery["state"] == "accepted"
    assert [a["status"] for a in delivery["attempts"]] == [500, 503, 200]
    assert [a["isRedelivery"] for a in delivery["attempts"]] == [False, True, True]


def test_an_answer_after_the_time_limit_counts_as_none(stage):
    stage.bot.answers.append((200, 0.8))
    stage.say(stage.resident(), "遅い")
    (delivery,) = stage.settled()
    assert [a["reason"] for a in delivery["attempts"]] == ["request_timeout", "ok"]
    assert delivery["attempts"][0]["status"] is None


def test_in_the_end_line_gives_up(stage):
    stage.bot.answers.extend([(500, 0)] * 4)
    resident = stage.resident()
    stage.say(resident, "だめ")
    (delivery,) = stage.settled()
    assert delivery["state"] == "given_up"
    assert len(delivery["attempts"]) == 4
    assert stage.chat(resident)["entries"][0]["delivery"] == "given_up"
    assert stage.get("/statistics")["attempts"] == {"error_status_code": 4}


def test_without_redelivery_one_failure_loses_the_event(make_stage):
    stage = make_stage(redelivery=False)
    stage.bot.answers.append((500, 0))
    stage.say(stage.resident(), "一度だけ")
    (delivery,) = stage.settled()
    assert (delivery["state"], len(delivery["attempts"])) == ("given_up", 1)


def test_nobody_at_home(make_stage):
    stage = make_stage(webhook_url="http://127.0.0.1:9/line/webhook", redelivery=False)
    stage.say(stage.resident(), "もしもし")
    (delivery,) = stage.settled()
    assert delivery["attempts"][0]["reason"] == "could_not_connect"


def test_an_inactive_webhook_gets_nothing(stage):
    stage.post("/channel", active=False)
    stage.say(stage.resident(), "聞こえますか")
    (delivery,) = stage.settled()
    assert delivery["state"] == "not_sent"
    assert stage.bot.webhooks == []
