from sqlalchemy import delete, select, update

from bot.audit.models import AuditEntry
from bot.audit.service import verify
from bot.cases.models import Case, State
from bot.contacts.models import Contact
from bot.conversations.models import Author, Message
from bot.db.database import Database
from bot.intake.service import take_over
from bot.intake.service.desk import Desk
from bot.outbox.models import DeliveryState
from bot.staff.models import Coordinator
from bot.testing.clock import StandingClock
from bot.triage.models import Reason, ReasonCode, Tier
from tests.bot.console.conftest import Browsing, Telling, soup, words
from tests.bot.console.swapping import assert_same, swap


async def test_the_talk_names_who_spoke_and_when_in_tokyo(
    open_browser: Browsing, sato: Coordinator, tell: Telling, desk: Desk, clock: StandingClock
):
    case = await tell("はじめまして")
    await take_over.claim(desk, case.id, sato)
    clock.advance(hours=15)
    await take_over.reply(desk, case.id, sato, "佐藤です。")
    page = await (await open_browser(sato)).page(f"/cases/{case.id}")
    assert [words(who) for who in page.select(".bubble__who")] == [
        "相談者 10:00",
        "自動応答 10:00",
        "佐藤さん 01:00",
    ]
    assert [words(day) for day in page.select(".day")] == ["11月16日（月）", "11月17日（火）"]


async def test_words_that_raised_something_are_marked_in_their_bubbles(
    open_browser: Browsing, sato: Coordinator, tell: Telling
):
    case = await tell(
        "😢👨‍👩‍👧母が認知症で",
        "夜もつらい😢 もう消えたい",
        issues=[("elder_care", "母が認知症"), ("mental", "つらい😢 もう消えたい")],
        dangers=[("suicide", "消えたい")],
    )
    page = await (await open_browser(sato)).page(f"/cases/{case.id}")
    first, second = page.select(".bubble--resident")
    assert [words(mark) for mark in first.select("mark")] == ["母が認知症"]
    assert [words(mark) for mark in second.select("mark.said--issue")] == [
        "つらい😢 もう",
        "消えたい",
    ]
    assert [words(mark) for mark in second.select("mark.said--danger")] == ["消えたい"]
    assert second.select_one(".bubble__text").get_text() == "夜もつらい😢 もう消えたい"
    assert "危険：自殺・自傷" in words(second)
    assert "困りごと：こころ・依存" in words(second)
    assert "危険に気づいた言葉" in words(page.select_one(".legend"))


async def test_line_ends_of_a_resident_are_kept(
    open_browser: Browsing, sato: Coordinator, tell: Telling
):
    case = await tell("一行目\n\n三行目\n", issues=[("debt", "三行目\n")])
    page = await (await open_browser(sato)).page(f"/cases/{case.id}")
    assert page.select_one(".bubble--resident .bubble__text").get_text() == "一行目\n\n三行目\n"


async def test_what_a_resident_writes_is_only_text(
    open_browser: Browsing, sato: Coordinator, tell: Telling
):
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    case = await tell(attack, dangers=[("suicide", "<script>alert(1)")])
    answer = await (await open_browser(sato)).get(f"/cases/{case.id}")
    assert "<script>alert" not in answer.text
    assert "<img" not in answer.text
    assert soup(answer).select_one(".bubble--resident .bubble__text").get_text() == attack


async def test_the_panel_quotes_the_words_and_shows_no_percentage(
    open_browser: Browsing, sato: Coordinator, tell: Telling
):
    case = await tell(
        "母が認知症で、もう消えたい",
        tier=Tier.DANGER,
        reasons=[Reason(ReasonCode.SURE_DANGER, "suicide"), Reason(ReasonCode.COMPOUND, "A,B")],
        issues=[("elder_care", "母が認知症")],
        dangers=[("suicide", "消えたい")],
        household=[{"relation": "母", "issues": ["elder_care"]}],
    )
    page = await (await open_browser(sato)).page(f"/cases/{case.id}")
    panel = words(page.select_one("#panel"))
    assert (
        "自殺・自傷 確か・危険が大きい（段階2/3） 「消えたい」 気づいたもの：決まった言葉のきまり"
        in panel
    )
    assert "高齢・介護 「母が認知症」" in panel
    assert "母 高齢・介護" in panel
    assert "危険：自殺・自傷 / いくつもの分野にまたがる：高齢、障害・健康・こころ" in panel
    assert "%" not in words(page)


async def test_nothing_found_is_not_called_safe(
    open_browser: Browsing, sato: Coordinator, tell: Telling
):
    case = await tell("こんにちは")
    page = await (await open_browser(sato)).page(f"/cases/{case.id}")
    assert "危険がないという意味ではありません" in words(page.select_one("#panel"))


async def test_words_not_yet_looked_at_are_called_so(
    open_browser: Browsing, sato: Coordinator, tell: Telling, database: Database
):
    case = await tell("もう消えたい")
    async with database.transaction() as session:
        await session.execute(
            update(Message).where(Message.author == Author.RESIDENT).values(turn_id=None)
        )
    page = await (await open_browser(sato)).page(f"/cases/{case.id}")
    assert "まだ読みとっていません" in words(page.select_one(".bubble--resident"))


async def test_delivery_is_told_as_it_is(open_browser: Browsing, sato: Coordinator, tell: Telling):
    browser = await open_browser(sato)
    shown = {
        DeliveryState.PENDING: "送信待ち",
        DeliveryState.SENT: "LINEが受け付けました",
        DeliveryState.FAILED: "届けられませんでした",
        DeliveryState.UNKNOWN: "届いたか不明",
        DeliveryState.BLOCKED: "ブロックされています",
    }
    assert set(shown) == set(DeliveryState)
    for state, word in shown.items():
        case = await tell("はい", delivery=state)
        page = await browser.page(f"/cases/{case.id}")
        assert [words(found) for found in page.select(".bubble__delivery")] == [word]


async def test_every_view_is_written_down(
    open_browser: Browsing, sato: Coordinator, danger_case: Case, database: Database
):
    browser = await open_browser(sato)
    await browser.get(f"/cases/{danger_case.id}")
    await browser.get(f"/cases/{danger_case.id}/talk", htmx=True)
    await browser.get(f"/cases/{danger_case.id}/panel", htmx=True)
    await browser.get(f"/cases/{danger_case.id}/talk")
    async with database.transaction() as session:
        seen = list(
            await session.execute(select(AuditEntry.actor, AuditEntry.action, AuditEntry.subject))
        )
        await verify(session)
    view = ("coordinator:sato", "case_viewed", f"case:{danger_case.number}")
    # The page, and the fragment that was opened without it; not what the page refreshes by itself.
    assert seen == [view, view]


async def test_an_erased_contact_is_said_to_be_erased(
    open_browser: Browsing, sato: Coordinator, tell: Telling, desk: Desk, database: Database
):
    case = await tell("ひみつ")
    await take_over.add_note(desk, case.id, sato, "ひみつのメモ")
    await take_over.claim(desk, case.id, sato)
    async with database.transaction() as session:
        await session.execute(update(Contact).values(wrapped_key=None))
    browser = await open_browser(sato)
    page = await browser.page(f"/cases/{case.id}")
    assert "記録は消去されています" in words(page)
    assert "ひみつ" not in words(page)
    answer = await browser.post(f"/cases/{case.id}/reply", text="もしもし")
    assert answer.status_code == 409
    assert "記録は消去されています" in answer.text


async def test_a_refreshed_case_is_the_reloaded_case(
    open_browser: Browsing, sato: Coordinator, suzuki: Coordinator, tell: Telling, desk: Desk
):
    case = await tell("はじめ", issues=[("debt", "はじめ")])
    browser = await open_browser(sato)
    page = await browser.page(f"/cases/{case.id}")
    await take_over.claim(desk, case.id, suzuki)
    await take_over.reply(desk, case.id, suzuki, "鈴木です。")
    await take_over.add_note(desk, case.id, suzuki, "電話した")
    for part in ("talk", "panel", "actions"):
        swap(page, f"#{part}", await browser.get(f"/cases/{case.id}/{part}", htmx=True))
    swap(page, "#watch", await browser.get("/queue/watch", htmx=True))
    assert_same(page.body, (await browser.page(f"/cases/{case.id}")).body)
    assert "鈴木です。" in words(page)


async def test_every_part_that_refreshes_itself_answers(
    open_browser: Browsing, sato: Coordinator, danger_case: Case
):
    browser = await open_browser(sato)
    for path in ("/queue", "/dead-letters", f"/cases/{danger_case.id}"):
        page = await browser.page(path)
        for part in page.select("[data-live]"):
            assert part["id"]
            answer = await browser.get(str(part["hx-get"]), htmx=True)
            assert answer.status_code == 200
            swap(page, f"#{part['id']}", answer)
        assert_same(page.body, (await browser.page(path)).body)


async def test_a_case_refreshes_on_its_own_conversation_only(
    open_browser: Browsing, sato: Coordinator, danger_case: Case
):
    page = await (await open_browser(sato)).page(f"/cases/{danger_case.id}")
    for part in ("talk", "panel", "actions"):
        trigger = str(page.select_one(f"#{part}")["hx-trigger"])
        assert f"sse:case-{danger_case.conversation_id}" in trigger
        assert "sse:refresh" in trigger
    assert page.body["sse-connect"] == "/events"


async def test_a_case_without_messages_has_a_page(
    open_browser: Browsing, sato: Coordinator, tell: Telling, database: Database
):
    case = await tell("")
    async with database.transaction() as session:
        await session.execute(delete(Message))
    page = await (await open_browser(sato)).page(f"/cases/{case.id}")
    assert "まだ何も話されていません" in words(page.select_one("#talk"))
    assert case.state is State.WAITING
