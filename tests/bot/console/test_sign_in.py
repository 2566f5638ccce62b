import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import update

from bot.db.database import Database
from bot.staff.models import Coordinator
from bot.staff.policies import ABSOLUTE_LIMIT, IDLE_LIMIT, LONGEST_FREE_TRIES
from bot.testing.clock import StandingClock
from tests.bot.console.conftest import PASSWORD, Browsing, soup, words


async def test_without_a_session_a_page_leads_to_the_sign_in_and_back(
    open_browser: Browsing, sato: Coordinator
):
    browser = await open_browser()
    answer = await browser.get("/dead-letters")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2Fdead-letters"
    form = await browser.page(answer.headers["location"])
    assert form.select_one("input[name=next]")["value"] == "/dead-letters"
    entered = await browser.http.post(
        "/sign-in",
        data={"login_name": "sato", "password": PASSWORD, "next": "/dead-letters"},
    )
    assert entered.headers["location"] == "/dead-letters"
    assert "佐藤さん" in words(await browser.page("/dead-letters"))


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.test/", "//evil.test", "/\\evil.test", "/queue\n", "/sign-out"]
)
async def test_the_way_back_leads_nowhere_else(
    open_browser: Browsing, sato: Coordinator, elsewhere: str
):
    browser = await open_browser()
    answer = await browser.http.post(
        "/sign-in", data={"login_name": "sato", "password": PASSWORD, "next": elsewhere}
    )
    assert answer.headers["location"] == "/queue"


async def test_a_wrong_password_is_said_and_the_name_kept(
    open_browser: Browsing, sato: Coordinator
):
    browser = await open_browser()
    answer = await browser.http.post("/sign-in", data={"login_name": "sato", "password": "no"})
    assert answer.status_code == 401
    assert "名前かパスワードがちがいます" in words(soup(answer).select_one("[role=alert]"))
    assert soup(answer).select_one("#login_name")["value"] == "sato"
    assert "set-cookie" not in answer.headers


async def test_missing_fields_are_answered_in_words(open_browser: Browsing):
    browser = await open_browser()
    answer = await browser.http.post("/sign-in", data={})
    assert answer.status_code == 401
    assert "ちがいます" in answer.text


async def test_a_locked_account_hears_until_when(open_browser: Browsing, sato: Coordinator):
    browser = await open_browser()
    for _ in range(LONGEST_FREE_TRIES):
        await browser.http.post("/sign-in", data={"login_name": "sato", "password": "no"})
    answer = await browser.http.post("/sign-in", data={"login_name": "sato", "password": PASSWORD})
    # The clock stands at 01:00 UTC, 10:00 in Tokyo.
    assert "10:10まで入れません" in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.test"},
        {"Origin": "null"},
    ],
)
async def test_a_form_on_another_site_signs_nobody_in(
    open_browser: Browsing, sato: Coordinator, headers: dict[str, str]
):
    browser = await open_browser()
    answer = await browser.http.post(
        "/sign-in", data={"login_name": "sato", "password": PASSWORD}, headers=headers
    )
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert "受け付けませんでした" in answer.text


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://console.test"}]
)
async def test_our_own_form_signs_in(
    open_browser: Browsing, sato: Coordinator, headers: dict[str, str]
):
    browser = await open_browser()
    answer = await browser.http.post(
        "/sign-in", data={"login_name": "sato", "password": PASSWORD}, headers=headers
    )
    assert answer.status_code == 303


async def test_the_cookie_is_out_of_reach(open_browser: Browsing, sato: Coordinator):
    browser = await open_browser()
    answer = await browser.http.post("/sign-in", data={"login_name": "sato", "password": PASSWORD})
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith("madoguchi=")
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie


async def test_over_tls_the_cookie_belongs_to_this_host_alone(
    secure_console: FastAPI, sato: Coordinator
):
    transport = httpx.ASGITransport(secure_console)
    async with httpx.AsyncClient(transport=transport, base_url="https://console.test") as http:
        answer = await http.post("/sign-in", data={"login_name": "sato", "password": PASSWORD})
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-madoguchi=")
        assert "Secure" in cookie
        assert "Path=/" in cookie
        assert "Domain" not in cookie
        assert (await http.get("/queue")).status_code == 200


async def test_signing_out_ends_the_session_on_the_server(
    open_browser: Browsing, sato: Coordinator
):
    browser = await open_browser(sato)
    cookies = dict(browser.http.cookies)
    answer = await browser.post("/sign-out", htmx=False)
    assert answer.headers["location"] == "/sign-in"
    assert not browser.http.cookies
    browser.http.cookies.update(cookies)
    assert (await browser.get("/queue")).status_code == 303


async def test_an_idle_session_ends(
    open_browser: Browsing, sato: Coordinator, clock: StandingClock
):
    browser = await open_browser(sato)
    clock.advance(seconds=IDLE_LIMIT.total_seconds() + 1)
    assert (await browser.get("/queue")).status_code == 303


async def test_a_busy_session_ends_with_the_shift(
    open_browser: Browsing, sato: Coordinator, clock: StandingClock
):
    browser = await open_browser(sato)
    for _ in range(int(ABSOLUTE_LIMIT / IDLE_LIMIT)):
        assert (await browser.get("/queue")).status_code == 200
        clock.advance(seconds=IDLE_LIMIT.total_seconds())
    clock.advance(seconds=1)
    assert (await browser.get("/queue")).status_code == 303


async def test_a_screen_that_refreshes_itself_does_not_keep_the_session_alive(
    open_browser: Browsing, sato: Coordinator, clock: StandingClock
):
    browser = await open_browser(sato)
    clock.advance(minutes=50)
    assert (await browser.get("/queue/list", htmx=True)).status_code == 200
    clock.advance(minutes=11)
    assert (await browser.get("/queue/list", htmx=True)).status_code == 401


async def test_a_disabled_account_is_out_at_once(
    open_browser: Browsing, sato: Coordinator, database: Database
):
    browser = await open_browser(sato)
    async with database.transaction() as session:
        await session.execute(update(Coordinator).values(active=False))
    assert (await browser.get("/queue")).status_code == 303


async def test_a_fragment_without_a_session_leaves_the_page_and_its_drafts_alone(
    open_browser: Browsing,
):
    browser = await open_browser()
    answer = await browser.get("/queue/list", htmx=True)
    assert answer.status_code == 401
    assert answer.headers["HX-Retarget"] == "#notice"
    assert "サインインが切れました" in answer.text
