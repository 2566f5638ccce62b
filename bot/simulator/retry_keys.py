import uuid
from dataclasses import dataclass

from bot.simulator.errors import InvalidRetryKey, RetryKeyAlreadyAccepted
from bot.simulator.models import Json

VALID_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class AcceptedRequest:
    request_id: str
    sent_messages: list[Json]
    at: float


class RetryKeys:
    """Keys of accepted pushes. After 24 hours a key counts as new: the same push goes out again."""

    def __init__(self) -> None:
        self._accepted: dict[str, AcceptedRequest] = {}

    def check(self, key: str, at: float) -> None:
        """Raises InvalidRetryKey for anything but a UUID, RetryKeyAlreadyAccepted for a repeat."""
        accepted = self._accepted.get(_normal(key))
        if accepted is not None and at - accepted.at < VALID_SECONDS:
            raise RetryKeyAlreadyAccepted(accepted.request_id, accepted.sent_messages)

    def remember(self, key: str, accepted: AcceptedRequest) -> None:
        self._accepted[_normal(key)] = accepted

    def clear(self) -> None:
        self._accepted.clear()


def _normal(key: str) -> str:
    try:
        return str(uuid.UUID(key))
    except ValueError as error:
        raise InvalidRetryKey from error
