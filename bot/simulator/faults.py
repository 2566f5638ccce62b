import itertools
import random
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

ANY_ENDPOINT = "*"
WEBHOOK_ENDPOINT = "webhook"


class FaultKind(StrEnum):
    """What can go wrong. The first four befall webhooks, the others calls of the API.

    - duplicate: the same webhook arrives a second time, not marked as a redelivery
    - shuffle: webhooks of the next `seconds` are held and delivered in another order
    - delay: a webhook waits `seconds` before its first delivery
    - drop_first: the first delivery never arrives; a redelivery follows unless `redelivers` is off
    - timeout_after_accept: the request is carried out, the caller hears nothing for `seconds`
    - error_before_accept, error_after_accept: status 500, nothing or everything done
    - malformed_ok: carried out, status 200, a body no client can read
    - rate_limited, quota_reached: the two sorts of 429
    """

    DUPLICATE = "duplicate"
    SHUFFLE = "shuffle"
    DELAY = "delay"
    DROP_FIRST = "drop_first"
    TIMEOUT_AFTER_ACCEPT = "timeout_after_accept"
    ERROR_BEFORE_ACCEPT = "error_before_accept"
    ERROR_AFTER_ACCEPT = "error_after_accept"
    MALFORMED_OK = "malformed_ok"
    RATE_LIMITED = "rate_limited"
    QUOTA_REACHED = "quota_reached"


WEBHOOK_KINDS = frozenset(
    {FaultKind.DUPLICATE, FaultKind.SHUFFLE, FaultKind.DELAY, FaultKind.DROP_FIRST}
)
API_KINDS = frozenset(FaultKind) - WEBHOOK_KINDS

_USUAL_SECONDS = {
    FaultKind.SHUFFLE: 2.0,
    FaultKind.DELAY: 5.0,
    FaultKind.TIMEOUT_AFTER_ACCEPT: 60.0,
}


@dataclass(slots=True)
class Fault:
    """Strikes with `probability` on each matching occasion, at most `remaining` times if given."""

    id: int
    kind: FaultKind
    endpoint: str
    probability: float
    remaining: int | None
    seconds: float
    redelivers: bool


class FaultPlan:
    """`on_change` is told whenever a fault is set, used up or taken back."""

    def __init__(self, seed: int | None, on_change: Callable[[], None]) -> None:
        self._on_change = on_change
        self._faults: list[Fault] = []
        self._numbers = itertools.count(1)
        self.chance = random.Random(seed)  # noqa: S311 - dice, not secrets

    def add(
        self,
        kind: FaultKind,
        *,
        endpoint: str = ANY_ENDPOINT,
        probability: float = 1.0,
        next_calls: int | None = None,
        seconds: float | None = None,
        redelivers: bool = True,
    ) -> Fault:
        """`next_calls=None` leaves the fault in place until it is removed."""
        where = WEBHOOK_ENDPOINT if kind in WEBHOOK_KINDS else endpoint
        waits = _USUAL_SECONDS.get(kind, 0.0) if seconds is None else seconds
        fault = Fault(next(self._numbers), kind, where, probability, next_calls, waits, redelivers)
        self._faults.append(fault)
        self._on_change()
        return fault

    def strike_webhook(self) -> dict[FaultKind, Fault]:
        """Every fault that befalls this webhook, at most one of each kind."""
        struck: dict[FaultKind, Fault] = {}
        for fault in self._matching(WEBHOOK_ENDPOINT, WEBHOOK_KINDS):
            if fault.kind not in struck and self._strikes(fault):
                struck[fault.kind] = fault
        return struck

    def strike_call(self, endpoint: str) -> Fault | None:
        matching = self._matching(endpoint, API_KINDS)
        return next((fault for fault in matching if self._strikes(fault)), None)

    def active(self) -> list[Fault]:
        return list(self._faults)

    def clear(self) -> None:
        self._faults.clear()
        self._on_change()

    def _matching(self, endpoint: str, kinds: Collection[FaultKind]) -> list[Fault]:
        return [
            fault
            for fault in self._faults
            if fault.kind in kinds and fault.endpoint in (endpoint, ANY_ENDPOINT)
        ]

    def _strikes(self, fault: Fault) -> bool:
        if fault.probability < 1 and self.chance.random() >= fault.probability:
            return False
        if fault.remaining is not None:
            fault.remaining -= 1
            if fault.remaining <= 0:
                self._faults.remove(fault)
            self._on_change()
        return True
