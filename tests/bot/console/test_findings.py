from bot.console.findings import gather


def _danger(kind: str, level: int, certainty: str, quote: str) -> dict[str, object]:
    evidence = [{"start": 0, "end": len(quote), "text": quote}]
    return {
        "kind": kind,
        "level": level,
        "certainty": certainty,
        "source": "rule",
        "evidence": evidence,
    }


def test_what_is_sure_and_grave_comes_first():
    found = gather(
        [
            {
                "issues": [],
                "dangers": [
                    _danger("medical", 3, "possible", "薬"),
                    _danger("suicide", 1, "sure", "消えたい"),
                ],
            },
            {"issues": [], "dangers": [_danger("suicide", 3, "sure", "いまから")]},
        ]
    )
    assert [(danger.kind, danger.level) for danger in found.dangers] == [
        ("suicide", 3),
        ("suicide", 1),
        ("medical", 3),
    ]


def test_words_of_all_turns_stand_together_once():
    def turn(quote: str) -> dict[str, object]:
        evidence = [{"start": 0, "end": 2, "text": quote}]
        return {
            "issues": [{"name": "debt", "evidence": evidence}],
            "dangers": [],
            "household": [{"relation": "母", "issues": ["elder_care"]}],
            "patterns": ["p8050"],
        }

    found = gather([turn("借金"), turn("返済"), turn("借金")])
    assert [(issue.name, issue.quotes) for issue in found.issues] == [("debt", ["借金", "返済"])]
    assert found.household == {"母": ["elder_care"]}
    assert found.patterns == ["p8050"]
