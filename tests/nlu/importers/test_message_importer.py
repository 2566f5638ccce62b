from __future__ import annotations

from pathlib import Path

import pytest
from rasa.shared.exceptions import YamlSyntaxException
from rasa.shared.nlu.training_data.loading import load_data

from nlu.importers.message_importer import MessageImporter, read_messages

BOTH_FORMS = """
version: "3.1"
nlu:
- intent: greet
  examples: |
    - こんにちは
    - - おはよう
- intent: tell_trouble
  examples:
  - text: |-
      母の介護が
      つらい
    metadata: {scope: consultation, issues: [elder_care], evidence: {elder_care: ["母の介護が"]}}
  - text: もう無理
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "messages.yml"
    path.write_text(BOTH_FORMS, encoding="utf-8")
    return path


def test_it_reads_what_rasa_reads(file: Path) -> None:
    theirs = load_data(str(file))
    ours = MessageImporter(training_data_paths=[str(file.parent)]).get_nlu_data()
    assert [message.data for message in ours.intent_examples] == [
        message.data for message in theirs.intent_examples
    ]


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.yml"
    path.write_text("nlu: [", encoding="utf-8")
    with pytest.raises(YamlSyntaxException, match=r"broken\.yml"):
        list(read_messages(path))
