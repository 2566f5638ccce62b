"""The laws that bind what the bot says."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain

from nlu.channels.answers import bubbles

# The longest words that data/directory/hours.yml may reasonably hold.
HOURS = "平日の8時30分〜17時15分(祝日と年末年始はお休み)"
FORBIDDEN = ("ヤングケアラー", "虐待", "かわいそう", "絶対に秘密", "がんばって", "誰にも言わない")
EMPTY_CHEER = ("分かりません", "わかりません", "理解でき", "もう一度言って")

# What one turn may say together, by the rules.
TOGETHER = (
    ("utter_handed_off", "utter_deletion_asked"),
    ("utter_am_program_offer_open", "utter_offer_reminder"),
    ("utter_secret", "utter_offer_reminder"),
    ("utter_chat", "utter_offer_reminder"),
    ("utter_how", "utter_offer_reminder"),
    ("utter_welcome", "utter_offer_reminder"),
)


def variants() -> list[tuple[str, str]]:
    responses = Domain.load("domain.yml").responses
    return [(name, v["text"]) for name, texts in responses.items() for v in texts]


def longest(name: str) -> str:
    texts = [text for found, text in variants() if found == name]
    return max(texts, key=lambda text: len(bubbles({"text": text})))


def questions(text: str) -> int:
    return len(re.findall(r"[?？]|か。", text))


@pytest.mark.parametrize(("name", "text"), variants())
def test_bubbles_are_short_and_few(name: str, text: str) -> None:
    spoken = bubbles({"text": text.replace("{reading_hours}", HOURS)})
    assert 1 <= len(spoken) <= 3
    assert max(len(bubble["text"]) for bubble in spoken) <= 80


@pytest.mark.parametrize(("name", "text"), variants())
def test_at_most_one_question(name: str, text: str) -> None:
    assert questions(text) <= 1


@pytest.mark.parametrize("names", TOGETHER)
def test_what_is_said_together_is_still_short(names: tuple[str, ...]) -> None:
    texts = [longest(name) for name in names]
    assert sum(len(bubbles({"text": text})) for text in texts) <= 3
    assert sum(questions(text) for text in texts) <= 1


@pytest.mark.parametrize(("name", "text"), variants())
def test_no_forbidden_word_and_no_number(name: str, text: str) -> None:
    assert not [word for word in (*FORBIDDEN, *EMPTY_CHEER) if word in text]
    assert not any(unicodedata.category(character) == "Nd" for character in text)


def test_buttons_say_what_they_show() -> None:
    responses = Domain.load("domain.yml").responses
    buttons = [b for texts in responses.values() for v in texts for b in v.get("buttons", [])]
    assert buttons
    # LINE shows twenty characters of a quick reply.
    assert all(b["title"] == b["payload"] and len(b["title"]) <= 20 for b in buttons)
    assert not any(b["payload"].startswith("/") for b in buttons)


def test_every_response_is_said_by_a_rule_or_an_action() -> None:
    domain = Domain.load("domain.yml")
    said = {"utter_handed_off"}  # by action_hand_off
    for file in Path("data/rules").glob("*.yml"):
        said |= set(re.findall(r"action: (utter_\w+)", file.read_text(encoding="utf-8")))
    assert said == set(domain.responses)
