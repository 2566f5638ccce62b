"""A message as it is read: opened, in the order it was said."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.conversations.models import Author


@dataclass(frozen=True)
class SaidMessage:
    """One bubble with its seal open. `coordinator` is the display name of the person who wrote it."""

    id: UUID
    author: Author
    kind: str
    text: str
    turn_id: UUID | None
    delivery_id: UUID | None
    coordinator: str | None
    occurred_at: datetime


@dataclass(frozen=True)
class OpenTurn:
    """What the resident has said and nobody has answered yet.

    `reply_token` belongs to the newest message and was received at `reply_token_at`.
    """

    id: UUID
    conversation_id: UUID
    texts: tuple[str, ...]
    kinds: tuple[str, ...]
    attempts: int
    bot_listens: bool
    case_waits: bool
    reply_token: str | None
    reply_token_at: datetime
