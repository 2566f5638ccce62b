from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.classifiers.issue_classifier import IssueClassifier
from nlu.importers.fragment_importer import FRAGMENT

Read = Callable[..., "list[Message]"]


@pytest.fixture
def classifier(workshop: Any, prepared: Read, training_data: TrainingData) -> IssueClassifier:
    made = workshop.create(IssueClassifier)
    made.train(training_data)
    return made


def names(message: Message) -> set[str]:
    return {issue["name"] for issue in message.get("issues")}


def test_one_message_may_hold_several_needs(classifier: IssueClassifier, prepared: Read) -> None:
    message = classifier.process(prepared("母の介護でお金がない"))[0]
    assert names(message) == {"elder_care", "poverty"}


def test_evidence_is_a_cut_of_the_message(classifier: IssueClassifier, prepared: Read) -> None:
    text = "きのうから母の介護がつらいです"
    (issue,) = classifier.process(prepared(text))[0].get("issues")
    assert issue["evidence"]
    assert all(text[e["start"] : e["end"]] == e["text"] for e in issue["evidence"])
    assert any("介護" in e["text"] for e in issue["evidence"])


def test_small_talk_has_none(classifier: IssueClassifier, prepared: Read) -> None:
    assert classifier.process(prepared("こんにちは"))[0].get("issues") == []


def test_a_message_without_words_has_none(classifier: IssueClassifier) -> None:
    assert classifier.process([Message({"text": " "})])[0].get("issues") == []


def test_issues_are_part_of_the_output(classifier: IssueClassifier, prepared: Read) -> None:
    message = classifier.process(prepared("お金がありません"))[0]
    assert "issues" in message.as_dict(only_output_properties=True)


def test_other_intents_need_a_strong_score(
    workshop: Any, classifier: IssueClassifier, prepared: Read
) -> None:
    (message,) = prepared("母の介護がつらい")
    message.set("intent", {"name": "greet", "confidence": 0.9})
    deaf = workshop.load(IssueClassifier, strong_score=1.0)
    assert names(workshop.load(IssueClassifier).process([message])[0]) == {"elder_care"}
    assert names(deaf.process([message])[0]) == set()


def test_a_loaded_classifier_says_the_same(
    workshop: Any, classifier: IssueClassifier, prepared: Read
) -> None:
    texts = ("母が徘徊します", "家賃が払えない", "おはよう")
    fresh = [m.get("issues") for m in classifier.process(prepared(*texts))]
    loaded = workshop.load(IssueClassifier)
    assert [m.get("issues") for m in loaded.process(prepared(*texts))] == fresh


def test_a_fragment_teaches_nothing(
    workshop: Any, prepared: Read, training_data: TrainingData
) -> None:
    (fragment,) = prepared("母の介護")
    fragment.set("intent", "tell_trouble")
    fragment.set("metadata", {"example": {FRAGMENT: True}})
    with_fragments = TrainingData([*training_data.training_examples, *[fragment] * 20])
    texts = ("母の介護がつらい", "お金がない")

    def taught_by(data: TrainingData) -> list[Any]:
        classifier = workshop.create(IssueClassifier)
        classifier.train(data)
        return [m.get("issues") for m in classifier.process(prepared(*texts))]

    assert taught_by(with_fragments) == taught_by(training_data)
