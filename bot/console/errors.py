"""Refusals of the console itself."""


class Forged(Exception):
    """A change was asked for without the token of the session, or from another site."""
