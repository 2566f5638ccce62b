import pytest

TEXT = {"type": "text", "text": "はい"}


def chip(label="はい", data="yes"):
    action = {"type": "postback", "label": label, "data": data, "displayText": "はい"}
    return {"type": "action", "action": action}


def with_chips(*chips):
    return TEXT | {"quickReply": {"items": list(chips)}}


@pytest.fixture
def send(stage):
    resident = stage.resident()

    def send(*messages):
        body = {"to": resident, "messages": list(messages)}
        return stage.line("POST", "/v2/bot/message/push", json=body)

    return send


FAMILY = "👨‍👩‍👧‍👦"
TOO_MUCH = [
    ([], "messages"),
    ([TEXT] * 6, "messages"),
    ([{"type": "text", "text": ""}], "messages[0].text"),
    ([{"type": "text"}], "messages[0].text"),
    ([{"type": "text", "text": "あ" * 5001}], "messages[0].text"),
    ([{"type": "text", "text": "😢" * 2501}], "messages[0].text"),
    ([TEXT, {"type": "poem"}], "messages[1].type"),
    ([with_chips(*[chip()] * 14)], "messages[0].quickReply.items"),
    ([with_chips()], "messages[0].quickReply.items"),
    ([with_chips(chip(label="あ" * 21))], "messages[0].quickReply.items[0].action.label"),
    ([with_chips(chip(label=""))], "messages[0].quickReply.items[0].action.label"),
    ([with_chips(chip(), chip(data="a" * 301))], "messages[0].quickReply.items[1].action.data"),
    ([TEXT | {"sender": {"name": "あ" * 21}}], "messages[0].sender.name"),
    ([TEXT | {"sender": {"name": "LINE相談"}}], "messages[0].sender.name"),
    ([TEXT | {"sender": {"iconUrl": "http://a.example/i.png"}}], "messages[0].sender.iconUrl"),
    (
        [{"type": "image", "originalContentUrl": "https://a.example/1.png"}],
        "messages[0].previewImageUrl",
    ),
    (
        [{"type": "flex", "altText": "案内", "contents": {"type": "box"}}],
        "messages[0].contents.type",
    ),
    (
        [
            {
                "type": "template",
                "altText": "案内",
                "template": {"type": "confirm", "text": "はい？"},
            }
        ],
        "messages[0].template.actions",
    ),
]


@pytest.mark.parametrize(("messages", "where"), TOO_MUCH)
def test_what_is_too_much_or_too_little_is_refused_with_its_place(send, messages, where):
    answer = send(*messages)
    assert answer.status_code == 400
    assert answer.json()["message"] == "The request body has 1 error(s)"
    assert [detail["property"] for detail in answer.json()["details"]] == [where]
    assert answer.json()["details"][0]["message"]
    assert answer.headers["x-line-request-id"]


JUST_RIGHT = [
    [TEXT] * 5,
    [{"type": "text", "text": "あ" * 5000}],
    [{"type": "text", "text": "😢" * 2500}],
    [with_chips(*[chip()] * 13)],
    [with_chips(chip(label=FAMILY * 20, data="a" * 300))],
    [TEXT | {"sender": {"name": "あ" * 20, "iconUrl": "https://a.example/i.png"}}],
    [{"type": "sticker", "packageId": "446", "stickerId": "1988"}],
    [{"type": "flex", "altText": "案内", "contents": {"type": "bubble"}}],
]


@pytest.mark.parametrize("messages", JUST_RIGHT)
def test_what_fits_is_sent(send, messages):
    answer = send(*messages)
    assert answer.status_code == 200
    assert len(answer.json()["sentMessages"]) == len(messages)


def test_every_error_is_counted(send):
    answer = send({"type": "text", "text": ""}, {"type": "poem"})
    assert answer.json()["message"] == "The request body has 2 error(s)"
    assert len(answer.json()["details"]) == 2


def test_a_wrong_access_token_is_refused(stage):
    wrong = {"Authorization": "Bearer somebody-else"}
    answer = stage.line("GET", "/v2/bot/info", headers=wrong)
    assert answer.status_code == 401
    assert answer.json()["message"].startswith("Authentication failed")
    assert answer.headers["x-line-request-id"]


def test_more_than_two_megabytes_is_refused(stage):
    body = b'{"to": "' + b"a" * (2 * 1024 * 1024) + b'"}'
    json_type = {"content-type": "application/json"}
    answer = stage.line("POST", "/v2/bot/message/push", content=body, headers=json_type)
    assert answer.status_code == 413


@pytest.mark.parametrize("body", [b"{", b"\xff", rb'{"to": "\ud83d"}'])
def test_a_body_that_is_no_json_is_refused(stage, body):
    json_type = {"content-type": "application/json"}
    answer = stage.line("POST", "/v2/bot/message/push", content=body, headers=json_type)
    assert answer.status_code == 400
    assert "could not be parsed as JSON" in answer.json()["message"]


def test_a_body_of_another_type_is_refused(stage):
    plain = {"content-type": "text/plain"}
    answer = stage.line("POST", "/v2/bot/message/push", content=b"hello", headers=plain)
    assert answer.status_code == 415


def test_validating_sends_nothing(stage):
    resident = stage.resident()
    path = "/v2/bot/message/validate/push"
    assert stage.line("POST", path, json={"messages": [TEXT]}).status_code == 200
    assert stage.line("POST", path, json={"messages": []}).status_code == 400
    assert stage.shown(resident) == []


def test_paths_that_line_does_not_have_are_not_found(stage):
    answer = stage.line("POST", "/v2/bot/message/telepathy", json={})
    assert (answer.status_code, answer.json()) == (404, {"message": "Not found"})
