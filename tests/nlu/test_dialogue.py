"""The whole dialogue through the real agent: every intent in every state ends in some reply."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.test import test as judge

from nlu.channels.answers import Bubbles

INTENTS = (
    "tell_trouble",
    "ask_human",
    "affirm",
    "deny",
    "greet",
    "thanks",
    "bye",
    "ask_if_human",
    "ask_secret",
    "ask_stop",
    "ask_delete",
    "ask_how",
    "ask_service",
    "chat",
    "out_of_scope",
)

# What leads to a state, told in intents.
STATES: dict[str, tuple[str, ...]] = {
    "new": (),
    "introduced": ("greet",),
    "heard": ("tell_trouble",),
    "offered": ("tell_trouble", "tell_trouble"),
    "offered for a question": ("ask_service",),
    "declined": ("tell_trouble", "tell_trouble", "deny"),
    "stopped": ("tell_trouble", "ask_stop"),
    "handed off": ("ask_human",),
    "handed off on the offer": ("tell_trouble", "tell_trouble", "affirm"),
    "handed off while new": ("greet", "ask_human"),
}
OFFER = "担当の人につない"
DELIVERED = "担当の人に届けました"


def say(agent: Agent, *intents: str, handed_off: bool | None = None) -> list[str]:
    """The bubbles of the last turn."""

    async def run() -> list[str]:
        said = Bubbles()
        for intent in intents:
            said = Bubbles()
            news = [] if handed_off is None else [{"entity": "handed_off", "value": handed_off}]
            read = {"intent": {"name": intent, "confidence": 1.0}, "entities": news, "text": "…"}
            await agent.processor.handle_message(UserMessage("…", said, "c", parse_data=read))
        return [bubble["text"] for bubble in said.bubbles]

    return asyncio.run(run())


@pytest.mark.parametrize("state", STATES.values(), ids=STATES.keys())
@pytest.mark.parametrize("intent", INTENTS)
def test_every_intent_in_every_state_is_answered(
    agent: Agent, state: tuple[str, ...], intent: str
) -> None:
    said = say(agent, *state, intent)
    assert 1 <= len(said) <= 3
    assert "None" not in "".join(said)


def slot(agent: Agent, name: str) -> Any:
    return asyncio.run(agent.tracker_store.retrieve("c")).get_slot(name)


def test_the_domain_holds_the_intents_walked(agent: Agent) -> None:
    assert set(INTENTS) <= set(agent.domain.intents)


@pytest.mark.parametrize("first", ["greet", "tell_trouble"])
def test_the_first_reply_says_that_this_is_a_program(agent: Agent, first: str) -> None:
    assert "自動の応答プログラム" in "".join(say(agent, first))


def test_it_is_said_once(agent: Agent) -> None:
    assert "プログラム" not in "".join(say(agent, "greet", "tell_trouble"))


def test_the_second_trouble_is_offered_a_person(agent: Agent) -> None:
    assert OFFER not in "".join(say(agent, "tell_trouble"))
    assert OFFER in "".join(say(agent, "tell_trouble"))


def test_the_offer_stays_open_until_it_is_answered(agent: Agent) -> None:
    said = say(agent, "tell_trouble", "tell_trouble", "ask_secret", "tell_trouble", "affirm")
    assert DELIVERED in "".join(said)


def test_a_declined_offer_is_not_repeated(agent: Agent) -> None:
    say(agent, "tell_trouble", "tell_trouble", "deny")
    for _ in range(3):
        assert OFFER not in "".join(say(agent, "tell_trouble"))


def test_after_hand_off_nothing_is_offered(agent: Agent, actions: Any) -> None:
    say(agent, "tell_trouble", "tell_trouble", "affirm")
    for intent in INTENTS:
        assert OFFER not in "".join(say(agent, intent))
    assert len(actions.calls) == 1


def test_a_yes_to_nothing_hands_nothing_off(agent: Agent, actions: Any) -> None:
    say(agent, "tell_trouble", "affirm")
    assert actions.calls == []


@pytest.mark.parametrize("state", STATES.values(), ids=STATES.keys())
@pytest.mark.parametrize("intent", ["ask_human", "ask_delete", "affirm"])
def test_a_failed_hand_off_claims_nothing(
    agent: Agent, actions: Any, state: tuple[str, ...], intent: str
) -> None:
    say(agent, *state)
    actions.broken, before = True, len(actions.calls)
    said = say(agent, intent)
    if len(actions.calls) > before:
        assert said == []
        actions.broken = False
        assert DELIVERED in "".join(say(agent, intent))


def test_the_caller_knows_better_whether_a_case_is_open(agent: Agent) -> None:
    say(agent, "tell_trouble", handed_off=False)
    waiting = say(agent, "tell_trouble", handed_off=True)
    assert len(waiting) == 1
    assert OFFER not in waiting[0]
    assert slot(agent, "handed_off") is True
    assert OFFER in "".join(say(agent, "tell_trouble", handed_off=False))


def test_the_action_server_is_sent_turn_and_domain(agent: Agent, actions: Any) -> None:
    say(agent, "ask_human")
    (body,) = actions.calls
    assert body["sender_id"] == "c"
    assert body["next_action"] == "action_hand_off"
    assert "domain" in body
    assert body["tracker"]["latest_message"]["intent"]["name"] == "ask_human"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("はい", "affirm"),
        ("まだいい", "deny"),
        ("人と話したい", "ask_human"),
        ("こんにちは", "greet"),
        ("ありがとうございます", "thanks"),
        ("母の介護で夜も眠れず、仕事をやめようか迷っています", "tell_trouble"),
        ("もう疲れた", "tell_trouble"),
        ("つらい", "tell_trouble"),
        ("あなたは人間ですか", "ask_if_human"),
        ("ここに書いたことは秘密にしてもらえますか", "ask_secret"),
        ("書いたことを消してください", "ask_delete"),
    ],
)
def test_what_the_buttons_say_and_plain_words_are_understood(
    agent: Agent, text: str, intent: str
) -> None:
    assert asyncio.run(agent.parse_message(text))["intent"]["name"] == intent


def test_the_main_talks_go_as_written(agent: Agent, tmp_path: Path) -> None:
    """The test stories of tests/dialogue, from the words to the actions."""
    result = asyncio.run(
        judge("tests/dialogue", agent, e2e=True, out_directory=str(tmp_path), disable_plotting=True)
    )
    failed = (tmp_path / "failed_test_stories.yml").read_text(encoding="utf-8")
    assert result["report"]["conversation_accuracy"]["accuracy"] == 1.0, failed
