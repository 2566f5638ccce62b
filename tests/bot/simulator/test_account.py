import re

import pytest
from linebot.v3.messaging import (
    ApiException,
    SetWebhookEndpointRequest,
    ShowLoadingAnimationRequest,
)
from linebot.v3.messaging import (
    TestWebhookEndpointRequest as WebhookTest,
)


async def test_the_account_introduces_itself(stage):
    async with stage.sdk() as line:
        info = await line.get_bot_info()
        stage.post("/channel", chatMode="chat")
        changed = await line.get_bot_info()
    assert re.fullmatch(r"U[0-9a-f]{32}", info.user_id)
    assert info.basic_id.startswith("@")
    assert (info.chat_mode, info.mark_as_read_mode) == ("bot", "auto")
    assert (changed.chat_mode, changed.mark_as_read_mode) == ("chat", "manual")


async def test_the_quota_can_be_asked(make_stage):
    stage = make_stage(monthly_quota=500)
    async with stage.sdk() as line:
        quota = await line.get_message_quota()
        stage.post("/channel", monthlyQuota=None)
        unlimited = await line.get_message_quota()
    assert (quota.type, quota.value) == ("limited", 500)
    assert (unlimited.type, unlimited.value) == ("none", None)


async def test_the_webhook_can_be_asked_set_and_tested(stage, signed):
    async with stage.sdk() as line:
        endpoint = await line.get_webhook_endpoint()
        assert endpoint.active
        good = await line.test_webhook_endpoint(WebhookTest())
        await line.set_webhook_endpoint(
            SetWebhookEndpointRequest(endpoint=endpoint.endpoint + "/elsewhere")
        )
        bad = await line.test_webhook_endpoint(WebhookTest())
    (probe,) = stage.bot.webhooks
    assert signed(probe)
    assert probe.events == []
    assert (good.success, good.status_code, good.reason) == (True, 200, "OK")
    assert (bad.success, bad.status_code, bad.reason) == (False, 404, "ERROR_STATUS_CODE")
    assert stage.get("/deliveries") == []


async def test_a_webhook_that_nobody_answers_has_no_status(stage):
    async with stage.sdk() as line:
        request = WebhookTest(endpoint="http://127.0.0.1:9/")
        test = await line.test_webhook_endpoint(request)
    assert (test.success, test.status_code, test.reason) == (False, 0, "COULD_NOT_CONNECT")


async def test_loading_shows_until_the_next_bubble(stage):
    resident = stage.resident()
    async with stage.sdk() as line:
        request = ShowLoadingAnimationRequest(chatId=resident, loadingSeconds=20)
        answer = await line.show_loading_animation_with_http_info(request)
    assert answer.status_code == 202
    chat = stage.chat(resident)
    assert 15 < chat["loadingUntil"] - chat["now"] <= 20
    stage.push(resident, "お待たせしました")
    assert stage.chat(resident)["loadingUntil"] is None


def test_loading_ends_by_itself(stage):
    resident = stage.resident()
    body = {"chatId": resident, "loadingSeconds": 5}
    stage.line("POST", "/v2/bot/chat/loading/start", json=body)
    stage.clock.ahead += 6
    assert stage.chat(resident)["loadingUntil"] is None


@pytest.mark.parametrize("seconds", [0, 4, 7, 65, "ten"])
def test_loading_takes_steps_of_five(stage, seconds):
    body = {"chatId": stage.resident(), "loadingSeconds": seconds}
    assert stage.line("POST", "/v2/bot/chat/loading/start", json=body).status_code == 400


async def test_a_picture_can_be_fetched_until_it_is_unsent(stage):
    resident = stage.resident()
    sent = stage.post(f"/residents/{resident}/messages", image={"base64": "aGVsbG8="})
    async with stage.sdk_blob() as line:
        assert bytes(await line.get_message_content(sent["messageId"])) == b"hello"
        stage.post(f"/residents/{resident}/unsend", messageId=sent["messageId"])
        with pytest.raises(ApiException) as gone:
            await line.get_message_content(sent["messageId"])
    assert gone.value.status == 410


def test_a_picture_of_the_simulators_own_is_a_png(stage):
    sent = stage.post(f"/residents/{stage.resident()}/messages", image={})
    answer = stage.line("GET", f"/v2/bot/message/{sent['messageId']}/content")
    assert answer.headers["content-type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG\r\n")
    assert answer.headers["x-line-request-id"]


def test_a_big_video_is_transcoded_first(stage):
    video = {"base64": "aGVsbG8=", "contentType": "video/mp4", "transcodingSeconds": 30}
    message_id = stage.post(f"/residents/{stage.resident()}/messages", video=video)["messageId"]
    path = f"/v2/bot/message/{message_id}/content"
    assert stage.line("GET", path).status_code == 202
    assert stage.line("GET", f"{path}/transcoding").json() == {"status": "processing"}
    stage.clock.ahead += 31
    assert stage.line("GET", path).content == b"hello"
    assert stage.line("GET", f"{path}/transcoding").json() == {"status": "succeeded"}


def test_a_text_has_no_content_to_fetch(stage):
    message_id = stage.say(stage.resident(), "文字だけ")["messageId"]
    assert stage.line("GET", f"/v2/bot/message/{message_id}/content").status_code == 404


def test_asking_for_a_profile_is_remembered(stage):
    resident = stage.resident("花子")
    answer = stage.line("GET", f"/v2/bot/profile/{resident}")
    assert answer.json()["displayName"] == "花子"
    assert stage.get("/statistics")["calls"] == {"profile 200": 1}
    stage.post(f"/residents/{resident}/block")
    assert stage.line("GET", f"/v2/bot/profile/{resident}").status_code == 404
