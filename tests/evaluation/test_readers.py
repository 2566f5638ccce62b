"""The rivals, and what is kept of a training."""

from pathlib import Path

import pytest
import yaml

from bot.triage.taxonomy import taxonomy
from tests.evaluation.examples import message
from tests.evaluation.messages import Message
from tests.evaluation.readers.keywords import KeywordList
from tests.evaluation.readers.lesson import Lesson, training_file
from tests.evaluation.readers.stock import intent_of, reading_of
from tests.evaluation.readings import FoundDanger, Reading


def test_the_keyword_list_has_words_for_every_label() -> None:
    keywords = KeywordList.load()
    assert keywords.issues.keys() == taxonomy().issues.keys()
    assert keywords.dangers.keys() == taxonomy().dangers.keys()
    assert {*keywords.scopes, keywords.otherwise} == taxonomy().scopes.keys()
    for words in (*keywords.issues.values(), *keywords.dangers.values()):
        assert 15 <= len(set(words)) <= 30


def test_a_word_raises_its_label_where_it_stands() -> None:
    keywords = KeywordList(
        issues={"multicultural": ["ビザ"], "work": ["仕事"]},
        dangers={"suicide": ["死にたい"]},
        level=2,
        scopes={"smalltalk": ["はい"], "service_question": ["窓口"]},
        otherwise="consultation",
    )
    assert keywords.read("はい、ビザの窓口") == Reading(
        "service_question", {"multicultural": ((3, 5),)}, ()
    )
    assert keywords.read("はい、死にたい") == Reading(
        "consultation", {}, (FoundDanger("suicide", 2, evidence=((3, 7),)),)
    )
    assert keywords.read("はい").scope == "smalltalk"
    assert keywords.read("さあ").scope == "consultation"


@pytest.mark.parametrize(
    "labelled",
    [
        message(scope="smalltalk"),
        message(issues=("work", "abuse"), dangers={"child_abuse": 2, "suicide": 1}),
    ],
)
def test_labels_survive_being_one_intent_of_the_stock_pipeline(labelled: Message) -> None:
    read = reading_of({"intent": {"name": intent_of(labelled), "confidence": 1.0}})
    assert read.scope == labelled.scope
    assert read.issues.keys() == labelled.issues
    assert {danger.kind: danger.level for danger in read.dangers} == labelled.dangers


def test_an_analysis_is_read_as_it_is_written() -> None:
    span = {"start": 0, "end": 2, "text": "母が"}
    reading = Reading.from_payload(
        {
            "scope": "consultation",
            "issues": [{"name": "elder_care", "evidence": [span]}],
            "dangers": [
                {"kind": "medical", "level": 3, "certainty": "possible", "evidence": [span]},
                {"kind": "medical", "level": 2, "certainty": "sure", "evidence": []},
            ],
            "household": [{"relation": "母", "issues": ["elder_care", "health"]}],
        }
    )
    assert reading.issues == {"elder_care": ((0, 2),)}
    assert reading.kinds(sure_only=True) == {"medical"}
    assert reading.evidence("medical") == ((0, 2),)
    assert reading.household == {("母", "elder_care"), ("母", "health")}


def test_what_is_learned_reaches_rasa_as_it_was_written() -> None:
    texts = ["a: 「b」\n- c", 'かぎ括弧"と\\と😢', "#1 {x}"]
    learned = [message(text) for text in texts]
    lesson = Lesson("trial", Path("config.yml"), learned, ["one", "two", "one"], [])
    content = yaml.safe_load(training_file(lesson))
    found = {block["intent"]: [e["text"] for e in block["examples"]] for block in content["nlu"]}
    assert found == {"one": [texts[0], texts[2]], "two": [texts[1]]}
