"""Reading labelled messages in both forms of Rasa's YAML."""

from pathlib import Path

import pytest

from tests.evaluation.messages import MessagesInvalid, read_file

_LABELLED = """\
version: "3.1"
nlu:
- intent: tell_trouble
  examples:
  - text: |-
      母の物忘れ
      母の物忘れがひどい
    metadata:
      scope: outreach_report
      issues: [elder_care, work]
      dangers: [{kind: suicide, level: 2}, {kind: medical, level: 1}]
      household: [{relation: 母, issues: [elder_care]}]
      near_miss: true
      evidence: {elder_care: [母の物忘れ]}
- intent: greet
  examples: |
    - こんにちは
    - はい - ええ
- synonym: 母
  examples: |
    - おかん
"""


def _written(folder: Path, text: str) -> Path:
    path = folder / "told.yml"
    path.write_text(text, "utf-8")
    return path


def test_labels_are_read_and_evidence_is_wherever_its_words_stand(tmp_path: Path) -> None:
    told, *greetings = read_file(_written(tmp_path, _LABELLED))
    assert told.id == "told:1"
    assert told.scope == "outreach_report"
    assert told.issues == {"elder_care", "work"}
    assert told.dangers == {"suicide": 2, "medical": 1}
    assert told.worst == 2
    assert told.household == {("母", "elder_care")}
    assert told.near_miss
    assert told.evidence == {"elder_care": ((0, 5), (6, 11))}
    assert [(one.text, one.scope) for one in greetings] == [
        ("こんにちは", "smalltalk"),
        ("はい - ええ", "smalltalk"),
    ]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("[母の物忘れ]", "[父の物忘れ]"),
        ("nlu:", "nul:"),
        ("level: 2", "grade: 2"),
        ("kind: medical", "kind: medicine"),
    ],
)
def test_a_wrong_file_is_refused_by_name(tmp_path: Path, right: str, wrong: str) -> None:
    with pytest.raises(MessagesInvalid, match="told"):
        read_file(_written(tmp_path, _LABELLED.replace(right, wrong)))
