"""The figures of one reader on one set of messages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.evaluation.readings import Judged
from tests.evaluation.scores import dangers, evidence, household, issues, scopes
from tests.evaluation.scores.bootstrap import ROUNDS
from tests.evaluation.scores.proportion import Proportion
from tests.evaluation.scores.tally import Tally


@dataclass(frozen=True, slots=True)
class Figures:
    """`evidence`: hits among issues, among dangers. `issue_confusions`: (missed, found instead)."""

    messages: int
    issues: issues.IssueScores
    issue_confusions: Mapping[tuple[str, str], int]
    dangers: dangers.DangerScores
    scopes: scopes.ScopeScores
    evidence: tuple[Proportion, Proportion]
    household: Tally


def figures(cases: Sequence[Judged], rounds: int = ROUNDS) -> Figures:
    return Figures(
        len(cases),
        issues.measure(cases, rounds),
        issues.confusions(cases),
        dangers.measure(cases),
        scopes.measure(cases),
        evidence.measure(cases),
        household.measure(cases),
    )
