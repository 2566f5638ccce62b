"""Whether the words shown for a finding are words that raise it."""

from collections.abc import Iterable, Sequence

from tests.evaluation.messages import Span
from tests.evaluation.readings import Judged
from tests.evaluation.scores.proportion import Proportion, share

# How much of a shown stretch must lie in one that a person marked.
_ENOUGH = 0.5


def measure(cases: Sequence[Judged]) -> tuple[Proportion, Proportion]:
    """Hits among rightly found issues, then among rightly found dangers, where marks exist."""
    issues = [
        hits(case, name)
        for case in cases
        for name in case.gold.issues & case.found.issues.keys() & case.gold.evidence.keys()
    ]
    dangers = [
        hits(case, kind)
        for case in cases
        for kind in case.found.kinds() & case.gold.dangers.keys() & case.gold.evidence.keys()
    ]
    return share(issues), share(dangers)


def hits(case: Judged, label: str) -> bool:
    marked = case.gold.evidence[label]
    return any(_lies_in(span, marked) for span in case.found.evidence(label))


def _lies_in(span: Span, marked: Iterable[Span]) -> bool:
    start, end = span
    inside = [min(end, last) - max(start, first) for first, last in marked]
    return end > start and max(inside, default=0) >= _ENOUGH * (end - start)
