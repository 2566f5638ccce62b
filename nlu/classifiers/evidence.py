"""From the weight of single tokens to the words a coordinator is shown."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rasa.nlu.tokenizers.tokenizer import Token

from nlu.tokenizers.sudachi_tokenizer import POS

MOST_SPANS = 2
# A token below this share of the strongest one is background.
_SHARE = 0.25
_FUNCTION_WORDS = frozenset({"助詞", "助動詞", "補助記号", "空白", "接続詞", "感動詞", "代名詞"})


def spans(tokens: Sequence[Token], contributions: np.ndarray) -> list[tuple[int, int]]:
    """The strongest (start, end) stretches of a message, at most `MOST_SPANS`, in reading order.

    Neighbouring tokens that both speak for the label are one stretch; a single function word
    between them (母 **が** 認知症) does not part them.
    """
    telling = _telling(tokens, contributions)
    stretches = _join(telling, tokens)
    stretches.sort(key=lambda stretch: -sum(contributions[i] for i in stretch))
    return sorted((tokens[s[0]].start, tokens[s[-1]].end) for s in stretches[:MOST_SPANS])


def _telling(tokens: Sequence[Token], contributions: np.ndarray) -> list[int]:
    content = [
        i
        for i, token in enumerate(tokens)
        if token.get(POS) not in _FUNCTION_WORDS and contributions[i] > 0
    ]
    if not content:
        return [int(np.argmax(contributions))] if max(contributions, default=0) > 0 else []
    floor = _SHARE * max(contributions[i] for i in content)
    return [i for i in content if contributions[i] >= floor]


def _join(telling: Sequence[int], tokens: Sequence[Token]) -> list[list[int]]:
    stretches: list[list[int]] = []
    for i in telling:
        if stretches and _touch(stretches[-1][-1], i, tokens):
            stretches[-1].append(i)
        else:
            stretches.append([i])
    return stretches


def _touch(left: int, right: int, tokens: Sequence[Token]) -> bool:
    if right - left == 1:
        return True
    return right - left == 2 and tokens[left + 1].get(POS) == "助詞"
