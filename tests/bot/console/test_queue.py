import pytest
from sqlalchemy import update

from bot.cases.models import Case, Outcome
from bot.contacts.models import Contact
from bot.db.database import Database
from bot.intake.service import take_over
from bot.intake.service.desk import Desk
from bot.staff.models import Coordinator
from bot.testing.clock import StandingClock
from bot.triage.models import Reason, ReasonCode, Tier
from tests.bot.console.conftest import Browsing, Telling, soup, words
from tests.bot.console.swapping import assert_same, swap


async def test_danger_first_then_tiers_then_who_has_waited_longest(
    open_browser: Browsing, sato: Coordinator, tell: Telling, clock: StandingClock
):
    third = await tell("介護保険のこと", tier=Tier.THREE)
    clock.advance(minutes=5)
    older, newer = await tell("一", tier=Tier.ONE), None
    clock.advance(minutes=5)
    newer = await tell("二", tier=Tier.ONE)
    danger = await tell("消えたい", tier=Tier.DANGER)
    page = await (await open_browser(sato)).page("/queue")
    shown = [words(link) for link in page.select("#queue .row__number")]
    assert shown == [f"相談 {case.number}" for case in (danger, older, newer, third)]
    assert [words(lane).split()[0] for lane in page.select(".lane")] == ["危険", "優先1", "優先3"]


async def test_a_row_says_why_how_long_what_was_said_and_who_speaks(
    open_browser: Browsing, sato: Coordinator, tell: Telling, clock: StandingClock
):
    await tell(
        "母のことで",
        "もう消えたい",
        tier=Tier.DANGER,
        reasons=[Reason(ReasonCode.SURE_DANGER, "suicide"), Reason(ReasonCode.COMPOUND, "A,B")],
    )
    clock.advance(hours=3, minutes=20)
    page = await (await open_browser(sato)).page("/queue")
    row = words(page.select_one(".row"))
    assert "危険：自殺・自傷" in row
    assert "いくつもの分野にまたがる：高齢、障害・健康・こころ" in row
    assert "待ち時間 3時間20分" in row
    assert "「もう消えたい」" in row
    assert "自動応答が聞き、担当を待っています" in row
    assert page.select_one(".row button")["aria-label"].endswith("を受けもつ")


@pytest.mark.parametrize(
    ("passed", "shown"),
    [
        ({"seconds": 59}, "1分未満"),
        ({"minutes": 59}, "59分"),
        ({"minutes": 60}, "1時間"),
        ({"hours": 25}, "1日1時間"),
        ({"days": 3}, "3日"),
    ],
)
async def test_waiting_time_in_words(
    open_browser: Browsing,
    sato: Coordinator,
    tell: Telling,
    clock: StandingClock,
    passed: dict[str, float],
    shown: str,
):
    await tell("こんにちは")
    clock.advance(**passed)
    page = await (await open_browser(sato)).page("/queue")
    assert words(page.select_one(".row__time strong")) == shown


async def test_sections_tell_mine_from_others_and_closed(
    open_browser: Browsing, sato: Coordinator, suzuki: Coordinator, tell: Telling, desk: Desk
):
    mine, hers, ended = await tell("ぼくの"), await tell("わたしの"), await tell("おわり")
    await take_over.claim(desk, mine.id, sato)
    await take_over.claim(desk, hers.id, suzuki)
    await take_over.claim(desk, ended.id, suzuki)
    await take_over.close(desk, ended.id, suzuki, Outcome.CONNECTED)
    page = await (await open_browser(sato)).page("/queue")
    section = {
        name: words(page.select_one(f"section[aria-labelledby={name}-title]"))
        for name in ("waiting", "mine", "others", "closed")
    }
    assert "待っている相談はありません" in section["waiting"]
    assert f"相談 {mine.number}" in section["mine"]
    assert f"相談 {hers.number}" in section["others"]
    assert "鈴木さんが話しています" in section["others"]
    assert f"相談 {ended.number} ほかの窓口・支援につながった" in section["closed"]


async def test_my_case_says_when_an_answer_is_waited_for(
    open_browser: Browsing, sato: Coordinator, tell: Telling, desk: Desk, clock: StandingClock
):
    case = await tell("きいてください")
    await take_over.claim(desk, case.id, sato)
    browser = await open_browser(sato)
    assert "返事を待っています" in words(await browser.page("/queue"))
    clock.advance(minutes=1)
    await take_over.reply(desk, case.id, sato, "はい、読んでいます。")
    assert "返事を待っています" not in words(await browser.page("/queue"))


async def test_the_title_counts_and_the_banner_warns_on_every_page(
    open_browser: Browsing, sato: Coordinator, tell: Telling, danger_case: Case, desk: Desk
):
    await tell("もうひとり")
    browser = await open_browser(sato)
    page = await browser.page("/queue")
    assert words(page.title).startswith("(2) 待っている相談")
    for path in ("/queue", "/dead-letters", f"/cases/{danger_case.id}"):
        banner = (await browser.page(path)).select_one(".banner[role=alert]")
        assert "危険のある相談が 1 件、待っています" in words(banner)
    await take_over.claim(desk, danger_case.id, sato)
    page = await browser.page("/queue")
    assert page.select_one(".banner") is None
    assert words(page.title).startswith("(1) ")


async def test_what_a_resident_writes_is_only_text(
    open_browser: Browsing, sato: Coordinator, tell: Telling
):
    await tell("<script>alert(1)</script>")
    answer = await (await open_browser(sato)).get("/queue/list", htmx=True)
    assert "<script" not in answer.text
    assert "「<script>alert(1)</script>」" in words(soup(answer))


async def test_an_excerpt_is_short_and_cuts_no_character(
    open_browser: Browsing, sato: Coordinator, tell: Telling
):
    family = "👨‍👩‍👧"
    await tell(family * 100)
    page = await (await open_browser(sato)).page("/queue")
    assert words(page.select_one(".row__words")) == f"「{family * 80}…」"


async def test_an_erased_contact_does_not_hide_the_others(
    open_browser: Browsing, sato: Coordinator, tell: Telling, database: Database
):
    await tell("消してください")
    async with database.transaction() as session:
        await session.execute(update(Contact).values(wrapped_key=None))
    await tell("ここにいます")
    shown = words(await (await open_browser(sato)).page("/queue"))
    assert "ここにいます" in shown
    assert "読むことができません" in shown
    assert "消してください" not in shown


async def test_a_sticker_is_named(open_browser: Browsing, sato: Coordinator, tell: Telling):
    await tell("", kind="sticker")
    page = await (await open_browser(sato)).page("/queue")
    assert words(page.select_one(".row__words")) == "〔スタンプ〕"


async def test_a_refreshed_queue_is_the_reloaded_queue(
    open_browser: Browsing, sato: Coordinator, suzuki: Coordinator, tell: Telling, desk: Desk
):
    first = await tell("はじめ")
    browser = await open_browser(sato)
    page = await browser.page("/queue")
    await take_over.claim(desk, first.id, suzuki)
    await tell("あたらしい", tier=Tier.DANGER)
    swap(page, "#queue", await browser.get("/queue/list", htmx=True))
    swap(page, "#watch", await browser.get("/queue/watch", htmx=True))
    assert_same(page.body, (await browser.page("/queue")).body)
