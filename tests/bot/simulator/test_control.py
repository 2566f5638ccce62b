import json


def test_only_the_newest_bubble_shows_its_chips(stage):
    resident = stage.resident()
    action = {"type": "message", "label": "はい", "text": "はい"}
    chips = {"items": [{"type": "action", "action": action}]}
    message = {"type": "text", "text": "いま話せますか", "quickReply": chips}
    body = {"to": resident, "messages": [message]}
    stage.line("POST", "/v2/bot/message/push", json=body)
    assert stage.chat(resident)["quickReplies"] == [action]
    stage.say(resident, "はい")
    assert stage.chat(resident)["quickReplies"] == []
    assert stage.chat(resident)["entries"][0]["quickReplies"] == [action]


def test_an_unknown_resident_is_not_found(stage):
    assert stage.http.get(f"/simulator/api/residents/U{'0' * 32}/chat").status_code == 404


def test_a_message_is_of_exactly_one_kind(stage):
    path = f"/simulator/api/residents/{stage.resident()}/messages"
    for content in ({}, {"text": "一", "sticker": {}}, {"text": None}, {"raw": {"no": "type"}}):
        assert stage.http.post(path, json=content).status_code == 422


def test_residents_need_no_name_and_no_body(stage):
    answer = stage.http.post("/simulator/api/residents")
    assert answer.status_code == 201
    assert [r["name"] for r in stage.get("/residents")] == [None]


def test_the_journals_can_be_read_on_from_where_one_stopped(stage):
    resident = stage.resident()
    stage.push(resident, "一")
    (first,) = stage.get("/calls")
    stage.push(resident, "二")
    (second,) = stage.get(f"/calls?after={first['number']}")
    assert second["body"]["messages"][0]["text"] == "二"
    assert len(stage.get("/calls?limit=1")) == 1


def test_a_reset_forgets_everything(make_stage):
    stage = make_stage(monthly_quota=9)
    resident = stage.resident()
    token = stage.reply_token(resident)
    stage.push(resident, "はい")
    stage.fault("rate_limited")
    stage.post("/channel", active=False, chatMode="chat", monthlyQuota=1)
    stage.post("/reset")
    assert stage.get("/residents") == stage.get("/calls") == stage.get("/faults") == []
    assert stage.get("/deliveries") == []
    assert stage.get("/statistics")["quotaUsed"] == 0
    assert stage.reply(token, "はい").status_code == 400
    assert stage.line("GET", "/v2/bot/info").json()["chatMode"] == "bot"
    assert stage.line("GET", "/v2/bot/message/quota").json()["value"] == 9


def test_a_reset_stops_what_is_on_its_way(stage):
    stage.fault("delay", seconds=0.3, nextCalls=1)
    stage.say(stage.resident(), "遅い便")
    stage.post("/reset")
    fresh = stage.resident()
    stage.reply_token(fresh, "新しい便")
    stage.settled()
    assert stage.bot.texts() == ["新しい便"]


def test_open_pages_hear_what_happens(stage):
    resident = stage.resident()
    with stage.http.stream("GET", "/simulator/api/events") as stream:
        lines = (line for line in stream.iter_lines() if line.startswith("data:"))
        assert json.loads(next(lines)[5:]) == {"kind": "reload"}
        stage.push(resident, "はい")
        assert json.loads(next(lines)[5:]) == {"kind": "chat", "residentId": resident}


def test_the_page_and_its_files_are_served(stage):
    page = stage.http.get("/")
    assert page.status_code == 200
    assert 'lang="ja"' in page.text
    for name in ("talk.css", "talk.js"):
        assert f"/simulator/static/{name}" in page.text
        assert stage.http.get(f"/simulator/static/{name}").status_code == 200
    assert "https://" not in page.text
