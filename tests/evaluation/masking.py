"""Private data: what masking met and what it took for private."""

from collections.abc import Iterable, Iterator

from bot.privacy.evaluation import Case, Report, Score, measure
from bot.privacy.mask import mask
from tests.evaluation.markdown import section, table
from tests.evaluation.scores.proportion import Proportion


def of_masking(cases: Iterable[Case]) -> str:
    report = measure(cases, lambda text: mask(text).spans)
    return section(
        "Masking",
        table(
            ("kind", "support", "precision", "recall", "exact precision", "exact recall"),
            _rows(report),
        ),
        f"Messages without private data that lost words: {Proportion(report.touched, report.clean)}",
    )


def _rows(report: Report) -> Iterator[tuple[object, ...]]:
    for kind, score in report.kinds.items():
        yield kind, *_figures(score)
    yield "all", *_figures(report.overall)


def _figures(score: Score) -> tuple[object, ...]:
    shares = (
        (score.right, score.found),
        (score.met, score.expected),
        (score.exact, score.found),
        (score.exact, score.expected),
    )
    return score.expected, *(Proportion(*counts) for counts in shares)
