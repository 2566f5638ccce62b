"""Everything that can be shown has a word."""

from enum import StrEnum

import pytest

from bot.cases.models import Happening, Outcome, State
from bot.console.wording import Wording
from bot.conversations.models import Owner
from bot.outbox.models import DeliveryState
from bot.triage.models import ReasonCode, Tier

NAMED = {
    "tiers": Tier,
    "states": State,
    "owners": Owner,
    "reasons": ReasonCode,
    "happenings": Happening,
    "outcomes": Outcome,
    "deliveries": DeliveryState,
}


@pytest.mark.parametrize(("section", "kind"), NAMED.items())
def test_every_member_has_a_word(section: str, kind: type[StrEnum]):
    assert set(Wording.load().said[section]) == {member.value for member in kind}


def test_levels_certainties_and_sources_have_words():
    said = Wording.load().said
    assert set(said["danger_levels"]) == {1, 2, 3}
    assert set(said["certainties"]) == {"sure", "possible"}
    assert set(said["sources"]) == {"rule", "model"}


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("sure_danger:suicide", "危険：自殺・自傷"),
        ("rights_issue:abuse", "権利が侵されているおそれ：虐待(疑いを含む)"),
        ("compound:A,D", "いくつもの分野にまたがる：高齢、くらし・お金・仕事・住まい"),
        ("asked_for_human", "人と話したいとの希望"),
        ("unheard_of", "unheard_of"),
    ],
)
def test_reasons_in_words(word: str, shown: str):
    assert Wording.load().reason(word) == shown
