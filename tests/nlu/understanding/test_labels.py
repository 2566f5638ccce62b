from __future__ import annotations

import pytest

from nlu.understanding.labels import Labels

TEXT = "母の物忘れがひどくて、死にたい"
METADATA = {
    "scope": "consultation",
    "issues": ["elder_care", "mental"],
    "dangers": [{"kind": "suicide", "level": 1}],
    "household": [
        {"relation": "本人", "issues": ["mental"]},
        {"relation": "母", "issues": ["elder_care"]},
    ],
    "evidence": {
        "elder_care": ["母の物忘れがひどく"],
        "mental": ["死にたい"],
        "suicide": ["死にたい"],
    },
}


def test_metadata_becomes_labels() -> None:
    labels = Labels.from_metadata(TEXT, "tell_trouble", METADATA)
    assert labels.issues == {"elder_care", "mental"}
    assert labels.dangers == {"suicide": 1}
    assert labels.household == {("本人", "mental"), ("母", "elder_care")}
    assert labels.worst == 1
    assert not labels.near_miss


def test_a_stretch_says_only_what_is_marked_on_it() -> None:
    labels = Labels.from_metadata(TEXT, "tell_trouble", METADATA)
    assert labels.spans() == {(0, 9): {"elder_care"}, (11, 15): {"mental", "suicide"}}
    part = labels.of_stretch(labels.spans()[11, 15])
    assert part.issues == {"mental"}
    assert part.dangers == {"suicide": 1}
    assert part.household == {("本人", "mental")}


@pytest.mark.parametrize(
    ("intent", "scope"),
    [("greet", "smalltalk"), ("ask_secret", "bot_meta"), ("tell_trouble", "consultation")],
)
def test_an_intent_tells_its_scope(intent: str, scope: str) -> None:
    assert Labels.from_metadata("…", intent, {}).scope == scope
