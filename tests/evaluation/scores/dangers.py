"""Dangers: what must not be missed, what must not be cried, and how grave it was taken."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.triage.taxonomy import taxonomy
from tests.evaluation.readings import POSSIBLE, SURE, Judged
from tests.evaluation.scores.proportion import Proportion, share


@dataclass(frozen=True, slots=True)
class Recall:
    """Three ways to count at one lowest level.

    `seen`: messages in danger where any danger was found; `named`: those where one of their own
    kinds was; `kinds`: their single dangers, each found by its kind.
    """

    seen: Proportion
    named: Proportion
    kinds: Proportion


@dataclass(frozen=True, slots=True)
class Alarms:
    """Messages without danger on which one was cried as sure, as possible, as either."""

    sure: Proportion
    possible: Proportion
    either: Proportion


@dataclass(frozen=True, slots=True)
class Kind:
    """`level`: of those found, how many at exactly their level; `precision`: of those cried."""

    recall: Proportion
    recall_sure: Proportion
    level: Proportion
    precision: Proportion


@dataclass(frozen=True, slots=True)
class DangerScores:
    """Recalls by the lowest level counted: (sure or possible, sure alone)."""

    recalls: Mapping[int, tuple[Recall, Recall]]
    near_misses: Alarms
    ordinary: Alarms
    kinds: Mapping[str, Kind]
    level: Proportion


def measure(cases: Sequence[Judged]) -> DangerScores:
    harmless = [case for case in cases if not case.gold.dangers]
    kinds = {kind: _kind(cases, kind) for kind in taxonomy().dangers}
    return DangerScores(
        recalls={
            lowest: (_recall(cases, lowest), _recall(cases, lowest, sure_only=True))
            for lowest in (2, 1)
        },
        near_misses=_alarms([case for case in harmless if case.gold.near_miss]),
        ordinary=_alarms([case for case in harmless if not case.gold.near_miss]),
        kinds=kinds,
        level=Proportion(
            sum(kind.level.hits for kind in kinds.values()),
            sum(kind.level.total for kind in kinds.values()),
        ),
    )


def _recall(cases: Sequence[Judged], lowest: int, *, sure_only: bool = False) -> Recall:
    seen, named, kinds = [], [], []
    for case in cases:
        grave = {kind for kind, level in case.gold.dangers.items() if level >= lowest}
        if grave:
            found = case.found.kinds(sure_only=sure_only)
            seen.append(bool(found))
            named.append(bool(found & grave))
            kinds += [kind in found for kind in grave]
    return Recall(share(seen), share(named), share(kinds))


def _alarms(cases: Sequence[Judged]) -> Alarms:
    def cried(condition: Callable[[Judged], bool]) -> Proportion:
        return share([condition(case) for case in cases])

    return Alarms(
        sure=cried(lambda case: case.found.has(SURE)),
        possible=cried(lambda case: case.found.has(POSSIBLE)),
        either=cried(lambda case: bool(case.found.dangers)),
    )


def _kind(cases: Sequence[Judged], kind: str) -> Kind:
    held = [case for case in cases if kind in case.gold.dangers]
    cried = [case for case in cases if kind in case.found.kinds()]
    met = [case for case in held if kind in case.found.kinds()]
    return Kind(
        recall=Proportion(len(met), len(held)),
        recall_sure=share([kind in case.found.kinds(sure_only=True) for case in held]),
        level=share([case.found.level(kind) == case.gold.dangers[kind] for case in met]),
        precision=Proportion(len(met), len(cried)),
    )
