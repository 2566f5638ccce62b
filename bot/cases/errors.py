"""Refusals of the cases room."""


class CaseAlreadyClaimed(Exception):
    """Somebody else has the case. Carries their display name."""

    def __init__(self, by: str) -> None:
        super().__init__(by)
        self.by = by


class CaseClosed(Exception):
    """The case is closed; reopen it first."""


class CaseNotOpenable(Exception):
    """Only a closed case can be reopened."""


class NotTheAssignee(Exception):
    """Only the coordinator who has claimed the case may do this. Carries who has it, if anybody."""

    def __init__(self, by: str | None) -> None:
        super().__init__(by)
        self.by = by


class CaseUnknown(Exception):
    """There is no such case."""
