import asyncio
import time
import uuid

import pytest
from linebot.v3.messaging import ApiException, PushMessageRequest, TextMessage
from pydantic.v1 import ValidationError

from bot.simulator.faults import FaultKind, FaultPlan


def a_push(to):
    return PushMessageRequest(to=to, messages=[TextMessage(text="お知らせ")])


def test_a_duplicate_comes_twice_and_does_not_say_so(stage):
    stage.fault("duplicate", nextCalls=1)
    resident = stage.resident()
    stage.say(resident, "一")
    stage.say(resident, "二")
    stage.settled()
    assert stage.bot.texts() == ["一", "一", "二"]
    assert stage.bot.webhooks[0].body == stage.bot.webhooks[1].body


def test_shuffled_webhooks_come_in_another_order(stage):
    stage.fault("shuffle", seconds=0.3)
    resident = stage.resident()
    texts = ["一", "二", "三", "四"]
    for text in texts:
        stage.say(resident, text)
    stage.settled()
    assert stage.bot.texts() != texts
    assert sorted(stage.bot.texts()) == sorted(texts)
    timestamps = [event["timestamp"] for event in stage.bot.events]
    assert timestamps != sorted(timestamps)


def test_a_delayed_webhook_is_overtaken(stage):
    stage.fault("delay", seconds=0.4, nextCalls=1)
    resident = stage.resident()
    stage.say(resident, "先")
    stage.say(resident, "後")
    stage.settled()
    assert stage.bot.texts() == ["後", "先"]


def test_a_dropped_first_delivery_comes_as_a_redelivery(stage):
    stage.fault("drop_first", nextCalls=1)
    stage.say(stage.resident(), "一")
    (delivery,) = stage.settled()
    (event,) = stage.bot.events
    assert event["deliveryContext"] == {"isRedelivery": True}
    assert [a["reason"] for a in delivery["attempts"]] == ["dropped", "ok"]


def test_a_dropped_delivery_may_be_lost_for_good(stage):
    stage.fault("drop_first", nextCalls=1, redelivers=False)
    stage.say(stage.resident(), "一")
    (delivery,) = stage.settled()
    assert delivery["state"] == "given_up"
    assert stage.bot.events == []


async def test_accepted_yet_never_answered(stage):
    resident, key = stage.resident(), str(uuid.uuid4())
    stage.fault("timeout_after_accept", endpoint="push", nextCalls=1)
    async with stage.sdk() as line:
        with pytest.raises(asyncio.TimeoutError):
            await line.push_message(a_push(resident), x_line_retry_key=key, _request_timeout=0.3)
        with pytest.raises(ApiException) as conflict:
            await line.push_message(a_push(resident), x_line_retry_key=key)
    assert conflict.value.status == 409
    assert stage.shown(resident) == ["お知らせ"]
    unanswered, _ = stage.get("/calls")
    assert (unanswered["status"], unanswered["answeredAt"]) == (None, None)
    assert unanswered["fault"] == "timeout_after_accept"


def test_a_patient_caller_gets_no_good_news_either(stage):
    stage.fault("timeout_after_accept", nextCalls=1, seconds=0.2)
    started = time.monotonic()
    assert stage.push(stage.resident(), "はい").status_code == 504
    assert time.monotonic() - started > 0.2


def test_an_unanswered_reply_was_sent_all_the_same(stage):
    resident = stage.resident()
    token = stage.reply_token(resident)
    stage.fault("timeout_after_accept", endpoint="reply", nextCalls=1, seconds=0.1)
    stage.reply(token, "届いた")
    assert stage.reply(token, "届いた").json() == {"message": "Invalid reply token"}
    assert stage.shown(resident) == ["届いた"]


def test_an_error_before_acceptance_leaves_everything_as_it_was(stage):
    resident, key = stage.resident(), str(uuid.uuid4())
    stage.fault("error_before_accept", nextCalls=1)
    assert stage.push(resident, "はい", key=key).status_code == 500
    assert stage.shown(resident) == []
    assert stage.push(resident, "はい", key=key).status_code == 200


def test_an_error_after_acceptance_has_done_the_work(stage):
    resident, key = stage.resident(), str(uuid.uuid4())
    stage.fault("error_after_accept", nextCalls=1)
    assert stage.push(resident, "はい", key=key).status_code == 500
    assert stage.push(resident, "はい", key=key).status_code == 409
    assert stage.shown(resident) == ["はい"]


async def test_a_good_status_with_a_broken_body(stage):
    resident = stage.resident()
    stage.fault("malformed_ok", nextCalls=1)
    async with stage.sdk() as line:
        with pytest.raises((ValidationError, ValueError)):
            await line.push_message(a_push(resident))
    assert stage.shown(resident) == ["お知らせ"]
    assert stage.get("/calls")[-1]["status"] == 200


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("rate_limited", "The API rate limit has been exceeded. Try again later."),
        ("quota_reached", "You have reached your monthly limit."),
    ],
)
def test_the_two_sorts_of_429(stage, kind, words):
    resident = stage.resident()
    stage.fault(kind, endpoint="push", nextCalls=1)
    answer = stage.push(resident, "はい")
    assert (answer.status_code, answer.json()) == (429, {"message": words})
    assert stage.shown(resident) == []


def test_a_fault_strikes_its_endpoint_alone(stage):
    stage.fault("error_before_accept", endpoint="push")
    assert stage.line("GET", "/v2/bot/info").status_code == 200
    assert stage.push(stage.resident(), "はい").status_code == 500


def test_a_fault_ends_after_so_many_calls(stage):
    stage.fault("rate_limited", nextCalls=2)
    resident = stage.resident()
    assert [stage.push(resident, "はい").status_code for _ in range(3)] == [429, 429, 200]
    assert stage.get("/faults") == []


def test_faults_can_be_taken_back(stage):
    stage.fault("rate_limited")
    assert stage.http.delete("/simulator/api/faults").status_code == 204
    assert stage.push(stage.resident(), "はい").status_code == 200


def test_a_probable_fault_strikes_about_that_often():
    plan = FaultPlan(3, lambda: None)
    plan.add(FaultKind.RATE_LIMITED, probability=0.25)
    struck = sum(plan.strike_call("push") is not None for _ in range(2000))
    assert 420 < struck < 580
