"""A page to read through every message that was read wrongly."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tests.evaluation.places import HERE
from tests.evaluation.readings import SURE, Judged
from tests.evaluation.scores.evidence import hits

_TEMPLATE = "errors.html.j2"


@dataclass(frozen=True, slots=True, order=True)
class Error:
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a message and the labels for which it was marked, and shown."""

    text: str
    marked: tuple[str, ...]
    shown: tuple[str, ...]


def write(cases: Sequence[Judged], path: Path) -> int:
    """How many messages stand on the page."""
    wrong = [(case, found) for case in cases if (found := errors(case))]
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template(_TEMPLATE).render(
        cases=[(case, found, pieces(case)) for case, found in wrong],
        total=len(cases),
        kinds=sorted({error.kind for _, found in wrong for error in found}),
        labels=sorted({error.label for _, found in wrong for error in found}),
    )
    path.write_text(page, "utf-8")
    return len(wrong)


def errors(case: Judged) -> list[Error]:
    return sorted({*_of_issues(case), *_of_dangers(case), *_of_the_rest(case)})


def pieces(case: Judged) -> list[Piece]:
    """The text cut wherever a stretch begins or ends."""
    text = case.gold.text
    marked = case.gold.evidence
    labels = case.found.issues.keys() | case.found.kinds()
    shown = {label: case.found.evidence(label) for label in labels}
    spans = [span for table in (marked, shown) for spans in table.values() for span in spans]
    bounds = sorted({0, len(text), *(bound for span in spans for bound in span)})

    def over(table: dict[str, Sequence[tuple[int, int]]], start: int) -> tuple[str, ...]:
        return tuple(
            sorted(label for label, spans in table.items() if any(a <= start < b for a, b in spans))
        )

    return [
        Piece(text[start:end], over(dict(marked), start), over(dict(shown), start))
        for start, end in pairwise(bounds)
    ]


def _of_issues(case: Judged) -> Iterator[Error]:
    for label in case.gold.issues - case.found.issues.keys():
        yield Error("missed issue", label)
    for label in case.found.issues.keys() - case.gold.issues:
        yield Error("issue too many", label)


def _of_dangers(case: Judged) -> Iterator[Error]:
    found, gold = case.found, case.gold
    for kind in gold.dangers.keys() - found.kinds():
        yield Error("missed danger", kind)
    for kind in gold.dangers.keys() & found.kinds():
        if found.level(kind) != gold.dangers[kind]:
            yield Error("wrong level", kind)
    for kind in found.kinds() - gold.dangers.keys():
        if gold.dangers:
            yield Error("danger too many", kind)
        else:
            certain = SURE if kind in found.kinds(sure_only=True) else "possible"
            yield Error(f"false alarm, {certain}", kind)


def _of_the_rest(case: Judged) -> Iterator[Error]:
    if case.gold.scope != case.found.scope:
        yield Error("wrong scope", case.gold.scope)
    for _, issue in case.gold.household - case.found.household:
        yield Error("household: missed", issue)
    for _, issue in case.found.household - case.gold.household:
        yield Error("household: too many", issue)
    right = (case.gold.issues & case.found.issues.keys()) | (
        case.gold.dangers.keys() & case.found.kinds()
    )
    for label in right & case.gold.evidence.keys():
        if not hits(case, label):
            yield Error("evidence elsewhere", label)
