"""One event of a conversation as a row: Rasa's own columns, with the indexes our reading needs."""

from __future__ import annotations

import json

import sqlalchemy as sa
from rasa.shared.core.events import (
    ActiveLoop,
    AllSlotsReset,
    ConversationPaused,
    ConversationResumed,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
)
from rasa.shared.nlu.constants import INTENT_NAME_KEY
from sqlalchemy.orm import declarative_base

SCHEMA = "rasa"

# Replayed in order, the last row of each of these per name gives the state of a tracker.
STANDING_TYPES = tuple(
    event.type_name
    for event in (
        ActiveLoop,
        AllSlotsReset,
        ConversationPaused,
        ConversationResumed,
        Restarted,
        SessionStarted,
        SlotSet,
    )
)

Base = declarative_base()


class StoredEvent(Base):  # type: ignore[misc, valid-type]
    """`action_name` holds the name of the action, slot or loop; `data` is the event as JSON."""

    __tablename__ = "events"
    __table_args__ = (
        sa.Index("ix_events_sender_id_id", "sender_id", "id"),
        sa.Index("ix_events_sender_id_type_name_id", "sender_id", "type_name", "id"),
    )

    id = sa.Column(sa.BigInteger, primary_key=True)
    sender_id = sa.Column(sa.String(255), nullable=False)
    type_name = sa.Column(sa.String(255), nullable=False)
    timestamp = sa.Column(sa.Float)
    intent_name = sa.Column(sa.String(255))
    action_name = sa.Column(sa.String(255))
    data = sa.Column(sa.Text)


def row_of(sender_id: str, event: Event) -> StoredEvent:
    data = event.as_dict()
    return StoredEvent(
        sender_id=sender_id,
        type_name=event.type_name,
        timestamp=data.get("timestamp"),
        intent_name=data.get("parse_data", {}).get("intent", {}).get(INTENT_NAME_KEY),
        action_name=data.get("name"),
        data=json.dumps(data),
    )
