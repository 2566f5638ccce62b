import itertools
from collections import Counter, deque
from collections.abc import Iterable
from itertools import islice

from bot.simulator.models import ApiCall, Delivery, WebhookEvent

# Enough for a load test of some hours; beyond it the oldest lines go first.
_KEPT = 500_000


class Journal:
    """Every API call and every webhook, in order, so that a script can compute latencies."""

    def __init__(self) -> None:
        self._calls: deque[ApiCall] = deque(maxlen=_KEPT)
        self._deliveries: deque[Delivery] = deque(maxlen=_KEPT)
        self._numbers = itertools.count(1)

    def next_number(self) -> int:
        return next(self._numbers)

    def add_call(self, call: ApiCall) -> None:
        self._calls.append(call)

    def open_delivery(self, events: list[WebhookEvent], at: float) -> Delivery:
        delivery = Delivery(self.next_number(), events, at)
        self._deliveries.append(delivery)
        return delivery

    def calls(self, after: int, limit: int) -> list[ApiCall]:
        return list(islice((c for c in self._calls if c.number > after), limit))

    def deliveries(self, after: int, limit: int) -> list[Delivery]:
        return list(islice((d for d in self._deliveries if d.number > after), limit))

    def counts(self) -> dict[str, dict[str, int]]:
        return {
            "calls": _count(f"{c.endpoint} {c.status or 'unanswered'}" for c in self._calls),
            "deliveries": _count(d.state for d in self._deliveries),
            "attempts": _count(a.reason for d in self._deliveries for a in d.attempts),
        }

    def clear(self) -> None:
        self._calls.clear()
        self._deliveries.clear()


def _count(names: Iterable[str]) -> dict[str, int]:
    return dict(Counter(names))
