from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles

from bot.simulator import control_routes, page
from bot.simulator.control_routes import platform_of
from bot.simulator.errors import ApiRefusal, ControlRefusal
from bot.simulator.line_routes import line_routes
from bot.simulator.platform import Platform
from bot.simulator.settings import SimulatorSettings


def create_app(settings: SimulatorSettings) -> FastAPI:
    """One process, one worker: what the platform remembers is in this process alone."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.platform = Platform(settings)
        yield
        await app.state.platform.close()

    app = FastAPI(title="LINE platform simulator", lifespan=lifespan, openapi_url=None)
    app.router.routes.extend(line_routes(platform_of))
    app.include_router(control_routes.router)
    app.include_router(page.router)
    app.mount("/simulator/static", StaticFiles(directory=page.STATIC_FOLDER), name="static")
    for refusal in (ControlRefusal, ApiRefusal):
        app.exception_handler(refusal)(_refuse)
    return app


async def _refuse(_request: Request, refusal: ControlRefusal | ApiRefusal) -> JSONResponse:
    return JSONResponse({"message": str(refusal)}, refusal.status)
