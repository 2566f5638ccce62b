from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from rasa.core.tracker_store import check_if_tracker_store_async
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    AllSlotsReset,
    BotUttered,
    ConversationPaused,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException

from nlu.tracker_stores.recent_turns import RecentTurnsTrackerStore, SchemaMissing

DOMAIN = Domain.from_yaml("""
version: "3.1"
intents: [tell_trouble]
slots:
  handed_off: {type: bool, initial_value: false, mappings: [{type: custom}]}
  name: {type: text, mappings: [{type: custom}]}
forms:
  intake_form: {required_slots: [name]}
""")
TURNS = 3


@pytest.fixture
def store(database_url: str) -> Iterator[RecentTurnsTrackerStore]:
    made = RecentTurnsTrackerStore(DOMAIN, database_url, turns=TURNS)
    yield made
    made.engine.dispose()


@pytest.fixture
def sender() -> str:
    return str(uuid4())


def begin() -> list[Event]:
    return [ActionExecuted("action_session_start"), SessionStarted(), listen()]


def listen() -> Event:
    return ActionExecuted("action_listen")


def turn(text: str, *more: Event) -> list[Event]:
    intent = {"name": "tell_trouble", "confidence": 1.0}
    return [UserUttered(text, intent), *more, BotUttered(f"re {text}"), listen()]


async def add(store: RecentTurnsTrackerStore, sender: str, events: list[Event]) -> None:
    """One turn as the processor takes it: read, update, save."""
    tracker = await store.get_or_create_tracker(sender, append_action_listen=False)
    for event in events:
        tracker.update(event)
    await store.save(tracker)


def talk(store: RecentTurnsTrackerStore, sender: str, *turns: list[Event]) -> DialogueStateTracker:
    async def run() -> DialogueStateTracker | None:
        for events in turns:
            await add(store, sender, events)
        return await store.retrieve(sender)

    tracker = asyncio.run(run())
    assert tracker
    return tracker


def texts(tracker: DialogueStateTracker) -> list[str]:
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


def stored(store: RecentTurnsTrackerStore, sender: str) -> list[str]:
    rows = sa.text("SELECT type_name FROM rasa.events WHERE sender_id = :sender ORDER BY id")
    with store.engine.connect() as connection:
        return [row.type_name for row in connection.execute(rows, {"sender": sender})]


def test_it_is_asynchronous_as_rasa_wants(store: RecentTurnsTrackerStore) -> None:
    assert check_if_tracker_store_async(store)


def test_nobody_is_nobody(store: RecentTurnsTrackerStore, sender: str) -> None:
    assert asyncio.run(store.retrieve(sender)) is None
    assert asyncio.run(store.retrieve_full_tracker(sender)) is None


def test_a_short_talk_is_read_whole(store: RecentTurnsTrackerStore, sender: str) -> None:
    tracker = talk(store, sender, begin() + turn("1"), turn("2"), turn("3"))
    full = asyncio.run(store.retrieve_full_tracker(sender))
    assert tracker == full
    assert texts(tracker) == ["1", "2", "3"]


def test_of_a_long_talk_only_the_last_turns_are_read(
    store: RecentTurnsTrackerStore, sender: str
) -> None:
    tracker = talk(store, sender, begin(), *(turn(str(i)) for i in range(30)))
    assert texts(tracker) == ["27", "28", "29"]
    assert len(tracker.events) < 15
    assert isinstance(tracker.events[-4], ActionExecuted)


def test_every_event_is_stored_once(store: RecentTurnsTrackerStore, sender: str) -> None:
    talk(store, sender, begin(), *(turn(str(i)) for i in range(30)))
    full = asyncio.run(store.retrieve_full_tracker(sender))
    assert texts(full) == [str(i) for i in range(30)]
    assert len(stored(store, sender)) == len(full.events) == 3 + 30 * 3


def test_saving_twice_adds_nothing(store: RecentTurnsTrackerStore, sender: str) -> None:
    tracker = talk(store, sender, begin(), *(turn(str(i)) for i in range(5)))
    before = stored(store, sender)
    asyncio.run(store.save(tracker))
    assert stored(store, sender) == before


def test_a_new_tracker_is_saved_once(store: RecentTurnsTrackerStore, sender: str) -> None:
    tracker = DialogueStateTracker(sender, DOMAIN.slots)
    for event in [*begin(), *turn("1")]:
        tracker.update(event)
    for _ in range(2):
        asyncio.run(store.save(tracker))
    assert len(stored(store, sender)) == 6


def long_after(store: RecentTurnsTrackerStore, sender: str, *early: Event) -> Any:
    return talk(store, sender, begin() + turn("0", *early), *(turn(str(i)) for i in range(1, 10)))


def test_slots_survive(store: RecentTurnsTrackerStore, sender: str) -> None:
    tracker = long_after(store, sender, SlotSet("handed_off", True), SlotSet("name", "花"))
    assert tracker.current_slot_values()["handed_off"] is True
    assert tracker.get_slot("name") == "花"


def test_the_last_word_on_a_slot_counts(store: RecentTurnsTrackerStore, sender: str) -> None:
    tracker = long_after(store, sender, SlotSet("name", "花"), SlotSet("name", None))
    assert tracker.get_slot("name") is None


def test_a_later_word_inside_the_last_turns_counts(
    store: RecentTurnsTrackerStore, sender: str
) -> None:
    long_after(store, sender, SlotSet("name", "花"))
    assert talk(store, sender, turn("x", SlotSet("name", "月"))).get_slot("name") == "月"


def test_a_reset_forgets_what_stood_before(store: RecentTurnsTrackerStore, sender: str) -> None:
    tracker = long_after(
        store, sender, SlotSet("name", "花"), AllSlotsReset(), SlotSet("handed_off", True)
    )
    assert tracker.get_slot("name") is None
    assert tracker.get_slot("handed_off") is True


def test_the_active_loop_survives(store: RecentTurnsTrackerStore, sender: str) -> None:
    assert long_after(store, sender, ActiveLoop("intake_form")).active_loop_name == "intake_form"


def test_a_closed_loop_stays_closed(store: RecentTurnsTrackerStore, sender: str) -> None:
    tracker = long_after(store, sender, ActiveLoop("intake_form"), ActiveLoop(None))
    assert tracker.active_loop_name is None


def test_a_pause_survives(store: RecentTurnsTrackerStore, sender: str) -> None:
    assert long_after(store, sender, ConversationPaused()).is_paused()


def test_what_is_read_grows_no_further(store: RecentTurnsTrackerStore, sender: str) -> None:
    ten = long_after(store, sender, SlotSet("name", "花"))
    many = talk(store, sender, *(turn(str(i), SlotSet("name", str(i))) for i in range(40)))
    assert len(many.events) - len(ten.events) <= TURNS


def test_any_text_can_be_kept(store: RecentTurnsTrackerStore, sender: str) -> None:
    text = "\x00\x01👨‍👩‍👧 مرحبا\ufffd"
    assert texts(talk(store, sender, begin() + turn(text))) == [text]


def test_conversations_do_not_mix(store: RecentTurnsTrackerStore, sender: str) -> None:
    other = str(uuid4())
    talk(store, sender, begin() + turn("a", SlotSet("name", "花")))
    assert texts(talk(store, other, begin() + turn("b"))) == ["b"]
    assert {sender, other} <= set(asyncio.run(store.keys()))


def test_reading_uses_the_indexes(store: RecentTurnsTrackerStore) -> None:
    with store.engine.connect() as connection:
        indexes = sa.inspect(connection).get_indexes("events", schema="rasa")
    columns = {tuple(index["column_names"]) for index in indexes}
    assert columns == {("sender_id", "id"), ("sender_id", "type_name", "id")}


def test_no_url_no_store() -> None:
    with pytest.raises(RasaException, match="database URL"):
        RecentTurnsTrackerStore(DOMAIN)


def test_a_missing_schema_is_named(database_url: str) -> None:
    engine = sa.create_engine(database_url)
    name = f"empty_{uuid4().hex}"
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    url = sa.engine.make_url(database_url).set(database=name)
    with pytest.raises(SchemaMissing):
        RecentTurnsTrackerStore(DOMAIN, url.render_as_string(hide_password=False))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text(f"DROP DATABASE {name}"))
    engine.dispose()
