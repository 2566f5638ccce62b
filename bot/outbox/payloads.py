"""Bubbles as they lie sealed in the outbox."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from bot.channels.base.payloads import Bubble, Choice


def dump(bubbles: Sequence[Bubble]) -> str:
    return json.dumps([asdict(bubble) for bubble in bubbles], ensure_ascii=False)


def load(stored: str) -> tuple[Bubble, ...]:
    return tuple(
        Bubble(
            text=bubble["text"],
            choices=tuple(Choice(**choice) for choice in bubble["choices"]),
            speaker=bubble["speaker"],
        )
        for bubble in json.loads(stored)
    )
