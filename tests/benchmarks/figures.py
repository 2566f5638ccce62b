"""Quantiles, and reading times out of the simulator's journals."""

import statistics
from collections.abc import Sequence
from typing import Any

from tests.town.residents import Residents


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which this share (0–1) of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def show(what: str, seconds: Sequence[float]) -> None:
    print(
        f"{what:<52} p50 {statistics.median(seconds) * 1000:7.1f} ms   "
        f"p95 {quantile(seconds, 0.95) * 1000:7.1f} ms   n {len(seconds)}"
    )


async def acknowledgements(residents: Residents, people: set[str]) -> list[float]:
    """Seconds from posting a webhook to its 200, for these people."""
    rows: list[dict[str, Any]] = (await residents.line.get("/deliveries")).json()
    return [
        attempt["answeredAt"] - attempt["at"]
        for row in rows
        if {event["residentId"] for event in row["events"]} <= people
        for attempt in row["attempts"]
    ]


async def replies(residents: Residents, people: set[str]) -> list[float]:
    """Seconds from posting a webhook to the call that answers it, for these people, oldest first."""
    rows: list[dict[str, Any]] = (await residents.line.get("/deliveries")).json()
    posted = {event: row["attempts"][0]["at"] for row in rows for event in row["webhookEventIds"]}
    calls: list[dict[str, Any]] = (await residents.line.get("/calls")).json()
    return [
        call["at"] - posted[call["webhookEventId"]]
        for call in calls
        if call["endpoint"] == "reply"
        and call["residentId"] in people
        and call["webhookEventId"] in posted
    ]
