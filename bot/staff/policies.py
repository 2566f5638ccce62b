"""How long a session lasts, and when an account stops listening. Pure."""

from datetime import datetime, timedelta

from bot.staff.models import Coordinator, SignInSession

IDLE_LIMIT = timedelta(hours=1)
ABSOLUTE_LIMIT = timedelta(hours=12)  # one shift; OWASP ASVS 5.0, 7.3.1 and 7.3.2 ask for both
LONGEST_FREE_TRIES = 5
LOCK_FOR = timedelta(minutes=10)
SHORTEST_PASSWORD = 12


def is_over(session: SignInSession, now: datetime) -> bool:
    return now - session.last_seen_at > IDLE_LIMIT or now - session.signed_in_at > ABSOLUTE_LIMIT


def is_locked(coordinator: Coordinator, now: datetime) -> bool:
    return coordinator.locked_until is not None and now < coordinator.locked_until
