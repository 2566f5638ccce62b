"""Refusals of the dialogue room."""


class DialogueUnavailable(Exception):
    """Rasa did not answer, answered in error, or had nothing to say."""
