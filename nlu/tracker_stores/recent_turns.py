"""Rasa's SQL tracker store that reads back only the last turns, and what stood before them.

A talk of a hundred messages then costs no more than one of ten: to load, to predict on, and to post
to the action server. Every event stays stored; only reading is bounded.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, UserUttered, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException
from sqlalchemy.engine.url import URL, make_url
from sqlalchemy.orm import Session

from nlu.tracker_stores.stored_event import SCHEMA, STANDING_TYPES, Base, StoredEvent, row_of


class SchemaMissing(RasaException):
    """The database has no schema `rasa`: run the migrations first."""


class RecentTurnsTrackerStore(SQLTrackerStore):
    """`host` is the SQLAlchemy URL of a PostgreSQL; `turns` the user messages read back.

    What an undone event (`ActionReverted`, `UserUtteranceReverted`) undid is honoured only among
    the events read back; nothing of ours emits one.
    """

    Base = Base
    SQLEvent = StoredEvent

    def __init__(
        self,
        domain: Domain | None = None,
        host: str | None = None,
        event_broker: EventBroker | None = None,
        turns: int = 8,
        **kwargs: Any,
    ) -> None:
        if not host:
            raise RasaException("The tracker store needs a database URL.")
        url = make_url(host).update_query_dict({"options": f"-csearch_path={SCHEMA}"})
        _require_schema(url)
        address = url.render_as_string(hide_password=False)
        super().__init__(domain, host=address, event_broker=event_broker, **kwargs)
        self._turns = turns

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        with self.session_scope() as session:
            first = self._first_event_wanted(session, sender_id)
            recent = _load(session, sender_id, StoredEvent.id >= first)
            before = _standing_before(session, sender_id, first) if first else []
        return self._tracker(sender_id, [*before, *recent])

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        with self.session_scope() as session:
            events = _load(session, conversation_id, sa.true())
        return self._tracker(conversation_id, events)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Append what the tracker gained since it was read or last saved."""
        await self.stream_events(tracker)
        events = list(tracker.events)
        with self.session_scope() as session:
            new = events[_events_kept(tracker) :]
            session.add_all([row_of(tracker.sender_id, event) for event in new])
            session.commit()
        _mark_kept(tracker, len(events))

    def _tracker(self, sender_id: str, events: list[Event]) -> DialogueStateTracker | None:
        if not events:
            return None
        tracker = DialogueStateTracker.from_events(sender_id, events, self.domain.slots)
        _mark_kept(tracker, len(events))
        return tracker

    def _first_event_wanted(self, session: Session, sender_id: str) -> int:
        """The id of the oldest user message to read; 0 where all of the talk is read."""
        user_messages = (
            sa.select(StoredEvent.id)
            .where(StoredEvent.sender_id == sender_id)
            .where(StoredEvent.type_name == UserUttered.type_name)
            .order_by(StoredEvent.id.desc())
            .limit(self._turns + 1)
        )
        ids = list(session.scalars(user_messages))
        return ids[self._turns - 1] if len(ids) > self._turns else 0


def _load(session: Session, sender_id: str, condition: Any) -> list[Event]:
    rows = (
        sa.select(StoredEvent.data)
        .where(StoredEvent.sender_id == sender_id, condition)
        .order_by(StoredEvent.id)
    )
    return _events(session.scalars(rows))


def _standing_before(session: Session, sender_id: str, first: int) -> list[Event]:
    """The last word on every slot and loop before `first`, and the listening just before it."""
    last_words = (
        sa.select(StoredEvent.id, StoredEvent.data)
        .where(StoredEvent.sender_id == sender_id, StoredEvent.id < first)
        .where(StoredEvent.type_name.in_(STANDING_TYPES))
        .distinct(StoredEvent.type_name, StoredEvent.action_name)
        .order_by(StoredEvent.type_name, StoredEvent.action_name, StoredEvent.id.desc())
        .subquery()
    )
    events = _events(session.scalars(sa.select(last_words.c.data).order_by(last_words.c.id)))
    listening = ActionExecuted(ACTION_LISTEN_NAME, timestamp=events[-1].timestamp if events else 0)
    return [*events, listening]


def _events(rows: Iterable[str]) -> list[Event]:
    return deserialise_events([json.loads(data) for data in rows])


def _require_schema(url: URL) -> None:
    # Rasa itself would log that its table could not be made, and go on without one.
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        found = connection.scalar(sa.text("SELECT to_regnamespace(:name)"), {"name": SCHEMA})
    engine.dispose()
    if found is None:
        raise SchemaMissing


# Rasa counts the rows of a session to know which events are new, which a shortened tracker would
# break. So the tracker itself remembers how many of its events are already kept.
_KEPT = "events_kept"


def _events_kept(tracker: DialogueStateTracker) -> int:
    return int(getattr(tracker, _KEPT, 0))


def _mark_kept(tracker: DialogueStateTracker, count: int) -> None:
    setattr(tracker, _KEPT, count)
