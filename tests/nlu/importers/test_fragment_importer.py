from __future__ import annotations

from pathlib import Path

from rasa.shared.nlu.training_data.message import Message

from nlu.importers.fragment_importer import FRAGMENT, FragmentImporter, fragments

LONG = "すみません、母が夜に出歩くんです。もう疲れました、正直。"


def test_the_longest_short_part_is_taken() -> None:
    (fragment,) = fragments([Message.build(LONG, "tell_trouble")])
    assert fragment.get("text") == "母が夜に出歩くんです"
    assert fragment.get("intent") == "tell_trouble"
    assert fragment.get("metadata") == {"example": {FRAGMENT: True}}


def test_only_told_troubles_are_cut() -> None:
    assert fragments([Message.build(LONG, "ask_service")]) == []


def test_what_is_an_example_already_is_not_added() -> None:
    known = [Message.build(LONG, "tell_trouble"), Message.build("母が夜に出歩くんです", "deny")]
    assert fragments(known) == []


def test_too_short_or_too_long_parts_are_left() -> None:
    assert fragments([Message.build("はい。" + "あ" * 30, "tell_trouble")]) == []


def test_the_importer_adds_them_to_the_training_data(tmp_path: Path) -> None:
    file = tmp_path / "nlu.yml"
    file.write_text(
        f'version: "3.1"\nnlu:\n- intent: tell_trouble\n  examples: |\n    - {LONG}\n',
        encoding="utf-8",
    )
    data = FragmentImporter(training_data_paths=[str(file)]).get_nlu_data("ja")
    assert {e.get("text") for e in data.intent_examples} == {LONG, "母が夜に出歩くんです"}
