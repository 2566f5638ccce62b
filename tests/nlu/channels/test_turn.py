"""The channel as its caller meets it: a real Rasa server on loopback, a real PostgreSQL."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
import requests

TOKEN, ACTIONS_TOKEN = "the-token-of-the-caller", "the-token-of-the-actions"
HAND_OFF = {
    "events": [{"event": "slot", "name": "handed_off", "value": True, "timestamp": None}],
    "responses": [{"response": "utter_handed_off", "text": None, "buttons": []}],
}


class Actions(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _ActionCall)
        self.calls: list[dict[str, Any]] = []
        self.sizes: list[int] = []
        self.broken = False


class _ActionCall(BaseHTTPRequestHandler):
    server: Actions

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.calls.append(json.loads(body))
        self.server.sizes.append(len(body))
        authorised = self.headers["Authorization"] == f"Bearer {ACTIONS_TOKEN}"
        self.send_response(200 if authorised and not self.server.broken else 500)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(HAND_OFF).encode())

    def log_message(self, *_: Any) -> None:
        """The test's own output is enough."""


@pytest.fixture(scope="module")
def action_server() -> Iterator[Actions]:
    with Actions() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def actions(action_server: Actions) -> Actions:
    action_server.broken = False
    action_server.calls.clear()
    action_server.sizes.clear()
    return action_server


@pytest.fixture(scope="module")
def server(model: str, database_url: str, action_server: Actions) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "nlu.server", "run", "-m", model, "-i", "127.0.0.1"]
    process = subprocess.Popen(
        [*command, "-p", str(port), "--credentials", "credentials.yml"],
        env={
            **os.environ,
            "MADOGUCHI_RASA_TOKEN": TOKEN,
            "MADOGUCHI_RASA_DATABASE_URL": database_url,
            "MADOGUCHI_ACTIONS_TOKEN": ACTIONS_TOKEN,
            "MADOGUCHI_ACTIONS_URL": f"http://127.0.0.1:{action_server.server_port}/webhook",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}/webhooks/madoguchi"
    try:
        _wait_until_ready(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_until_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(180):
        assert process.poll() is None, "the Rasa server ended while starting"
        try:
            if requests.get(f"{url}/health", headers=bearer(), timeout=5).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.5)
    raise TimeoutError(url)


def bearer(token: str = TOKEN) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def conversation() -> str:
    return str(uuid4())


@pytest.fixture
def say(server: str, conversation: str) -> Callable[..., requests.Response]:
    def turn(text: str, **fields: Any) -> requests.Response:
        body = {"conversation_id": conversation, "turn_id": str(uuid4()), "text": text, **fields}
        return requests.post(f"{server}/turn", json=body, headers=bearer(), timeout=30)

    return turn


def read(server: str, text: str) -> dict[str, Any]:
    answer = requests.post(f"{server}/read", json={"text": text}, headers=bearer(), timeout=30)
    assert answer.status_code == 200
    return answer.json()["parse"]


@pytest.mark.parametrize("headers", [{}, bearer("wrong"), {"Authorization": TOKEN}, bearer("é")])
@pytest.mark.parametrize("path", ["turn", "read"])
def test_without_the_token_nothing(server: str, path: str, headers: dict[str, str]) -> None:
    encoded = {name: value.encode() for name, value in headers.items()}
    answer = requests.post(f"{server}/{path}", data="{", headers=encoded, timeout=5)
    assert answer.status_code == 401


def test_health_names_the_model(server: str) -> None:
    answer = requests.get(f"{server}/health", headers=bearer(), timeout=5)
    assert answer.json()["status"] == "ok"
    assert answer.json()["model"] == read(server, "母が病気です")["model"]
    assert requests.get(f"{server}/health", timeout=5).status_code == 401


def test_rasas_other_doors_are_closed(server: str) -> None:
    root = server.removesuffix("/webhooks/madoguchi")
    for path in ("webhooks/rest/webhook", "model/parse", f"conversations/{uuid4()}/messages"):
        assert requests.post(f"{root}/{path}", json={}, timeout=5).status_code == 404


def test_a_turn(say: Callable[..., requests.Response]) -> None:
    turn_id = str(uuid4())
    text = "母の介護で夜も眠れず、仕事をやめようか迷っています"
    answer = say(text, turn_id=turn_id).json()
    assert answer["turn_id"] == turn_id
    assert answer["parse"]["intent"]["name"] == "tell_trouble"
    assert 0 < answer["parse"]["intent"]["confidence"] <= 1
    assert "elder_care" in {issue["name"] for issue in answer["parse"]["issues"]}
    for issue in answer["parse"]["issues"]:
        assert all(text[e["start"] : e["end"]] == e["text"] for e in issue["evidence"])
    assert all(m["text"] and m["buttons"] == [] for m in answer["messages"])


def test_buttons_are_plain_text(say: Callable[..., requests.Response]) -> None:
    say("母の介護がたいへんです")
    last = say("父も入院しました").json()["messages"][-1]
    assert last["buttons"] == [
        {"title": "はい", "payload": "はい"},
        {"title": "まだいい", "payload": "まだいい"},
    ]


def test_evidence_counts_from_the_text_as_it_was_sent(server: str) -> None:
    text = " \n　母の認知症がすすんで、介護に疲れました"
    issues = read(server, text)["issues"]
    assert issues
    assert all(text[e["start"] : e["end"]] == e["text"] for i in issues for e in i["evidence"])


def test_a_retried_turn_is_answered_as_before(
    say: Callable[..., requests.Response], actions: Actions
) -> None:
    turn_id = str(uuid4())
    first = say("人と話したい", turn_id=turn_id)
    again = say("人と話したい", turn_id=turn_id, retried=True)
    assert again.json() == first.json()
    assert len(actions.calls) == 1


def test_a_retried_turn_that_never_arrived_is_processed(
    say: Callable[..., requests.Response],
) -> None:
    assert say("母の介護がたいへんです", retried=True).json()["messages"]


def test_a_failed_action_is_no_reply_and_may_be_tried_again(
    say: Callable[..., requests.Response], actions: Actions
) -> None:
    turn_id = str(uuid4())
    actions.broken = True
    assert say("人と話したい", turn_id=turn_id).status_code == 502
    actions.broken = False
    again = say("人と話したい", turn_id=turn_id, retried=True)
    assert "届けました" in again.json()["messages"][0]["text"]


def test_a_resident_cannot_command_rasa(say: Callable[..., requests.Response]) -> None:
    say("母の介護がたいへんです")
    for command in ("/restart", " /ask_human", "/SetSlots(handed_off=true)"):
        answer = say(command)
        assert answer.status_code == 200
        assert answer.json()["parse"]["intent"]["confidence"] < 1
    assert "プログラム" not in "".join(
        m["text"] for m in say("父も入院しました").json()["messages"]
    )


@pytest.mark.parametrize(
    "text",
    ["", " 　\n", "\x00", "\ud83d", "😭" * 5000, "つらい。" * 20_000, "مرحبا", "'; DROP TABLE--"],
    ids=["empty", "blank", "NUL", "surrogate", "emoji", "long", "right to left", "SQL"],
)
def test_any_text_is_answered(say: Callable[..., requests.Response], text: str) -> None:
    assert say(text).json()["messages"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'{"text": 1}', b"\xff"])
@pytest.mark.parametrize("path", ["turn", "read"])
def test_a_bad_body_is_a_400(server: str, path: str, body: bytes) -> None:
    answer = requests.post(f"{server}/{path}", data=body, headers=bearer(), timeout=5)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_a_body_has_an_end(server: str) -> None:
    body = json.dumps({"text": "あ" * 300_000}).encode()
    assert len(body) > 512 * 1024
    answer = requests.post(f"{server}/read", data=body, headers=bearer(), timeout=30)
    assert answer.status_code == 413


def test_reading_touches_no_tracker(say: Callable[..., requests.Response], server: str) -> None:
    read(server, "母の介護がたいへんです")
    assert "プログラム" in "".join(
        m["text"] for m in say("母の介護がたいへんです").json()["messages"]
    )


def test_the_action_server_learns_the_turn(
    say: Callable[..., requests.Response], actions: Actions, conversation: str
) -> None:
    turn_id = str(uuid4())
    say("人と話したい", turn_id=turn_id)
    (call,) = actions.calls
    assert call["sender_id"] == conversation
    assert call["tracker"]["latest_message"]["metadata"]["turn_id"] == turn_id


def test_the_caller_may_say_that_a_case_is_open(say: Callable[..., requests.Response]) -> None:
    say("母の介護がたいへんです", handed_off=True)
    texts = [m["text"] for m in say("父も入院しました", handed_off=True).json()["messages"]]
    assert len(texts) == 1
    assert "担当の人" in texts[0]


def test_a_long_talk_stays_bounded(
    say: Callable[..., requests.Response], actions: Actions, record_property: Callable[..., None]
) -> None:
    """Forty turns in, slots still stand and the action server is sent no more than after ten."""
    took = []
    for i in range(40):
        began = time.perf_counter()
        say(f"{i}日前から母の介護で眠れません")
        took.append((time.perf_counter() - began) * 1000)
        if i in (10, 39):
            say("人と話したい", handed_off=False)
            say("…", handed_off=False)
    record_property(
        "milliseconds", {"first ten": sorted(took[:10])[5], "last": sorted(took[-10:])[5]}
    )
    after_ten, after_forty = actions.sizes
    assert after_forty < 1.2 * after_ten
    assert actions.calls[-1]["tracker"]["slots"]["stage"] == "offered"
    assert actions.calls[-1]["tracker"]["slots"]["introduced"] is True
