import asyncio
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from bot.cases.models import Case, Outcome, State
from bot.console.case import LONGEST_REPLY
from bot.conversations.models import Author, Conversation, Message, Owner
from bot.conversations.service import current
from bot.db.database import Database
from bot.intake.service import take_over
from bot.intake.service.desk import Desk
from bot.outbox.models import Delivery
from bot.staff.models import Coordinator
from bot.testing.clock import StandingClock
from tests.bot.console.conftest import Browsing, Telling, soup, words
from tests.bot.console.swapping import assert_same, swap


async def _sent(database: Database) -> int:
    async with database.transaction() as session:
        written = select(func.count()).where(Message.author == Author.COORDINATOR)
        return await session.scalar(written) or 0


async def _case(database: Database, case: Case) -> tuple[Case, Conversation]:
    async with database.transaction() as session:
        fresh = await session.get_one(Case, case.id)
        return fresh, await session.get_one(Conversation, fresh.conversation_id)


async def test_a_claim_leads_to_the_case_and_silences_the_bot(
    open_browser: Browsing, sato: Coordinator, danger_case: Case, database: Database
):
    browser = await open_browser(sato)
    answer = await browser.post(f"/cases/{danger_case.id}/claim")
    assert answer.headers["HX-Redirect"] == f"/cases/{danger_case.id}"
    case, conversation = await _case(database, danger_case)
    assert case.assignee_id == sato.id
    assert conversation.owner is Owner.HUMAN
    page = await browser.page(f"/cases/{danger_case.id}")
    assert page.select_one("[data-may-speak=yes]") is not None


async def test_of_two_who_claim_at_once_one_is_told_who_has_it(
    open_browser: Browsing, sato: Coordinator, suzuki: Coordinator, danger_case: Case
):
    browsers = {"佐藤": await open_browser(sato), "鈴木": await open_browser(suzuki)}
    path = f"/cases/{danger_case.id}/claim"
    answers = await asyncio.gather(*(browser.post(path) for browser in browsers.values()))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    winner, refused = (
        ("佐藤", answers[1]) if answers[0].status_code == 200 else ("鈴木", answers[0])
    )
    assert f"この相談は、{winner}さんが受けもっています。" in words(soup(refused))
    assert refused.headers["HX-Trigger"] == "changed"


async def test_pressing_twice_is_no_quarrel_with_oneself(
    open_browser: Browsing, sato: Coordinator, danger_case: Case
):
    browser = await open_browser(sato)
    for _ in range(2):
        answer = await browser.post(f"/cases/{danger_case.id}/claim")
        assert answer.status_code == 200


async def test_a_refused_claim_without_scripts_is_a_whole_page(
    open_browser: Browsing, sato: Coordinator, suzuki: Coordinator, danger_case: Case, desk: Desk
):
    await take_over.claim(desk, danger_case.id, suzuki)
    answer = await (await open_browser(sato)).post(f"/cases/{danger_case.id}/claim", htmx=False)
    assert answer.status_code == 409
    assert "鈴木さんが受けもっています" in words(soup(answer).select_one("#notice"))
    assert soup(answer).select_one("#talk") is not None


async def test_a_reply_is_written_put_in_the_outbox_and_the_box_emptied(
    open_browser: Browsing, sato: Coordinator, tell: Telling, desk: Desk, database: Database
):
    case = await tell("きいて")
    await take_over.claim(desk, case.id, sato)
    browser = await open_browser(sato)
    page = await browser.page(f"/cases/{case.id}")
    answer = await browser.post(f"/cases/{case.id}/reply", text="はい。\r\n読んでいます。\r\n")
    assert answer.status_code == 200
    assert soup(answer).select_one("textarea").get_text() == ""
    assert "送信の列に入れました" in words(soup(answer))
    assert answer.headers["HX-Trigger"] == "changed"
    async with database.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(Delivery)) == 2
    swap(page, "#reply", answer)
    swap(page, "#talk", await browser.get(f"/cases/{case.id}/talk", htmx=True))
    fresh = await browser.page(f"/cases/{case.id}")
    page.select_one("#reply .notice").decompose()
    assert_same(page.select_one("main"), fresh.select_one("main"))
    last = fresh.select(".bubble__text")[-1]
    assert last.get_text() == "はい。\n読んでいます。"


async def test_a_reply_after_losing_the_claim_says_who_has_it_and_keeps_the_text(
    open_browser: Browsing,
    sato: Coordinator,
    suzuki: Coordinator,
    tell: Telling,
    desk: Desk,
    database: Database,
):
    case = await tell("きいて")
    await take_over.claim(desk, case.id, sato)
    browser = await open_browser(sato)
    await take_over.release(desk, case.id, sato)
    await take_over.claim(desk, case.id, suzuki)
    for htmx in (True, False):
        answer = await browser.post(f"/cases/{case.id}/reply", htmx=htmx, text="まだ<ここ>です")
        assert answer.status_code == 409
        assert "いまは鈴木さんが受けもっています" in words(soup(answer))
        assert soup(answer).select_one("#reply-text").get_text().strip() == "まだ<ここ>です"
    assert await _sent(database) == 0


async def test_a_reply_nobody_has_claimed_is_refused(
    open_browser: Browsing, sato: Coordinator, tell: Telling, database: Database
):
    case = await tell("きいて")
    answer = await (await open_browser(sato)).post(f"/cases/{case.id}/reply", text="はい")
    assert answer.status_code == 409
    assert "先に「受けもつ」を押してください" in answer.text
    assert await _sent(database) == 0


@pytest.mark.parametrize("text", ["", " \r\n　", "\u200b"])
async def test_nothing_to_read_is_nothing_to_send(
    open_browser: Browsing,
    sato: Coordinator,
    tell: Telling,
    desk: Desk,
    database: Database,
    text: str,
):
    case = await tell("きいて")
    await take_over.claim(desk, case.id, sato)
    answer = await (await open_browser(sato)).post(f"/cases/{case.id}/reply", text=text)
    assert answer.status_code == 409
    assert "何か書いてから" in answer.text
    assert await _sent(database) == 0


async def test_a_reply_is_measured_as_the_platform_measures(
    open_browser: Browsing, sato: Coordinator, tell: Telling, desk: Desk, database: Database
):
    case = await tell("きいて")
    await take_over.claim(desk, case.id, sato)
    browser = await open_browser(sato)
    fits = "😢" * (LONGEST_REPLY // 2)
    refused = await browser.post(f"/cases/{case.id}/reply", text=fits + "あ")
    assert refused.status_code == 409
    assert "4,500文字" in refused.text
    assert soup(refused).select_one("#reply-text").get_text().strip() == fits + "あ"
    assert (await browser.post(f"/cases/{case.id}/reply", text=fits)).status_code == 200
    assert await _sent(database) == 1


async def test_the_bot_gets_the_word_back_and_is_stopped_again(
    open_browser: Browsing, sato: Coordinator, tell: Telling, desk: Desk, database: Database
):
    case = await tell("きいて")
    await take_over.claim(desk, case.id, sato)
    browser = await open_browser(sato)
    answer = await browser.post(f"/cases/{case.id}/hand-back")
    assert "自動応答にもどしました" in answer.text
    assert (await _case(database, case))[1].owner is Owner.BOT
    refused = await browser.post(f"/cases/{case.id}/reply", text="いま")
    assert refused.status_code == 409
    assert "先に「自動応答を止める」" in refused.text
    assert (await browser.post(f"/cases/{case.id}/take-back")).status_code == 200
    assert (await browser.post(f"/cases/{case.id}/reply", text="いま")).status_code == 200


async def test_a_released_case_waits_on_with_its_clock(
    open_browser: Browsing,
    sato: Coordinator,
    tell: Telling,
    desk: Desk,
    clock: StandingClock,
    database: Database,
):
    case = await tell("きいて")
    clock.advance(minutes=12)
    await take_over.claim(desk, case.id, sato)
    browser = await open_browser(sato)
    answer = await browser.post(f"/cases/{case.id}/release")
    assert answer.status_code == 200
    assert (await _case(database, case))[0].state is State.WAITING
    assert "待ち時間 12分" in words(await browser.page("/queue"))


async def test_closing_asks_how_it_ended(
    open_browser: Browsing, sato: Coordinator, tell: Telling, desk: Desk, database: Database
):
    case = await tell("きいて")
    await take_over.claim(desk, case.id, sato)
    browser = await open_browser(sato)
    for missing in ("", "whatever"):
        answer = await browser.post(f"/cases/{case.id}/close", outcome=missing)
        assert answer.status_code == 422
        assert "どう終わったかを選んでください" in answer.text
    page = await browser.page(f"/cases/{case.id}")
    offered = [option["value"] for option in page.select("#outcome option") if option["value"]]
    assert offered == [outcome.value for outcome in Outcome]
    answer = await browser.post(f"/cases/{case.id}/close", outcome="settled")
    assert "閉じました" in answer.text
    closed, conversation = await _case(database, case)
    assert (closed.state, closed.outcome) == (State.CLOSED, Outcome.SETTLED)
    assert conversation.owner is Owner.CLOSED
    page = await browser.page(f"/cases/{case.id}")
    assert "佐藤さん：閉じました（困りごとが落ち着いた）" in words(page.select_one(".timeline"))


@pytest.mark.parametrize("verb", ["hand-back", "take-back", "release", "close"])
async def test_only_who_has_the_case_may_move_it(
    open_browser: Browsing,
    sato: Coordinator,
    suzuki: Coordinator,
    tell: Telling,
    desk: Desk,
    database: Database,
    verb: str,
):
    case = await tell("きいて")
    await take_over.claim(desk, case.id, suzuki)
    browser = await open_browser(sato)
    answer = await browser.post(f"/cases/{case.id}/{verb}", outcome="settled")
    assert answer.status_code == 409
    assert "いまは鈴木さんが受けもっています" in answer.text
    assert (await _case(database, case))[0].assignee_id == suzuki.id
    page = await browser.page(f"/cases/{case.id}")
    assert page.select("#actions button") == []
    assert "鈴木さんが受けもっています" in words(page.select_one("#actions"))


async def test_a_closed_case_can_be_opened_again_once(
    open_browser: Browsing, sato: Coordinator, tell: Telling, desk: Desk
):
    case = await tell("きいて")
    await take_over.claim(desk, case.id, sato)
    await take_over.close(desk, case.id, sato, Outcome.SETTLED)
    browser = await open_browser(sato)
    refused = await browser.post(f"/cases/{case.id}/claim")
    assert refused.status_code == 409
    assert "この相談は閉じています" in refused.text
    assert (await browser.post(f"/cases/{case.id}/reopen")).status_code == 200
    again = await browser.post(f"/cases/{case.id}/reopen")
    assert again.status_code == 409
    assert "閉じていません" in again.text
    assert "相談の" not in words((await browser.page("/queue")).select_one("#mine-title"))


async def test_a_case_that_has_been_overtaken_is_not_reopened(
    open_browser: Browsing, sato: Coordinator, tell: Telling, desk: Desk, database: Database
):
    case = await tell("きいて")
    await take_over.claim(desk, case.id, sato)
    await take_over.close(desk, case.id, sato, Outcome.SETTLED)
    _, conversation = await _case(database, case)
    async with database.transaction() as session:
        await current(session, conversation.contact_id)
    answer = await (await open_browser(sato)).post(f"/cases/{case.id}/reopen")
    assert answer.status_code == 409
    assert "新しい相談を始めています" in answer.text
    assert (await _case(database, case))[0].state is State.CLOSED


async def test_a_note_is_for_colleagues_and_is_never_sent(
    open_browser: Browsing,
    sato: Coordinator,
    suzuki: Coordinator,
    tell: Telling,
    database: Database,
):
    case = await tell("きいて")
    browser = await open_browser(sato)
    answer = await browser.post(f"/cases/{case.id}/notes", text="先月も<b>電話</b>あり")
    assert "メモを残しました" in answer.text
    assert soup(answer).select_one("textarea").get_text() == ""
    page = await (await open_browser(suzuki)).page(f"/cases/{case.id}")
    assert words(page.select_one(".timeline__note")) == "先月も<b>電話</b>あり"
    assert "先月" not in words(page.select_one("#talk"))
    assert await _sent(database) == 0


async def test_an_empty_note_is_refused(open_browser: Browsing, sato: Coordinator, tell: Telling):
    case = await tell("きいて")
    answer = await (await open_browser(sato)).post(f"/cases/{case.id}/notes", text="  ")
    assert answer.status_code == 409
    assert soup(answer).select_one("#note-text") is not None


@pytest.mark.parametrize("verb", ["claim", "reply", "notes", "release", "reopen"])
async def test_a_case_that_does_not_exist(open_browser: Browsing, sato: Coordinator, verb: str):
    browser = await open_browser(sato)
    path = f"/cases/{uuid4()}/{verb}"
    answer = await browser.post(path, text="はい")
    assert answer.status_code == 404
    assert answer.headers["HX-Retarget"] == "#notice"
