"""Putting into the outbox, and sending out of it."""

from bot.outbox.service.post import post
from bot.outbox.service.send import Sender

__all__ = ["Sender", "post"]
