"""Whether a held-out message stands nearly so among the training messages."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tests.evaluation.markdown import section, table
from tests.evaluation.messages import Message

# Jaccard similarity of the sets of letter pairs above which two messages count as one.
LIMIT = 0.6
# Shorter ones (はい, ありがとう) are the same from everybody.
SHORT = 8


@dataclass(frozen=True, slots=True)
class Twin:
    """The training message most like a held-out one, above the limit."""

    held_out: Message
    training: Message
    likeness: float

    @property
    def everyday(self) -> bool:
        return len(self.held_out.text) < SHORT


def twins(
    held_out: Sequence[Message], training: Sequence[Message], limit: float = LIMIT
) -> list[Twin]:
    """At most one for each held-out message, the likest first."""
    pairs = [letter_pairs(message.text) for message in training]
    common = Counter(pair for of_one in pairs for pair in of_one)
    holders: dict[str, list[int]] = defaultdict(list)
    for place, of_one in enumerate(pairs):
        for pair in of_one:
            holders[pair].append(place)
    found = []
    for message in held_out:
        own = letter_pairs(message.text)
        # Two sets as like as that share one of the rarest pairs: only those are looked at.
        rare = sorted(own, key=lambda pair: (common[pair], pair))[: _prefix(len(own), limit)]
        near = {
            place
            for pair in rare
            for place in holders.get(pair, ())
            if limit * len(own) <= len(pairs[place]) <= len(own) / limit
        }
        best = max(((jaccard(own, pairs[place]), -place) for place in near), default=(0.0, 0))
        if best[0] > limit:
            found.append(Twin(message, training[-best[1]], best[0]))
    return sorted(found, key=lambda twin: -twin.likeness)


def letter_pairs(text: str) -> frozenset[str]:
    """Neighbouring letters without white space; a single letter is its own pair."""
    plain = "".join(text.split())
    return frozenset(plain[at : at + 2] for at in range(max(1, len(plain) - 1)))


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)


def _prefix(size: int, limit: float) -> int:
    """So many pairs that two sets above the limit cannot miss each other."""
    return size - math.ceil(limit * size) + 1


def of_leakage(held_out: Sequence[Message], training: Sequence[Message]) -> str:
    found = twins(held_out, training)
    told = [twin for twin in found if not twin.everyday]
    rows = [
        (twin.held_out.id, twin.training.id, f"{twin.likeness:.2f}", _one_line(twin.held_out.text))
        for twin in told
    ]
    return section(
        "Leakage",
        f"{len(told)} held-out messages stand nearly so among the training messages (letter pairs "
        f"alike by more than {LIMIT}). Besides, {len(found) - len(told)} are shorter than {SHORT} "
        "letters and the same from everybody.",
        table(("held-out", "training", "alike", "text"), rows) if rows else "",
    )


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace("|", "｜")
