"""A tracker that cannot be read or kept is an error, not a reason to forget the conversation."""

from __future__ import annotations

from typing import NoReturn

from rasa.core.tracker_store import FailSafeTrackerStore


class TrackerStoreDown(Exception):
    """The tracker store could not be read or written."""


def fail_loudly(store: FailSafeTrackerStore) -> None:
    """Take back Rasa's fallback to memory: there, a resident would be greeted as a stranger.

    Rasa wraps every store so that an error is logged and the turn goes on with an empty tracker.
    With the error raised, the caller says its fixed words, opens a case, and tries the turn again.
    """
    store.on_tracker_store_error = _raise
    store.on_tracker_store_retrieve_error = _raise


def _raise(error: Exception) -> NoReturn:
    raise TrackerStoreDown(type(error).__name__) from error
