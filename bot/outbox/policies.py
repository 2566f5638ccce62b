"""By which way a delivery goes, and when to try again. Pure."""

import random
from datetime import datetime, timedelta
from enum import StrEnum

from bot.outbox.models import Delivery

# LINE forgets a retry key after 24 hours; a later attempt would be a second message.
GIVE_UP_AFTER = timedelta(hours=23)
_LONGEST_WAIT = 600.0


class Route(StrEnum):
    REPLY = "reply"
    PUSH = "push"
    LEAVE = "leave"
    """Asking again could say it twice: leave it, and show it as unknown."""


def route(delivery: Delivery, now: datetime, token_seconds: float) -> Route:
    """Reply while the token is young (a once-only token is safe to offer again), push otherwise."""
    if delivery.pushed or delivery.sealed_reply_token is None or delivery.reply_token_at is None:
        return Route.PUSH
    if now - delivery.reply_token_at < timedelta(seconds=token_seconds):
        return Route.REPLY
    if delivery.maybe_taken and not delivery.urgent:
        return Route.LEAVE
    return Route.PUSH


def wait_before(attempt: int) -> float:
    """Seconds before the attempt after the `attempt`-th: doubling, jittered, at most ten minutes."""
    return min(2.0 ** min(attempt, 12), _LONGEST_WAIT) * random.uniform(0.8, 1.2)  # noqa: S311


def is_over(delivery: Delivery, now: datetime) -> bool:
    return delivery.first_attempt_at is not None and now - delivery.first_attempt_at > GIVE_UP_AFTER
