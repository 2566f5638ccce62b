import re
import time
from collections.abc import Callable
from dataclasses import dataclass

_BOT_USER_ID = re.compile(r"U[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class SimulatorSettings:
    """All durations are seconds; `clock` gives epoch seconds.

    `destination` is the bot's own user id. `monthly_quota=None` plays a plan without a limit.
    The n-th redelivery waits `redelivery_interval_seconds * 2**n`.
    """

    webhook_url: str
    channel_secret: str
    channel_access_token: str
    destination: str
    display_name: str = "Madoguchi"
    basic_id: str = "@madoguchi"
    reply_token_lifetime_seconds: float = 60
    redelivered_reply_token_lifetime: float = 1200
    monthly_quota: int | None = 200_000
    redelivery: bool = True
    redelivery_interval_seconds: float = 10
    redelivery_attempts: int = 5
    webhook_timeout_seconds: float = 2
    seed: int | None = None
    clock: Callable[[], float] = time.time

    def __post_init__(self) -> None:
        if not _BOT_USER_ID.fullmatch(self.destination):
            raise ValueError("destination must be U followed by 32 lower-case hex digits")
        if not self.channel_secret or not self.channel_access_token:
            raise ValueError("channel_secret and channel_access_token may not be empty")
