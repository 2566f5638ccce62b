"""The coordinator's console as an ASGI application, mounted at the root of the house."""

from fastapi import FastAPI

from bot.console import assets, case, case_actions, dead_letters, events, queue, sign_in
from bot.console.console import Console
from bot.console.headers import Headers
from bot.console.mishaps import answer_mishaps
from bot.console.wording import Wording
from bot.db.announcements import Announcements
from bot.intake.service.desk import Desk

SCREENS = (assets, sign_in, queue, case, case_actions, dead_letters, events)


def create_console(
    desk: Desk, announcements: Announcements, *, secure_cookies: bool, city: str
) -> FastAPI:
    """`secure_cookies`: False only where the console is served without TLS, on one's own machine."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.state.console = Console(desk, announcements, Wording.load(), city, secure_cookies)
    app.add_middleware(Headers)
    for screen in SCREENS:
        app.include_router(screen.router)
    answer_mishaps(app)
    return app
