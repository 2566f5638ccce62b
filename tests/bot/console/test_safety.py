"""What holds on every route: the token, the headers, and words instead of stack traces."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import httpx
import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from bot.cases.models import Case, State
from bot.console.app import SCREENS, create_console
from bot.console.session import acting, present, watching
from bot.db.announcements import Announcements
from bot.db.database import Database
from bot.intake.service.desk import Desk
from bot.staff.models import Coordinator
from tests.bot.console.conftest import HTMX, Browser, Browsing, soup, words

OPEN_TO_ALL = {("GET", "/sign-in"), ("POST", "/sign-in"), ("GET", "/static/{name}"), ("GET", "/")}


def _routes() -> Iterator[tuple[str, APIRoute]]:
    for screen in SCREENS:
        for route in screen.router.routes:
            assert isinstance(route, APIRoute)
            for method in route.methods:
                yield method, route


def _calls(dependant: Dependant) -> set[object]:
    found: set[object] = {dependant.call}
    for inner in dependant.dependencies:
        found |= _calls(inner)
    return found


def test_every_route_asks_who_is_there_and_every_change_asks_for_the_token():
    seen = set()
    for method, route in _routes():
        seen.add((method, route.path))
        if (method, route.path) in OPEN_TO_ALL:
            continue
        asked = _calls(route.dependant)
        assert asked & ({acting} if method == "POST" else {present, watching}), route.path
    assert len(seen) > len(OPEN_TO_ALL)
    assert seen >= OPEN_TO_ALL


@pytest.mark.parametrize(
    "headers", [{}, {"X-CSRF-Token": "wrong"}, {"X-CSRF-Token": "漢字".encode()}]
)
@pytest.mark.parametrize("htmx", [True, False])
async def test_a_change_without_the_token_is_refused(
    open_browser: Browsing,
    sato: Coordinator,
    danger_case: Case,
    database: Database,
    headers: dict[str, str],
    htmx: bool,
):
    browser = await open_browser(sato)
    answer = await browser.http.post(
        f"/cases/{danger_case.id}/claim", headers=headers | (HTMX if htmx else {})
    )
    assert answer.status_code == 403
    assert "安全のため" in answer.text
    async with database.transaction() as session:
        assert (await session.get_one(Case, danger_case.id)).state is State.WAITING


async def test_the_token_of_another_session_is_refused(
    open_browser: Browsing, sato: Coordinator, suzuki: Coordinator, danger_case: Case
):
    mine, hers = await open_browser(sato), await open_browser(suzuki)
    mine.csrf_token = hers.csrf_token
    assert (await mine.post(f"/cases/{danger_case.id}/claim")).status_code == 403


async def test_a_form_without_scripts_carries_the_token_in_a_field(
    open_browser: Browsing, sato: Coordinator, danger_case: Case
):
    browser = await open_browser(sato)
    path = f"/cases/{danger_case.id}/claim"
    answer = await browser.http.post(path, data={"csrf_token": browser.csrf_token})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/cases/{danger_case.id}"


@pytest.mark.parametrize(
    ("path", "cache"),
    [
        ("/queue", "no-store"),
        ("/queue/list", "no-store"),
        ("/sign-in", "no-store"),
        ("/cases/nothing", "no-store"),
        ("/static/console.css", "public, max-age=31536000, immutable"),
    ],
)
async def test_every_answer_carries_the_headers(
    open_browser: Browsing, sato: Coordinator, path: str, cache: str
):
    browser = await open_browser(sato)
    headers = (await browser.get(path)).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == cache


async def _assert_no_inline_code(browser: Browser, path: str) -> None:
    page = await browser.page(path)
    assert all(script.get("src", "").startswith("/static/") for script in page.find_all("script"))
    assert not page.find_all("style")
    for tag in page.find_all(True):
        assert not [
            name for name in tag.attrs if name.startswith(("on", "hx-on")) or name == "style"
        ]


async def test_no_page_holds_code_or_style_of_its_own(
    open_browser: Browsing, sato: Coordinator, danger_case: Case
):
    browser = await open_browser(sato)
    for path in ("/sign-in", "/queue", "/dead-letters", f"/cases/{danger_case.id}"):
        await _assert_no_inline_code(browser, path)


@pytest.mark.parametrize("path", ["/nowhere", "/cases/nothing", f"/cases/{UUID(int=0)}"])
async def test_what_is_not_there_is_said_in_words(
    open_browser: Browsing, sato: Coordinator, path: str
):
    browser = await open_browser(sato)
    answer = await browser.get(path)
    assert answer.status_code == 404
    assert words(soup(answer).h1) == "見つかりません"


async def test_a_failure_of_ours_is_said_in_words_and_shows_nothing_inside(
    desk: Desk, sato: Coordinator, danger_case: Case, open_browser: Browsing
):
    cookies = (await open_browser(sato)).http.cookies
    broken = create_console(
        replace(desk, keyring=None),
        Announcements(desk.database.url),
        secure_cookies=False,
        city="ひだまり市",
    )
    transport = httpx.ASGITransport(broken, raise_app_exceptions=False)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://console.test", cookies=cookies
    ) as http:
        page = await http.get("/queue")
        fragment = await http.get("/queue/list", headers=HTMX)
    assert page.status_code == fragment.status_code == 500
    assert words(soup(page).h1) == "うまくいきませんでした"
    assert fragment.headers["HX-Retarget"] == "#notice"
    for answer in (page, fragment):
        assert "Traceback" not in answer.text
        assert "NoneType" not in answer.text
        assert answer.headers["X-Frame-Options"] == "DENY"


async def test_files_are_served_by_name_only(open_browser: Browsing):
    browser = await open_browser()
    for name in ("..%2Fapp.py", "app.py", "%2Fetc%2Fpasswd"):
        assert (await browser.get(f"/static/{name}")).status_code == 404
