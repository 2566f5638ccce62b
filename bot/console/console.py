"""What every screen has at hand."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from bot.console.wording import Wording
from bot.db.announcements import Announcements
from bot.intake.service.desk import Desk


@dataclass(frozen=True)
class Console:
    desk: Desk
    announcements: Announcements
    words: Wording
    city: str
    secure_cookies: bool


def console_of(request: Request) -> Console:
    console: Console = request.app.state.console
    return console


type Here = Annotated[Console, Depends(console_of)]
