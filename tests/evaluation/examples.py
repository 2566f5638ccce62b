"""Messages and readings for the tests of the evaluation."""

from tests.evaluation.messages import Message, Pair, Span
from tests.evaluation.readings import FoundDanger, Judged, Reading


def message(
    text: str = "…",
    *,
    name: str = "m:1",
    scope: str = "consultation",
    issues: tuple[str, ...] = (),
    dangers: dict[str, int] | None = None,
    household: tuple[Pair, ...] = (),
    near_miss: bool = False,
    evidence: dict[str, tuple[Span, ...]] | None = None,
) -> Message:
    return Message(
        id=name,
        text=text,
        intent="tell_trouble",
        scope=scope,
        issues=frozenset(issues),
        dangers=dangers or {},
        household=frozenset(household),
        near_miss=near_miss,
        evidence=evidence or {},
        metadata={},
    )


def case(
    gold: Message,
    *issues: str,
    dangers: tuple[FoundDanger, ...] = (),
    scope: str = "consultation",
    evidence: dict[str, tuple[Span, ...]] | None = None,
    household: tuple[Pair, ...] = (),
) -> Judged:
    shown = evidence or {}
    found = {issue: shown.get(issue, ()) for issue in issues}
    return Judged(gold, Reading(scope, found, dangers, frozenset(household)))
