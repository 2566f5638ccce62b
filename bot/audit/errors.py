"""Refusals of the audit room."""


class AuditBroken(Exception):
    """An entry does not fit the one before it: the audit has been rewritten. Carries the entry's id."""
