"""Splitting the training messages so that neighbours, written by one hand, stay together."""

import random
from collections.abc import Sequence

from tests.evaluation.messages import Message

# Messages that follow each other in a file; a writer's sitting is longer than that.
BLOCK = 40
_SEED = 7


def split(
    files: Sequence[Sequence[Message]], folds: int, block: int = BLOCK
) -> list[list[Message]]:
    """Consecutive blocks of every file, dealt out to folds of about the same number of messages."""
    blocks = [
        list(messages[start : start + block])
        for messages in files
        for start in range(0, len(messages), block)
    ]
    # The same deal in every run.
    random.Random(_SEED).shuffle(blocks)
    dealt: list[list[Message]] = [[] for _ in range(folds)]
    for one in sorted(blocks, key=len, reverse=True):
        min(dealt, key=len).extend(one)
    return dealt


def without(folds: Sequence[Sequence[Message]], left_out: int) -> list[Message]:
    return [message for at, fold in enumerate(folds) if at != left_out for message in fold]


def parts(messages: Sequence[Message], shares: Sequence[float]) -> list[list[Message]]:
    """Random parts of these sizes, each holding the one before it when `shares` grow."""
    shuffled = list(messages)
    random.Random(_SEED).shuffle(shuffled)
    return [shuffled[: round(share * len(shuffled))] for share in shares]
