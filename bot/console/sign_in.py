"""Signing in and out."""

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from bot.console.console import Here
from bot.console.rendering import in_tokyo, outside_page
from bot.console.session import Acting, cookie_name, drop_cookie, from_our_own_page, keep_cookie
from bot.staff.errors import SignInLocked, SignInRefused
from bot.staff.service import sign_in, sign_out

router = APIRouter()

_SCREENS = re.compile(r"/(queue|dead-letters|cases/[0-9a-f-]{36})", re.ASCII)
_LONGEST = 1_000  # characters; hashing a password of a megabyte would keep everybody waiting


@router.get("/sign-in")
async def form(request: Request, next: str = "/queue") -> Response:  # noqa: A002 - the query's name
    return outside_page(request, "sign_in.html", next=_screen(next), login_name="", problem=None)


@router.post("/sign-in", dependencies=[Depends(from_our_own_page)])
async def enter(
    request: Request,
    console: Here,
    login_name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/queue",  # noqa: A002 - the field's name
) -> Response:
    desk = console.desk
    try:
        secret = await sign_in(desk.database, login_name.strip(), password[:_LONGEST], desk.clock())
    except SignInRefused:
        problem = console.words.refusal("sign_in")
    except SignInLocked as locked:
        problem = console.words.refusal("locked", until=f"{in_tokyo(locked.until):%H:%M}")
    else:
        response = RedirectResponse(_screen(next), 303)
        keep_cookie(console, response, secret)
        return response
    return outside_page(
        request,
        "sign_in.html",
        status=401,
        next=_screen(next),
        login_name=login_name,
        problem=problem,
    )


@router.post("/sign-out")
async def leave(request: Request, console: Here, _: Acting) -> Response:
    async with console.desk.database.transaction() as session:
        await sign_out(session, request.cookies[cookie_name(console)])
    response = RedirectResponse("/sign-in", 303)
    drop_cookie(console, response)
    return response


def _screen(wanted: str) -> str:
    """One of our own screens; anything else would be an open door to other sites."""
    return wanted if _SCREENS.fullmatch(wanted) else "/queue"
