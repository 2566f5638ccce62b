"""Issues: every label by itself, all labels alike (macro), all findings alike (micro)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.triage.taxonomy import taxonomy
from tests.evaluation.readings import Judged
from tests.evaluation.scores.bootstrap import ROUNDS, intervals
from tests.evaluation.scores.tally import Tally

type Interval = tuple[float, float]
# Of one message: the places of labels found rightly, found wrongly, and missed.
type _Outcome = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Figure:
    value: float
    interval: Interval

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.interval[0]:.3f}–{self.interval[1]:.3f})"


@dataclass(frozen=True, slots=True)
class IssueScores:
    """`macro_f1` is the mean over the labels that the messages hold."""

    labels: Mapping[str, Tally]
    macro_f1: Figure
    precision: Figure
    recall: Figure
    f1: Figure


def measure(cases: Sequence[Judged], rounds: int = ROUNDS) -> IssueScores:
    names = list(taxonomy().issues)
    outcomes = [_outcome(case, names) for case in cases]

    def figures(drawn: Sequence[_Outcome]) -> tuple[float, ...]:
        return _figures(_tallies(drawn, len(names)))

    bounds = intervals(outcomes, figures, rounds)
    values = map(Figure, figures(outcomes), bounds)
    return IssueScores(dict(zip(names, _tallies(outcomes, len(names)), strict=True)), *values)


def confusions(cases: Sequence[Judged]) -> dict[tuple[str, str], int]:
    """How often (missed, found instead) came together in one message."""
    counts: dict[tuple[str, str], int] = {}
    for case in cases:
        missed = case.gold.issues - case.found.issues.keys()
        instead = case.found.issues.keys() - case.gold.issues
        for both in ((one, other) for one in missed for other in instead):
            counts[both] = counts.get(both, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def plain_f1(cases: Sequence[Judged]) -> tuple[float, float]:
    """Macro and micro F1 without intervals."""
    names = list(taxonomy().issues)
    macro, _, _, micro = _figures(_tallies([_outcome(case, names) for case in cases], len(names)))
    return macro, micro


def _outcome(case: Judged, names: Sequence[str]) -> _Outcome:
    gold, found = case.gold.issues, case.found.issues.keys()
    places = [(place, name in gold, name in found) for place, name in enumerate(names)]
    return (
        tuple(place for place, is_so, seen in places if is_so and seen),
        tuple(place for place, is_so, seen in places if seen and not is_so),
        tuple(place for place, is_so, seen in places if is_so and not seen),
    )


def _tallies(outcomes: Sequence[_Outcome], labels: int) -> list[Tally]:
    counts = [[0] * labels for _ in range(3)]
    for outcome in outcomes:
        for count, places in zip(counts, outcome, strict=True):
            for place in places:
                count[place] += 1
    return [Tally(*of_label) for of_label in zip(*counts, strict=True)]


def _figures(tallies: Sequence[Tally]) -> tuple[float, float, float, float]:
    """Macro-F1, then micro precision, recall and F1."""
    held = [tally.f1 for tally in tallies if tally.support]
    whole = sum(tallies, Tally())
    return sum(held) / len(held) if held else 0.0, whole.precision, whole.recall, whole.f1
