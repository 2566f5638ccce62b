"""May this be done in this state? The law of one owner, as functions."""

from bot.conversations.errors import BotMayNotSpeak, CoordinatorMayNotSpeak
from bot.conversations.models import Conversation, Owner


def bot_may_attend(conversation: Conversation) -> bool:
    """In `queue` nobody human is with the resident, so the bot may take the conversation up again."""
    return conversation.owner in {Owner.BOT, Owner.QUEUE}


def check_bot_may_speak(conversation: Conversation) -> None:
    if conversation.owner is not Owner.BOT:
        raise BotMayNotSpeak


def check_coordinator_may_speak(conversation: Conversation) -> None:
    if conversation.owner is not Owner.HUMAN:
        raise CoordinatorMayNotSpeak
