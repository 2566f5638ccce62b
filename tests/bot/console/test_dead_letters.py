from sqlalchemy import select

from bot.audit.models import AuditEntry
from bot.db.database import Database
from bot.intake.models import Disposal, InboundEvent
from bot.intake.service.desk import Desk
from bot.intake.service.receive import bury
from bot.staff.models import Coordinator
from tests.bot.console.conftest import Browsing, soup, words
from tests.bot.console.swapping import assert_same, swap


async def test_what_could_not_be_read_is_listed_without_its_content(
    open_browser: Browsing, sato: Coordinator, desk: Desk
):
    await bury(desk, "line", "event-1", '{"strange": "ひみつ"}', "no events in the body")
    page = await (await open_browser(sato)).page("/dead-letters")
    row = words(page.select_one("#letters .row"))
    assert "LINE" in row
    assert "no events in the body" in row
    assert "ひみつ" not in page.get_text()
    assert words(page.select_one("#to-dead-letters")) == "読めなかったもの 1"


async def test_nothing_to_look_at_is_not_in_the_way(open_browser: Browsing, sato: Coordinator):
    page = await (await open_browser(sato)).page("/queue")
    assert page.select_one("#to-dead-letters") is None


async def test_a_letter_that_was_seen_leaves_the_list_and_stays_stored(
    open_browser: Browsing, sato: Coordinator, desk: Desk, database: Database
):
    await bury(desk, "line", "event-1", "{}", "one")
    await bury(desk, "line", "event-2", "{}", "two")
    browser = await open_browser(sato)
    page = await browser.page("/dead-letters")
    path = str(page.select_one("#letters form")["action"])
    answer = await browser.post(path)
    assert answer.status_code == 200
    assert len(soup(answer).select(".row")) == 1
    swap(page, "#letters", answer)
    swap(page, "#watch", await browser.get("/queue/watch", htmx=True))
    assert_same(page.body, (await browser.page("/dead-letters")).body)
    async with database.transaction() as session:
        disposals = list(await session.scalars(select(InboundEvent.disposal)))
        actions = list(await session.scalars(select(AuditEntry.action)))
    assert sorted(disposals) == [Disposal.DEAD_LETTER, Disposal.SET_ASIDE]
    assert actions == ["dead_letter_dismissed"]
