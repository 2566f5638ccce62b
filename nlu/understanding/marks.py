"""What a message is recognised by: words, pairs of words, sounds, kinds of words, small facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nlu.understanding.concepts import Concept
from nlu.understanding.words import Word

# (name, place of the first word that shows it, place of the last)
Mark = tuple[str, int, int]

WORDS, SOUNDS, KINDS, FACTS = "words", "sounds", "kinds", "facts"
# How much each family weighs beside the others; chosen on the training messages by halves.
FAMILIES = {WORDS: 1.0, SOUNDS: 1.0, KINDS: 0.7, FACTS: 0.3}

_SHORTEST_SOUND, _LONGEST_SOUND = 2, 5


def word_marks(words: Sequence[Word]) -> Iterator[Mark]:
    """Normalised words and neighbours: 引越し and 引っ越し are one mark."""
    for place, word in enumerate(words):
        yield word.lemma, place, place
        if place + 1 < len(words):
            yield f"{word.lemma}_{words[place + 1].lemma}", place, place + 1


def sound_marks(words: Sequence[Word]) -> Iterator[Mark]:
    """Stretches of two to five kana of the message read aloud.

    What a child writes in hiragana, an elder in old kanji and a phone in wrong ones sounds alike.
    """
    sounds = [(sign, place) for place, word in enumerate(words) for sign in word.sound]
    text = "".join(sign for sign, _ in sounds)
    for length in range(_SHORTEST_SOUND, _LONGEST_SOUND + 1):
        for start in range(len(text) - length + 1):
            yield (
                text[start : start + length],
                sounds[start][1],
                sounds[start + length - 1][1],
            )


def kind_marks(kinds: Sequence[int | None]) -> Iterator[Mark]:
    """Which kinds of words (clusters of their vectors) stand in the message, and which side by side.

    `kinds`: one number a word, None for a word without a vector.
    """
    known = [(kind, place) for place, kind in enumerate(kinds) if kind is not None]
    for at, (kind, place) in enumerate(known):
        yield str(kind), place, place
        if at + 1 < len(known):
            following, its_place = known[at + 1]
            yield f"{kind}_{following}", place, its_place


def fact_marks(concepts: Sequence[Concept]) -> Iterator[Mark]:
    for concept in concepts:
        yield concept.name, concept.first, concept.last
