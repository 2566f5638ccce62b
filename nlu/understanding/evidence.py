"""From the weight of single words to the clause a coordinator is shown."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nlu.understanding.clauses import clauses
from nlu.understanding.labels import Span
from nlu.understanding.words import Word

_MOST_SPANS = 2
# A second clause is shown when it speaks nearly as loud as the first.
_NEARLY = 0.7


def spans(words: Sequence[Word], contributions: np.ndarray) -> list[Span]:
    """The clauses that speak loudest for a label, in reading order, without their stops."""
    if not words:
        return []
    said = [(float(contributions[list(clause)].sum()), clause) for clause in clauses(words)]
    said.sort(key=lambda one: -one[0])
    loudest = said[0][0]
    chosen = [said[0][1]] + [
        clause for weight, clause in said[1:_MOST_SPANS] if weight > _NEARLY * loudest > 0
    ]
    return sorted(_trimmed(words, clause) for clause in chosen)


def _trimmed(words: Sequence[Word], clause: range) -> Span:
    inside = [words[place] for place in clause]
    telling = [word for word in inside if word.part != "補助記号"] or inside
    return telling[0].start, telling[-1].end
