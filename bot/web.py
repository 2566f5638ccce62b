"""The web application: webhooks, the console, and a health check."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI
from sqlalchemy import text

from bot.channels.line.webhook import create_router as line_router
from bot.console.app import create_console
from bot.runtime.house import House, build
from bot.runtime.settings import Settings, read_settings


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application as an ASGI server runs it; the house is built when the server starts."""
    known = settings or read_settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with build(known) as house:
            _furnish(app, house)
            listening = asyncio.create_task(house.announcements.run())
            yield
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening

    return FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)


def _furnish(app: FastAPI, house: House) -> None:
    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        async with house.database.transaction() as session:
            await session.execute(text("SELECT 1"))
        return {"status": "ok"}

    app.include_router(line_router(house.desk, house.settings.line_channel_secrets))
    app.mount(
        "/",
        create_console(
            house.desk,
            house.announcements,
            secure_cookies=house.settings.madoguchi_secure_cookies,
            city=house.settings.madoguchi_city_name,
        ),
    )
