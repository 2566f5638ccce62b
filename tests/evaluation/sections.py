"""The report's tables about one reader."""

from collections.abc import Iterator

from tests.evaluation.figures import Figures
from tests.evaluation.markdown import section, table
from tests.evaluation.scores.dangers import Alarms, DangerScores, Recall
from tests.evaluation.scores.issues import IssueScores
from tests.evaluation.scores.tally import Tally

_MOST_CONFUSIONS = 15


def of_issues(scores: IssueScores, title: str = "Issues") -> str:
    rows = [(label, *three(tally), tally.support) for label, tally in scores.labels.items()]
    return section(
        title,
        table(("issue", "precision", "recall", "F1", "support"), rows),
        table(
            ("over all issues", "value (95 %)"),
            [
                ("macro-F1", scores.macro_f1),
                ("micro-precision", scores.precision),
                ("micro-recall", scores.recall),
                ("micro-F1", scores.f1),
            ],
        ),
    )


def of_dangers(scores: DangerScores, title: str = "Dangers") -> str:
    kinds = [
        (kind, found.recall, found.recall_sure, found.level, found.precision)
        for kind, found in scores.kinds.items()
    ]
    return section(
        title,
        table(("found", "sure or possible", "sure alone"), _recalls(scores)),
        table(
            ("cried where there is none", "sure", "possible", "either"),
            [
                ("near-misses", *_alarms(scores.near_misses)),
                ("ordinary messages", *_alarms(scores.ordinary)),
            ],
        ),
        table(("kind", "recall", "recall, sure alone", "level right", "precision"), kinds),
        f"Level right, over all kinds: {scores.level}",
    )


def of_scopes_and_confusions(found: Figures) -> str:
    scopes = [(a, b, count) for (a, b), count in found.scopes.confusions]
    issues = [(a, b, count) for (a, b), count in found.issue_confusions.items()]
    return section(
        "Scope, and what is taken for what",
        f"Scope right: {found.scopes.accuracy}",
        table(("scope", "taken for", "times"), scopes[:_MOST_CONFUSIONS]),
        table(("issue missed", "found instead", "times"), issues[:_MOST_CONFUSIONS]),
    )


def of_evidence(found: Figures) -> str:
    issues, dangers = found.evidence
    return section(
        "Evidence",
        "Of what was found rightly: one of the shown stretches lies by half in a marked one.",
        table(("finding", "hits"), [("issues", issues), ("dangers", dangers)]),
    )


def of_household(tally: Tally) -> str:
    return section(
        "Household",
        table(
            ("pairs", "precision", "recall", "F1", "support"),
            [("(relation, issue)", *three(tally), tally.support)],
        ),
    )


def three(tally: Tally) -> tuple[str, str, str]:
    return tuple(f"{value:.3f}" for value in (tally.precision, tally.recall, tally.f1))  # type: ignore[return-value]


def _recalls(scores: DangerScores) -> Iterator[tuple[object, ...]]:
    names = {
        "seen": "a message in danger, by any danger",
        "named": "a message in danger, by one of its kinds",
        "kinds": "each danger, by its kind",
    }
    for lowest, (both, sure) in scores.recalls.items():
        level = "any level" if lowest == 1 else f"level ≥ {lowest}"
        for name, words in names.items():
            yield f"{words}, {level}", _of(both, name), _of(sure, name)


def _of(recall: Recall, name: str) -> object:
    return getattr(recall, name)


def _alarms(alarms: Alarms) -> tuple[object, ...]:
    return alarms.sure, alarms.possible, alarms.either
