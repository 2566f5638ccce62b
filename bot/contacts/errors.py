"""Refusals of the contacts room."""


class ContactErased(Exception):
    """The contact's key has been deleted; nothing of theirs can be read or sent any more."""
