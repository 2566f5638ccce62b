"""Refusals of the staff room."""

from datetime import datetime


class SignInRefused(Exception):
    """Name and password do not belong together, or the account is not active."""


class SignInLocked(Exception):
    """Too many wrong passwords. Carries the moment from which another try is heard."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


class NotSignedIn(Exception):
    """There is no session for this cookie, or it has run out."""


class LoginNameTaken(Exception):
    """Another coordinator signs in by this name."""


class PasswordTooShort(Exception):
    """A password needs at least twelve characters."""
