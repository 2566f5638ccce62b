"""From a message to an answer or a case, on a real database and a real job queue."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import func, select

from bot.cases.models import Case, State
from bot.cases.models import Outcome as CaseOutcome
from bot.channels.base.payloads import EventKind
from bot.conversations.models import Conversation, Message, Outcome, Owner, Turn
from bot.db.database import Database
from bot.dialogue.payloads import FoundIssue, Parse
from bot.intake.service import take_over
from bot.intake.service.desk import Desk
from bot.intake.service.hand_off import hand_off
from bot.intake.service.receive import receive
from bot.intake.service.respond import respond
from bot.staff.models import Coordinator
from bot.testing.channel import FakeChannel
from bot.testing.clock import StandingClock
from bot.testing.dialogue import FakeDialogue
from bot.testing.events import said
from bot.triage.models import Tier

type Work = Callable[[], Awaitable[None]]

FAREWELL = "ごめんね、さよなら。今から薬を全部飲みます"


async def the_case(database: Database) -> Case:
    async with database.transaction() as session:
        return (await session.execute(select(Case))).scalar_one()


async def the_conversation(database: Database) -> Conversation:
    async with database.transaction() as session:
        return (await session.execute(select(Conversation))).scalar_one()


async def the_turn(database: Database) -> Turn:
    async with database.transaction() as session:
        return (await session.execute(select(Turn))).scalar_one()


async def claimed(desk: Desk, work: Work, coordinator: Coordinator) -> Case:
    """A resident has written and asked for a person, and the coordinator has taken the case."""
    await receive(desk, [said("母の介護で眠れません。")])
    await work()
    turn = await the_turn(desk.database)
    await hand_off(desk, turn.conversation_id, turn.id)
    case = await the_case(desk.database)
    await take_over.claim(desk, case.id, coordinator)
    return case


async def test_a_message_is_answered(desk: Desk, work: Work, channel: FakeChannel) -> None:
    await receive(desk, [said("母の介護で眠れません。")])
    await work()
    assert channel.texts == ["そうなんですね。"]
    assert (await the_conversation(desk.database)).owner is Owner.BOT


async def test_a_message_delivered_twice_is_answered_once(
    desk: Desk, work: Work, channel: FakeChannel
) -> None:
    event = said("母の介護で眠れません。")
    await asyncio.gather(*(receive(desk, [event]) for _ in range(6)))
    await work()
    await receive(desk, [event])
    await work()
    assert len(channel.texts) == 1


async def test_first_words_that_come_at_once_open_one_conversation(desk: Desk, work: Work) -> None:
    await asyncio.gather(*(receive(desk, [said(f"{n}つめ")]) for n in range(8)))
    await work()
    async with desk.database.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(Conversation)) == 1
        assert await session.scalar(select(func.count()).select_from(Message)) >= 8 + 1


async def test_a_burst_is_read_as_one_turn_in_the_order_it_was_written(
    desk: Desk, work: Work, dialogue: FakeDialogue
) -> None:
    first, second, third = said("あのね"), said("おかあさんが"), said("おきてこないの")
    await receive(desk, [third, first])
    await receive(desk, [second])
    await work()
    assert dialogue.answered == ["あのね\nおかあさんが\nおきてこないの"]


async def test_a_request_for_a_person_is_not_drowned_by_the_story_around_it(
    desk: Desk, work: Work, dialogue: FakeDialogue
) -> None:
    dialogue.intents = {"人と話したいです。": "ask_human"}
    texts = ("母の介護で眠れません。", "人と話したいです。", "よろしくお願いします。")
    await receive(desk, [said(text) for text in texts])
    await work()
    assert dialogue.answered == ["人と話したいです。"]
    assert dialogue.heard[-1] == "\n".join(texts)  # the needs are still read from the whole


async def test_rasa_sees_no_name_and_no_address(
    desk: Desk, work: Work, dialogue: FakeDialogue
) -> None:
    await receive(desk, [said("山田太郎です。09012345678に電話ください。")])
    await work()
    [heard] = dialogue.heard
    assert "山田" not in heard
    assert "09012345678" not in heard


async def test_danger_is_answered_with_fixed_words_and_opens_a_case(
    desk: Desk, work: Work, channel: FakeChannel
) -> None:
    await receive(desk, [said(FAREWELL)])
    await work()
    assert "そうなんですね。" not in channel.texts
    assert any("119" in text for text in channel.texts)
    case = await the_case(desk.database)
    assert (case.tier, case.state) == (Tier.DANGER, State.WAITING)
    assert (await the_conversation(desk.database)).owner is Owner.QUEUE


async def test_with_rasa_down_the_resident_is_answered_and_a_case_opens(
    desk: Desk, work: Work, channel: FakeChannel, dialogue: FakeDialogue
) -> None:
    dialogue.down = True
    await receive(desk, [said("母の介護で眠れません。")])
    await work()
    assert channel.texts
    assert (await the_case(desk.database)).reasons == ["dialogue_down"]


async def test_with_rasa_down_danger_still_gets_its_own_words(
    desk: Desk, work: Work, channel: FakeChannel, dialogue: FakeDialogue
) -> None:
    dialogue.down = True
    await receive(desk, [said(FAREWELL)])
    await work()
    assert any("119" in text for text in channel.texts)
    assert (await the_case(desk.database)).tier is Tier.DANGER


async def test_a_rasa_without_words_counts_as_down(
    desk: Desk, work: Work, channel: FakeChannel, dialogue: FakeDialogue
) -> None:
    dialogue.bubbles = ()
    await receive(desk, [said("母の介護で眠れません。")])
    await work()
    assert channel.texts
    assert (await the_case(desk.database)).reasons == ["dialogue_down"]


async def test_once_a_person_has_it_the_bot_reads_and_says_nothing(
    desk: Desk, work: Work, channel: FakeChannel, sato: Coordinator
) -> None:
    case = await claimed(desk, work, sato)
    await receive(desk, [said("もう限界です。")])
    await work()
    assert channel.texts == ["そうなんですね。"]
    await take_over.reply(desk, case.id, sato, "読みました。佐藤です。")
    await work()
    assert channel.texts[-1] == "読みました。佐藤です。"
    await take_over.hand_back(desk, case.id, sato)
    await receive(desk, [said("ありがとうございます。")])
    await work()
    assert channel.texts[-1] == "そうなんですね。"


async def test_danger_said_to_a_person_raises_the_case_and_the_bot_stays_silent(
    desk: Desk, work: Work, channel: FakeChannel, sato: Coordinator
) -> None:
    await claimed(desk, work, sato)
    before = list(channel.texts)
    await receive(desk, [said(FAREWELL)])
    await work()
    assert channel.texts == before
    assert (await the_case(desk.database)).tier is Tier.DANGER


async def test_after_a_release_words_at_night_are_still_answered(
    desk: Desk, work: Work, channel: FakeChannel, sato: Coordinator
) -> None:
    case = await claimed(desk, work, sato)
    await take_over.release(desk, case.id, sato)
    await receive(desk, [said(FAREWELL)])
    await work()
    assert any("119" in text for text in channel.texts)


async def test_a_case_handed_back_to_the_bot_comes_before_people_again_when_danger_appears(
    desk: Desk, work: Work, sato: Coordinator
) -> None:
    case = await claimed(desk, work, sato)
    await take_over.hand_back(desk, case.id, sato)
    await receive(desk, [said(FAREWELL)])
    await work()
    assert (await the_case(desk.database)).state is State.WAITING


async def test_a_handed_off_turn_opens_the_case_once_however_often_it_is_tried(
    desk: Desk, work: Work
) -> None:
    await receive(desk, [said("人と話したいです。")])
    await work()
    turn = await the_turn(desk.database)
    await asyncio.gather(*(hand_off(desk, turn.conversation_id, turn.id) for _ in range(8)))
    assert (await the_case(desk.database)).reasons == ["asked_for_human"]


async def test_a_turn_that_was_begun_by_a_worker_that_died_is_finished_with_the_same_id(
    desk: Desk, work: Work, dialogue: FakeDialogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PowerCut(BaseException):
        pass

    async def cut(*_: object, **__: object) -> None:
        raise PowerCut

    await receive(desk, [said("母の介護で眠れません。")])
    conversation = await the_conversation(desk.database)
    with monkeypatch.context() as patch:
        patch.setattr("bot.intake.service.respond._write_down", cut)
        with pytest.raises(PowerCut):
            await respond(desk, conversation.id)
    await receive(desk, [said("つづきです。")])
    await respond(desk, conversation.id)
    assert dialogue.turns[0] == dialogue.turns[1]
    await respond(desk, conversation.id)
    async with desk.database.transaction() as session:
        outcomes = list(
            (await session.execute(select(Turn.outcome).order_by(Turn.position))).scalars()
        )
    assert outcomes == [Outcome.REPLIED, Outcome.REPLIED]


@pytest.mark.parametrize("text", ["", "\u0000\u0001", "   ", "\u202e"])
async def test_nothing_to_read_gets_a_polite_answer(
    desk: Desk, work: Work, channel: FakeChannel, text: str
) -> None:
    await receive(desk, [said(text)])
    await work()
    assert channel.texts


@pytest.mark.parametrize("text", ["😀" * 5000, "a\u0000b", "\u202eمرحبا", "x" * 5000])
async def test_odd_texts_are_answered_and_stored_whole(
    desk: Desk, work: Work, channel: FakeChannel, dialogue: FakeDialogue, text: str
) -> None:
    await receive(desk, [said(text)])
    await work()
    assert channel.texts
    assert dialogue.heard == [text]


async def test_a_new_friend_is_greeted(desk: Desk, work: Work, channel: FakeChannel) -> None:
    await receive(desk, [said("", kind=EventKind.FOLLOWED)])
    await work()
    assert channel.texts


async def test_a_sticker_is_answered(desk: Desk, work: Work, channel: FakeChannel) -> None:
    await receive(desk, [said("", message_kind="sticker")])
    await work()
    assert channel.texts


async def test_what_is_written_after_the_close_begins_anew(
    desk: Desk, work: Work, channel: FakeChannel, sato: Coordinator, clock: StandingClock
) -> None:
    await receive(desk, [said(FAREWELL)])
    await work()
    case = await the_case(desk.database)
    await take_over.claim(desk, case.id, sato)
    await take_over.close(desk, case.id, sato, CaseOutcome.SETTLED)
    await receive(desk, [said("また来ました。")])
    await work()
    async with desk.database.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(Conversation)) == 2
    assert channel.texts[-1] == "そうなんですね。"


async def test_the_same_statements_still_work_once_the_driver_has_prepared_them(
    desk: Desk, work: Work, channel: FakeChannel
) -> None:
    # psycopg prepares a statement at its sixth execution on one connection.
    for number in range(14):
        await receive(desk, [said(FAREWELL, address=f"U{number % 2}")])
        await work()
    assert len(channel.replied) == 14


async def test_needs_raise_a_case_there_is_and_open_none(
    desk: Desk, work: Work, dialogue: FakeDialogue
) -> None:
    issues = tuple(FoundIssue(name, ((0, 1),)) for name in ("elder_care", "poverty"))
    dialogue.parse = Parse("tell_trouble", issues=issues)
    await receive(desk, [said("母の介護で眠れません。")])
    await work()
    turn = await the_turn(desk.database)
    async with desk.database.transaction() as session:
        assert await session.scalar(select(func.count(Case.id))) == 0
    await hand_off(desk, turn.conversation_id, turn.id)
    dialogue.parse = Parse("tell_trouble", issues=(FoundIssue("dv", ((0, 1),)),))
    await receive(desk, [said("夫のことも相談したいです。")])
    await work()
    case = await the_case(desk.database)
    assert case.reasons == ["compound:A,D", "asked_for_human", "rights_issue:dv"]
    assert case.tier is Tier.ONE
