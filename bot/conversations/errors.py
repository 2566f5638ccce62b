"""Refusals of the conversations room."""


class BotMayNotSpeak(Exception):
    """A person has the conversation, or it is closed."""


class CoordinatorMayNotSpeak(Exception):
    """The conversation is not in a coordinator's hands."""


class ConversationMovedOn(Exception):
    """The resident has begun a new conversation since; the old one stays closed."""
