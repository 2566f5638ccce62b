"""The training messages keep their promises (docs/data.md): labels, breadth, and no message twice."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.kit.places import DATA
from bot.triage.taxonomy import taxonomy

TRAINING = DATA / "nlu"
EXAMINATION = DATA / "evaluation" / "messages.yml"
NEAR = 0.6
SHORT = 10  # letters; short messages are alike by nature

Example = dict[str, Any]


def read(path: Path) -> Iterator[Example]:
    content = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    for block in content["nlu"]:
        for example in block["examples"]:
            yield {"intent": block["intent"], "file": path.name, **example}


@pytest.fixture(scope="module")
def messages() -> list[Example]:
    return [example for path in sorted(TRAINING.glob("*.yml")) for example in read(path)]


@pytest.fixture(scope="module")
def examination() -> list[Example]:
    return list(read(EXAMINATION))


def pairs(text: str) -> frozenset[str]:
    letters = re.sub(r"\W", "", text)
    return frozenset(letters[i : i + 2] for i in range(len(letters) - 1))


class Shelf:
    """Texts by their pairs of letters, to find the one that is nearly the same."""

    def __init__(self) -> None:
        self._texts: list[tuple[str, frozenset[str]]] = []
        self._by_pair: defaultdict[str, list[int]] = defaultdict(list)

    def near(self, text: str) -> str | None:
        own = pairs(text)
        # Whoever shares more than 0.6 of all pairs shares one of the rarest.
        rare = sorted(own, key=lambda pair: len(self._by_pair[pair]))[: len(own) * 2 // 5 + 1]
        shared = Counter(place for pair in rare for place in self._by_pair[pair])
        for place in shared:
            other, its = self._texts[place]
            if len(own & its) > NEAR * len(own | its):
                return other
        return None

    def put(self, text: str) -> None:
        own = pairs(text)
        for pair in own:
            self._by_pair[pair].append(len(self._texts))
        self._texts.append((text, own))


def test_no_message_is_nearly_another_nor_one_of_the_examination(
    messages: list[Example], examination: list[Example]
) -> None:
    shelf = Shelf()
    for example in examination:
        shelf.put(example["text"])
    for example in messages:
        text = example["text"]
        if len(re.sub(r"\W", "", text)) >= SHORT:
            assert shelf.near(text) is None, (example["file"], text, shelf.near(text))
            shelf.put(text)


def test_labels_are_those_of_the_taxonomy(
    messages: list[Example], examination: list[Example]
) -> None:
    names = taxonomy()
    for example in (*messages, *examination):
        labels = example["metadata"]
        assert labels["scope"] in names.scopes
        assert set(labels.get("issues", ())) <= set(names.issues)
        for danger in labels.get("dangers", ()):
            assert danger["kind"] in names.dangers
            assert danger["level"] in (1, 2, 3)
        for member in labels.get("household", ()):
            assert set(member["issues"]) <= set(labels["issues"]), example["text"]
        assert not (labels.get("near_miss") and labels.get("dangers")), example["text"]


def test_evidence_is_in_the_words(messages: list[Example], examination: list[Example]) -> None:
    for example in (*messages, *examination):
        labels = example["metadata"]
        known = {*labels.get("issues", ()), *(d["kind"] for d in labels.get("dangers", ()))}
        for label, stretches in labels.get("evidence", {}).items():
            assert label in known
            assert all(stretch in example["text"] for stretch in stretches), example["text"]


def test_there_is_enough_of_everything(messages: list[Example]) -> None:
    labels = [example["metadata"] for example in messages]
    told = [one for one in labels if one["scope"] in ("consultation", "outreach_report")]
    needs = [one["issues"] for one in told if one.get("issues")]
    assert len(messages) >= 8000
    assert sum(bool(one.get("dangers")) for one in labels) >= 1800
    assert sum(bool(one.get("near_miss")) for one in labels) >= 1800
    assert sum(len(issues) >= 2 for issues in needs) >= 0.4 * len(needs)


def test_every_danger_is_shown_at_every_level(messages: list[Example]) -> None:
    shown = Counter(
        (danger["kind"], danger["level"])
        for example in messages
        for danger in example["metadata"].get("dangers", ())
    )
    for kind in taxonomy().dangers:
        assert all(shown[kind, level] >= 40 for level in (1, 2, 3)), (kind, shown)


def test_every_issue_is_shown(messages: list[Example]) -> None:
    shown = Counter(issue for e in messages for issue in e["metadata"].get("issues", ()))
    assert all(shown[issue] >= 300 for issue in taxonomy().issues), shown
