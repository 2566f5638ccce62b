"""What was learned, how it is kept, and how it is asked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np

from nlu.understanding import heads
from nlu.understanding.decisions import Scores, Thresholds
from nlu.understanding.forest import Forest
from nlu.understanding.household import Pair, Voices, pairs
from nlu.understanding.linear import LinearHeads
from nlu.understanding.relations import relations
from nlu.understanding.representation import Numbers, Representation
from nlu.understanding.vocabulary import Vocabulary
from nlu.understanding.words import Word

_ARRAYS, _NAMES = "model.npz", "model.json"


@dataclass(frozen=True)
class MessageModel:
    """Linear heads over marks and meaning, forests over the heads, and thresholds.

    `forest` answers `forest_heads`; `household` has one head: does this person have this need?
    """

    representation: Representation
    linear: LinearHeads
    forest: Forest
    forest_heads: list[str]
    thresholds: Thresholds
    household: Forest

    def distances(self, numbers: Numbers) -> Scores:
        """Each linear head's distance from its border."""
        return dict(zip(self.linear.names, self.linear.distances(numbers).tolist(), strict=True))

    def scores(self, numbers: Numbers) -> Scores:
        """A number for each head: probabilities of the forest's, distances of the others."""
        linear = self.distances(numbers)
        asked = np.array([[linear[name] for name in self.forest_heads]])
        row = with_length(asked, np.array([len(numbers.meaning)]))
        grown = zip(self.forest_heads, self.forest.scores(row)[0].tolist(), strict=True)
        return {**linear, **dict(grown)}

    def contributions(self, numbers: Numbers, names: Sequence[str]) -> dict[str, np.ndarray]:
        """(words,) for each head: how much each word speaks for it; no unit."""
        return self.linear.voices(numbers, names)

    def whose(self, words: Sequence[Word], numbers: Numbers, issues: Sequence[str]) -> list[Pair]:
        """Who has each of the issues found, or bears it."""
        if not issues:
            return []
        asked = pairs(words, issues, voices_of(self.linear, numbers, issues))
        likely = self.household.scores(np.array([pair.row for pair in asked]))[:, 0]
        return [
            pair
            for pair, score in zip(asked, likely, strict=True)
            if score >= self.thresholds.household
        ]

    def save(self, folder: Path) -> None:
        vocabulary = self.representation.vocabulary
        np.savez_compressed(
            folder / _ARRAYS,
            weights=self.linear.weights.astype(np.float16),
            rarity=vocabulary.rarity,
            kinds=self.representation.kinds,
            **_named("forest", self.forest),
            **_named("household", self.household),
        )
        names = {
            "heads": self.linear.names,
            "forest_heads": self.forest_heads,
            "marks": vocabulary.names,
            "word_rarity": self.representation.rarity,
            "rarest": self.representation.rarest,
            "thresholds": asdict(self.thresholds),
        }
        (folder / _NAMES).write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> MessageModel:
        names = json.loads((folder / _NAMES).read_text(encoding="utf-8"))
        with np.load(folder / _ARRAYS, allow_pickle=False) as arrays:
            vocabulary = Vocabulary(names["marks"], arrays["rarity"])
            return cls(
                Representation(vocabulary, arrays["kinds"], names["word_rarity"], names["rarest"]),
                LinearHeads(names["heads"], arrays["weights"], len(vocabulary)),
                _forest("forest", arrays),
                names["forest_heads"],
                Thresholds(**names["thresholds"]),
                _forest("household", arrays),
            )


def with_length(linear: np.ndarray, words: np.ndarray) -> np.ndarray:
    """(messages, heads + 1): the forest also sees how long a message is."""
    return np.hstack([linear, np.log1p(words)[:, None]])


def voices_of(linear: LinearHeads, numbers: Numbers, issues: Sequence[str]) -> Voices:
    """What the household is asked by."""
    of_issue = {heads.issue(name): name for name in issues}
    of_relation = {heads.relation(name): name for name in relations()}
    said = linear.voices(numbers, [*of_issue, *of_relation])
    distances = linear.distances(numbers).tolist()
    return Voices(
        {name: said[head] for head, name in of_issue.items()},
        {name: said[head] for head, name in of_relation.items()},
        dict(zip(linear.names, distances, strict=True)),
    )


def _named(prefix: str, forest: Forest) -> dict[str, np.ndarray]:
    return {f"{prefix}_{name}": array for name, array in vars(forest).items()}


def _forest(prefix: str, arrays: Mapping[str, np.ndarray]) -> Forest:
    return Forest(**{field.name: arrays[f"{prefix}_{field.name}"] for field in fields(Forest)})
