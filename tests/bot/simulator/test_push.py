import uuid

import pytest
from linebot.v3.messaging import ApiException, PushMessageRequest, Sender, TextMessage


def a_push(to, text="お知らせです"):
    sender = Sender(name="相談員 佐藤")
    return PushMessageRequest(to=to, messages=[TextMessage(text=text, sender=sender)])


async def test_the_sdk_pushes_and_the_phone_shows_who_writes(stage):
    resident, key = stage.resident(), str(uuid.uuid4())
    async with stage.sdk() as line:
        answer = await line.push_message(a_push(resident), x_line_retry_key=key)
    (entry,) = stage.chat(resident)["entries"]
    assert entry["senderName"] == "相談員 佐藤"
    assert (entry["via"], entry["retryKey"]) == ("push", key)
    assert entry["id"] == answer.sent_messages[0].id


async def test_the_same_key_again_is_a_conflict_that_tells_of_the_first(stage):
    resident, key = stage.resident(), str(uuid.uuid4())
    async with stage.sdk() as line:
        first = await line.push_message_with_http_info(a_push(resident), x_line_retry_key=key)
        with pytest.raises(ApiException) as conflict:
            await line.push_message(a_push(resident), x_line_retry_key=key)
    assert conflict.value.status == 409
    accepted = conflict.value.headers["x-line-accepted-request-id"]
    assert accepted == first.headers["x-line-request-id"]
    assert conflict.value.headers["x-line-request-id"] != accepted
    body = stage.get("/calls")[-1]["answer"]
    assert body["message"] == "The retry key is already accepted"
    assert [m["id"] for m in body["sentMessages"]] == [first.data.sent_messages[0].id]
    assert stage.shown(resident) == ["お知らせです"]


def test_after_a_day_the_key_is_a_new_one(stage):
    resident, key = stage.resident(), str(uuid.uuid4())
    stage.push(resident, "一日目", key=key)
    stage.clock.ahead += 24 * 60 * 60 - 5
    assert stage.push(resident, "一日目", key=key).status_code == 409
    stage.clock.ahead += 6
    assert stage.push(resident, "一日目", key=key).status_code == 200
    assert stage.shown(resident) == ["一日目", "一日目"]


def test_a_key_that_is_no_uuid_is_refused(stage):
    resident = stage.resident()
    assert stage.push(resident, "はい", key="not-a-uuid").status_code == 400
    assert stage.shown(resident) == []


def test_a_refused_push_does_not_use_up_its_key(stage):
    resident, key = stage.resident(), str(uuid.uuid4())
    stage.push(resident, "", key=key)
    assert stage.push(resident, "はい", key=key).status_code == 200


def used(stage):
    consumption = stage.line("GET", "/v2/bot/message/quota/consumption")
    return consumption.json()["totalUsage"]


def test_the_quota_counts_requests_and_recipients_not_bubbles(stage):
    stage.push(stage.resident(), "一", "二", "三")
    stage.push(stage.resident(), "一")
    assert used(stage) == 2


async def test_the_monthly_limit_has_its_own_words(make_stage):
    stage = make_stage(monthly_quota=1)
    resident = stage.resident()
    async with stage.sdk() as line:
        await line.push_message(a_push(resident))
        with pytest.raises(ApiException) as refused:
            await line.push_message(a_push(resident))
    assert refused.value.status == 429
    assert refused.value.body == '{"message":"You have reached your monthly limit."}'
    assert len(stage.shown(resident)) == 1


def test_an_accepted_key_is_a_conflict_even_when_the_quota_is_used_up(make_stage):
    stage = make_stage(monthly_quota=1)
    resident, key = stage.resident(), str(uuid.uuid4())
    stage.push(resident, "はい", key=key)
    assert stage.push(resident, "はい", key=key).status_code == 409


def test_replies_cost_nothing(stage):
    stage.reply(stage.reply_token(stage.resident()), "はい")
    assert used(stage) == 0


def test_the_quota_is_fresh_next_month(make_stage):
    stage = make_stage(monthly_quota=1)
    resident = stage.resident()
    stage.push(resident, "今月")
    stage.clock.ahead += 32 * 24 * 60 * 60
    assert stage.push(resident, "来月").status_code == 200


def test_a_push_to_someone_who_blocked_looks_sent_and_is_not(stage):
    resident = stage.resident()
    stage.post(f"/residents/{resident}/block")
    answer = stage.push(resident, "届きません")
    assert answer.status_code == 200
    assert answer.json()["sentMessages"][0]["id"].isdigit()
    assert stage.shown(resident) == []
    assert used(stage) == 0


def test_a_push_to_nobody_looks_sent_and_costs_nothing(stage):
    assert stage.push("U" + "f" * 32, "届きません").status_code == 200
    assert used(stage) == 0


@pytest.mark.parametrize("to", ["", "someone", "U123", None])
def test_a_recipient_that_is_no_id_is_refused(stage, to):
    answer = stage.push(to, "はい")
    assert answer.status_code == 400
    expected = "The property, 'to', in the request body is invalid (line: -, column: -)"
    assert answer.json() == {"message": expected}
