"""Who has what: pairs of a relation and an issue."""

from collections.abc import Sequence

from tests.evaluation.readings import Judged
from tests.evaluation.scores.tally import Tally, compare


def measure(cases: Sequence[Judged]) -> Tally:
    return sum((compare(case.gold.household, case.found.household) for case in cases), Tally())
