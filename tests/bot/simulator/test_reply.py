import pytest
from linebot.v3.messaging import ApiException, ReplyMessageRequest, TextMessage


def a_reply(token, *texts):
    return ReplyMessageRequest(replyToken=token, messages=[TextMessage(text=t) for t in texts])


async def test_the_sdk_replies_and_the_phone_shows_it(stage):
    resident = stage.resident()
    token = stage.reply_token(resident)
    async with stage.sdk() as line:
        answer = await line.reply_message_with_http_info(
            a_reply(token, "こんばんは", "どうしましたか")
        )
    assert answer.status_code == 200
    assert len(answer.headers["x-line-request-id"]) == 36
    entries = stage.chat(resident)["entries"][1:]
    assert [entry["text"] for entry in entries] == ["こんばんは", "どうしましたか"]
    assert [entry["via"] for entry in entries] == ["reply", "reply"]
    assert [m.id for m in answer.data.sent_messages] == [entry["id"] for entry in entries]
    assert all(message.quote_token for message in answer.data.sent_messages)


async def test_a_token_works_once(stage):
    resident = stage.resident()
    token = stage.reply_token(resident)
    async with stage.sdk() as line:
        await line.reply_message(a_reply(token, "一度目"))
        with pytest.raises(ApiException) as refused:
            await line.reply_message(a_reply(token, "二度目"))
    assert refused.value.status == 400
    assert refused.value.body == '{"message":"Invalid reply token"}'
    assert refused.value.headers["x-line-request-id"]
    assert stage.shown(resident) == ["一度目"]


@pytest.mark.parametrize(("seconds", "status"), [(58, 200), (62, 400)])
def test_a_token_lives_for_a_minute(stage, seconds, status):
    token = stage.reply_token(stage.resident())
    stage.clock.ahead += seconds
    assert stage.reply(token, "はい").status_code == status


def test_an_unknown_token_is_refused(stage):
    assert stage.reply("f" * 32, "はい").json() == {"message": "Invalid reply token"}


def test_a_retry_key_on_a_reply_is_refused_and_leaves_the_token_alone(stage):
    resident = stage.resident()
    token = stage.reply_token(resident)
    key = {"X-Line-Retry-Key": "123e4567-e89b-12d3-a456-426614174000"}
    assert stage.reply(token, "はい", headers=key).status_code == 400
    assert stage.shown(resident) == []
    assert stage.reply(token, "はい").status_code == 200


def test_a_reply_with_a_fault_in_it_sends_nothing_and_leaves_the_token_alone(stage):
    resident = stage.resident()
    token = stage.reply_token(resident)
    assert stage.reply(token, "よい文", "").status_code == 400
    assert stage.shown(resident) == []
    assert stage.reply(token, "よい文").status_code == 200


def test_a_redelivery_starts_the_minute_again(stage):
    stage.bot.answers.extend([(500, 0)])
    resident = stage.resident()
    event = stage.say(resident, "届きますか")["webhookEventId"]
    stage.clock.ahead += 100
    stage.settled()
    assert stage.reply(stage.arrived(event)["replyToken"], "届きました").status_code == 200


def test_a_redelivered_token_ends_twenty_minutes_after_the_event(stage):
    stage.bot.answers.extend([(500, 0)])
    event = stage.say(stage.resident(), "届きますか")["webhookEventId"]
    stage.clock.ahead += 1201
    stage.settled()
    assert stage.reply(stage.arrived(event)["replyToken"], "届きました").status_code == 400


def test_a_reply_to_someone_who_blocked_is_accepted_and_not_shown(stage):
    resident = stage.resident()
    token = stage.reply_token(resident)
    stage.post(f"/residents/{resident}/block")
    assert stage.reply(token, "はい").status_code == 200
    assert stage.shown(resident) == []
    assert stage.get("/statistics")["undelivered"] == 1


def test_the_journal_tells_which_event_a_reply_answers(stage):
    resident = stage.resident()
    event = stage.say(resident, "相談です")["webhookEventId"]
    stage.reply(stage.arrived(event)["replyToken"], "はい")
    call = stage.get("/calls")[-1]
    delivery = stage.settled()[-1]
    assert (call["endpoint"], call["status"], call["residentId"]) == ("reply", 200, resident)
    assert call["webhookEventId"] == event == delivery["webhookEventIds"][0]
    assert delivery["attempts"][0]["at"] <= call["at"] <= call["answeredAt"]
    assert "authorization" not in call["headers"]
