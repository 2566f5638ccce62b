"""The action server: Rasa's way into bot/. On the loopback interface, behind a token."""

import hmac
import warnings
from contextlib import AsyncExitStack
from typing import Any

from rasa_sdk.endpoint import create_app as create_rasa_app
from rasa_sdk.executor import ActionExecutor
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, text

from actions.hand_off import ActionHandOff
from bot.directory.registry import load_hours
from bot.runtime.house import build
from bot.runtime.settings import Settings

type _App = Sanic[Any, Any]

# Rasa 3.6 with rasa-sdk 3.21 is a pair we test (tests/contracts), and each call would say it anew.
warnings.filterwarnings("ignore", message="Your versions of rasa and rasa_sdk")


def create_app(settings: Settings) -> _App:
    """The Sanic application of rasa-sdk, with our actions registered once the server's loop runs."""
    executor = ActionExecutor()
    app: _App = create_rasa_app(executor, cors_origins=[])
    house = AsyncExitStack()
    expected = f"Bearer {settings.madoguchi_actions_token.get_secret_value()}".encode()

    async def check_token(request: Request) -> HTTPResponse | None:
        given = request.headers.get("authorization", "").encode()
        if request.path != "/health" and not hmac.compare_digest(given, expected):
            return text("", status=401)
        return None

    async def move_in(_: _App) -> None:
        built = await house.enter_async_context(build(settings))
        executor.register_action(ActionHandOff(built.desk, load_hours().staff.text_ja))

    async def move_out(_: _App) -> None:
        await house.aclose()

    app.register_middleware(check_token, "request")
    app.register_listener(move_in, "before_server_start")
    app.register_listener(move_out, "after_server_stop")
    return app
