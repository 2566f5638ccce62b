"""How sending fails. The channel says what happened; the outbox decides what follows."""

from enum import StrEnum


class Trouble(StrEnum):
    RATE = "rate"
    QUOTA = "quota"
    TOKEN = "token"  # noqa: S105 - the kind of trouble, not a secret
    """The reply token is used or expired: nothing was sent by this call."""
    REFUSED = "refused"
    """The platform will not take this message however often it is offered."""
    UNREACHABLE = "unreachable"
    """No answer, or an answer that leaves open whether the message was taken."""
    BROKEN = "broken"
    """The platform says it failed itself."""


class SendError(Exception):
    """`retryable`: the same call may succeed later. Carries no word of the message."""

    def __init__(self, trouble: Trouble, *, retryable: bool, detail: str = "") -> None:
        super().__init__(f"{trouble}: {detail}")
        self.trouble = trouble
        self.retryable = retryable
