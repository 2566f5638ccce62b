"""The analysis as JSON."""

import json

from bot.privacy.models import PiiSpan
from bot.triage.models import Analysis, Danger, Evidence, HouseholdMember, Issue


def test_the_payload_is_the_contract() -> None:
    analysis = Analysis(
        id="x1",
        masked_text="〈人名〉です。母が認知症",
        pii=(PiiSpan(0, 2, "person"),),
        scope="consultation",
        intent="tell_trouble",
        issues=(Issue("elder_care", (Evidence(5, 10, "母が認知症"),)),),
        dangers=(Danger("suicide", 1, "sure", "rule", (Evidence(11, 15, "死にたい"),)),),
        household=(HouseholdMember("母", ("elder_care",)),),
        patterns=("p8050",),
    )
    assert json.loads(json.dumps(analysis.to_payload())) == {
        "id": "x1",
        "masked_text": "〈人名〉です。母が認知症",
        "pii": [{"start": 0, "end": 2, "kind": "person"}],
        "scope": "consultation",
        "intent": "tell_trouble",
        "issues": [
            {"name": "elder_care", "evidence": [{"start": 5, "end": 10, "text": "母が認知症"}]}
        ],
        "dangers": [
            {
                "kind": "suicide",
                "level": 1,
                "certainty": "sure",
                "source": "rule",
                "evidence": [{"start": 11, "end": 15, "text": "死にたい"}],
            }
        ],
        "household": [{"relation": "母", "issues": ["elder_care"]}],
        "patterns": ["p8050"],
    }
