"""Ours beside its rivals, on the same messages."""

from collections.abc import Callable, Mapping

from tests.evaluation.figures import Figures
from tests.evaluation.markdown import section, table

# What the project aims at; "≥" or "≤" stands before each figure.
_ROWS: tuple[tuple[str, str, Callable[[Figures], object]], ...] = (
    ("issues, macro-F1", "≥ 0.80", lambda found: found.issues.macro_f1),
    ("issues, micro-precision", "", lambda found: found.issues.precision),
    ("issues, micro-recall", "≥ 0.82", lambda found: found.issues.recall),
    ("issues, micro-F1", "", lambda found: found.issues.f1),
    ("danger ≥ 2 seen", "≥ 0.98", lambda found: found.dangers.recalls[2][0].seen),
    ("danger ≥ 2 seen, sure alone", "", lambda found: found.dangers.recalls[2][1].seen),
    ("danger of any level seen", "≥ 0.95", lambda found: found.dangers.recalls[1][0].seen),
    ("each danger by its kind", "", lambda found: found.dangers.recalls[1][0].kinds),
    ("near-misses cried sure", "≤ 0.05", lambda found: found.dangers.near_misses.sure),
    ("near-misses cried possible", "≤ 0.25", lambda found: found.dangers.near_misses.possible),
    ("ordinary cried sure", "≤ 0.01", lambda found: found.dangers.ordinary.sure),
    ("ordinary cried possible", "≤ 0.08", lambda found: found.dangers.ordinary.possible),
    ("danger level right", "", lambda found: found.dangers.level),
    ("scope right", "≥ 0.93", lambda found: found.scopes.accuracy),
)


def side_by_side(readers: Mapping[str, Figures]) -> str:
    names = list(readers)
    figures = [
        (what, aim, *(value(found) for found in readers.values())) for what, aim, value in _ROWS
    ]
    labels = next(iter(readers.values())).issues.labels
    f1 = [
        (label, tally.support, *(_f1(found, label) for found in readers.values()))
        for label, tally in labels.items()
    ]
    kinds = next(iter(readers.values())).dangers.kinds
    recalls = [
        (kind, *(found.dangers.kinds[kind].recall for found in readers.values())) for kind in kinds
    ]
    return section(
        "Side by side",
        table(("figure", "aim", *names), figures),
        table(("issue, F1", "support", *names), f1),
        table(("danger kind, recall", *names), recalls),
        table(("most often", *names), [_worst(readers, rank) for rank in range(5)]),
    )


def _f1(found: Figures, label: str) -> str:
    return f"{found.issues.labels[label].f1:.3f}"


def _worst(readers: Mapping[str, Figures], rank: int) -> tuple[str, ...]:
    """The issue missed for another at this place of each reader's list."""
    cells = []
    for found in readers.values():
        pairs = list(found.issue_confusions.items())[rank : rank + 1]
        cells.append(" ".join(f"{a} → {b} {count}" for (a, b), count in pairs))
    return f"taken for another, {rank + 1}", *cells
