"""How a model is learned from labelled messages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.model_selection import KFold

from nlu.understanding import heads
from nlu.understanding.concepts import ConceptLexicon
from nlu.understanding.decisions import Aims, Thresholds, choose
from nlu.understanding.forest import Forest, grow
from nlu.understanding.household import pairs
from nlu.understanding.labels import ISSUES, Labels
from nlu.understanding.linear import LinearHeads
from nlu.understanding.marks import FAMILIES
from nlu.understanding.model import MessageModel, voices_of, with_length
from nlu.understanding.representation import Numbers, Representation, table
from nlu.understanding.vocabulary import Row
from nlu.understanding.words import Word

# Heads whose linear score is enough: they choose among intents of one scope, or among people.
_LINEAR_ONLY = ("intent:", "relation:")
# What thresholds are chosen for.
_DECIDING = [*map(heads.issue, ISSUES), heads.any_danger(1), heads.any_danger(2)]
_FULL_LENGTH = float(np.sqrt(sum(weight * weight for weight in FAMILIES.values())))


@dataclass(frozen=True)
class Example:
    """A training message; `encoded` (E,) is empty without a sentence encoder."""

    words: Sequence[Word]
    labels: Labels
    encoded: np.ndarray


@dataclass(frozen=True)
class Settings:
    """`strength`: the linear machines' C; `stretch_weight`: how much a marked stretch counts as a
    message of its own; `folds`: how often scores are made on unseen messages.
    """

    aims: Aims
    strength: float
    stretch_weight: float
    kinds: int
    folds: int
    random_state: int


def learn(
    examples: Sequence[Example],
    facts: ConceptLexicon,
    settings: Settings,
    say: Callable[[str], None],
) -> MessageModel:
    """Learn from whole messages, and from each marked stretch as a short message of its own."""
    say(f"reading {len(examples)} messages")
    seed = settings.random_state
    messages = [example.words for example in examples]
    representation, marks = Representation.learn(messages, facts, settings.kinds, seed)
    numbers = [
        Numbers(row, representation.meaning(example.words), example.encoded)
        for row, example in zip(marks, examples, strict=True)
    ]
    size = len(representation.vocabulary)
    rows = table(numbers, size)
    stretches = _stretches(examples, numbers)
    extra = table([one for _, one, _ in stretches], size) if stretches else rows[:0]
    asked = heads.questions(sorted({example.labels.intent for example in examples}))
    course = _Course(rows, extra, examples, numbers, stretches, asked, settings, size)
    say("learning the heads, and scoring each message by heads that have not seen it")
    linear, scores, household = course.take()
    labels = [example.labels for example in examples]
    grown = [name for name in asked if not name.startswith(_LINEAR_ONLY)]
    columns = [linear.names.index(name) for name in grown]
    unseen = with_length(scores[:, columns], np.array([len(words) for words in messages]))
    say("choosing thresholds")
    thresholds = _thresholds(unseen, labels, asked, settings)
    say("growing the forests")
    forest = grow(unseen, [_answers(asked[name], labels) for name in grown], seed)
    return MessageModel(representation, linear, forest, grown, thresholds, household.grow(seed))


def _answers(question: heads.Question, labels: Sequence[Labels]) -> np.ndarray:
    return np.array([question(label) for label in labels])


@dataclass(frozen=True)
class _Course:
    """The tables from which heads are learned, for any choice of messages."""

    rows: csr_matrix
    extra: csr_matrix
    examples: Sequence[Example]
    numbers: Sequence[Numbers]
    stretches: Sequence[tuple[int, Numbers, Labels]]
    asked: dict[str, heads.Question]
    settings: Settings
    size: int

    def fit(self, chosen: np.ndarray) -> LinearHeads:
        """Whoever and what is asked for is learned from whole messages, all else from stretches too."""
        labels = [self.examples[place].labels for place in chosen]
        rows = self.rows[chosen]
        among = set(chosen.tolist())
        kept = [place for place, (source, _, _) in enumerate(self.stretches) if source in among]
        more = vstack([rows, self.extra[kept]], format="csr")
        more_labels = labels + [self.stretches[place][2] for place in kept]
        whole = {name: ask for name, ask in self.asked.items() if name.startswith(_LINEAR_ONLY)}
        both = {name: ask for name, ask in self.asked.items() if name not in whole}
        weights = np.ones(len(more_labels))
        weights[len(chosen) :] = self.settings.stretch_weight
        strength = self.settings.strength
        learned = [
            heads.learn(more, more_labels, weights, both, strength),
            heads.learn(rows, labels, weights[: len(chosen)], whole, strength),
        ]
        return LinearHeads([*both, *whole], np.vstack(learned).T.copy(), self.size)

    def take(self) -> tuple[LinearHeads, np.ndarray, _HouseholdCourse]:
        """Heads that are the mean of what each part of the messages taught, and scores (messages,
        heads) of every message by the part that did not hold it.

        The mean rather than heads learned once more from all: theirs would be louder scores than
        those the forest and the thresholds have seen.
        """
        scores = np.zeros((len(self.examples), len(self.asked)))
        learned = []
        household = _HouseholdCourse()
        folds = KFold(self.settings.folds, shuffle=True, random_state=self.settings.random_state)
        for seen, held in folds.split(scores):
            linear = self.fit(seen)
            scores[held] = linear.all_distances(self.rows[held])
            learned.append(linear)
            for place in held:
                household.add(self.examples[place], self.numbers[place], linear)
        mean = np.mean([linear.weights for linear in learned], axis=0)
        return LinearHeads(learned[0].names, mean, self.size), scores, household


class _HouseholdCourse:
    """Pairs of a person and a need, each asked about with heads that have not seen its message."""

    def __init__(self) -> None:
        self._rows: list[np.ndarray] = []
        self._holds: list[bool] = []

    def add(self, example: Example, numbers: Numbers, linear: LinearHeads) -> None:
        issues = sorted(example.labels.issues)
        if not issues or not example.labels.household:
            return
        for pair in pairs(example.words, issues, voices_of(linear, numbers, issues)):
            self._rows.append(pair.row)
            self._holds.append((pair.relation, pair.issue) in example.labels.household)

    def grow(self, random_state: int) -> Forest:
        if not self._rows:
            return grow(np.zeros((1, 1)), [np.zeros(1, dtype=bool)], random_state)
        return grow(np.array(self._rows), [np.array(self._holds)], random_state)


def _stretches(
    examples: Sequence[Example], numbers: Sequence[Numbers]
) -> list[tuple[int, Numbers, Labels]]:
    """(place of the message, the stretch's numbers, what it alone says)."""
    found = []
    for place, (example, whole) in enumerate(zip(examples, numbers, strict=True)):
        for (start, end), labels in example.labels.spans().items():
            inside = [i for i, w in enumerate(example.words) if w.start < end and w.end > start]
            if inside and len(inside) < len(example.words):
                part = _part(whole, inside[0], inside[-1])
                found.append((place, part, example.labels.of_stretch(labels)))
    return found


def _part(whole: Numbers, first: int, last: int) -> Numbers:
    """The numbers of some neighbouring words, as if they were the message."""
    row = whole.row
    inside = (row.places[:, 0] >= first) & (row.places[:, 1] <= last)
    values = row.values[inside]
    # Families are not weighed against each other anew: a stretch only grows to a message's length.
    grown = values * (_FULL_LENGTH / (np.linalg.norm(values) or 1.0))
    meaning = whole.meaning[first : last + 1]
    meaning = meaning / (np.linalg.norm(meaning.sum(axis=0)) or 1.0)
    return Numbers(Row(row.columns[inside], grown, row.places[inside]), meaning, whole.encoded)


def _thresholds(
    unseen: np.ndarray,
    labels: Sequence[Labels],
    asked: dict[str, heads.Question],
    settings: Settings,
) -> Thresholds:
    """By two forests, each asked about the half that the other has not seen."""
    answers = [_answers(asked[name], labels) for name in _DECIDING]
    scores = np.zeros((len(labels), len(_DECIDING)))
    halves = KFold(2, shuffle=True, random_state=settings.random_state)
    for seen, held in halves.split(scores):
        forest = grow(unseen[seen], [answer[seen] for answer in answers], settings.random_state)
        scores[held] = forest.scores(unseen[held])
    return choose(
        [dict(zip(_DECIDING, row, strict=True)) for row in scores.tolist()], labels, settings.aims
    )
