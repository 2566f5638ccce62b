from __future__ import annotations

import asyncio
from typing import NoReturn

import pytest
from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from nlu.tracker_stores.loud import TrackerStoreDown, fail_loudly


class Unreachable(InMemoryTrackerStore):
    async def retrieve(self, sender_id: str) -> NoReturn:
        raise ConnectionError

    async def save(self, tracker: DialogueStateTracker) -> NoReturn:
        raise ConnectionError


@pytest.fixture
def store() -> FailSafeTrackerStore:
    wrapped = FailSafeTrackerStore(Unreachable(Domain.empty()))
    fail_loudly(wrapped)
    return wrapped


def test_a_tracker_that_cannot_be_read_is_not_forgotten(store: FailSafeTrackerStore) -> None:
    with pytest.raises(TrackerStoreDown):
        asyncio.run(store.get_or_create_tracker("c"))


def test_a_tracker_that_cannot_be_kept_is_an_error(store: FailSafeTrackerStore) -> None:
    with pytest.raises(TrackerStoreDown):
        asyncio.run(store.save(DialogueStateTracker("c", [])))
