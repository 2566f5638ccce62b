"""What the intake desk has at hand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import procrastinate

from bot.db.database import Database
from bot.dialogue.protocol import Dialogue
from bot.intake.service.fixed_words import FixedWords
from bot.kit.clock import Clock
from bot.privacy.encryption import Keyring
from bot.privacy.models import Masked


@dataclass(frozen=True)
class Desk:
    """The tools every verb of the intake works with.

    `mask` hides private data; `quiet` is how long a fragment waits for the rest of the sentence.
    """

    database: Database
    keyring: Keyring
    jobs: procrastinate.App
    dialogue: Dialogue
    words: FixedWords
    mask: Callable[[str], Masked]
    clock: Clock
    quiet: timedelta = timedelta(seconds=1.2)


RESPOND = "intake.respond"


def conversation_lock(conversation_id: UUID) -> str:
    """Jobs of one conversation run one at a time, in order."""
    return f"conversation:{conversation_id}"
