"""The one kind that every message has."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tests.evaluation.readings import Judged
from tests.evaluation.scores.proportion import Proportion, share


@dataclass(frozen=True, slots=True)
class ScopeScores:
    """`confusions`: ((labelled, found), how often), the commonest first."""

    accuracy: Proportion
    confusions: list[tuple[tuple[str, str], int]]


def measure(cases: Sequence[Judged]) -> ScopeScores:
    wrong = Counter(
        (case.gold.scope, case.found.scope) for case in cases if case.gold.scope != case.found.scope
    )
    return ScopeScores(
        share([case.gold.scope == case.found.scope for case in cases]),
        sorted(wrong.items(), key=lambda item: (-item[1], item[0])),
    )
